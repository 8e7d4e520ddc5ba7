/** Yumen's services side by side with the servers that others have for the same systems. */
@NullMarked
package io.yumen.peers;

import org.jspecify.annotations.NullMarked;
