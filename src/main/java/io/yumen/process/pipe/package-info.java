/**
 * What goes through the pipes of a child: lines to it, lines from it, and its complaints, in bounded memory.
 * {@code process} calls it. Imports the protocol alone.
 */
@NullMarked
package io.yumen.process.pipe;

import org.jspecify.annotations.NullMarked;
