/** Tests of rates and counts, in virtual time. */
@NullMarked
package io.yumen.limit;

import org.jspecify.annotations.NullMarked;
