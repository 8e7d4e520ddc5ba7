/** Whose data it is and who acts: values only. Everybody uses it; it imports nothing of ours. */
@NullMarked
package io.yumen.tenant;

import org.jspecify.annotations.NullMarked;
