/** Tests of what is sealed, and of the keys for it. */
@NullMarked
package io.yumen.secret;

import org.jspecify.annotations.NullMarked;
