/** What the tests of browsers share: real ones. */
@NullMarked
package io.yumen.service.browser;

import org.jspecify.annotations.NullMarked;
