/**
 * Servers that are child processes: a line is a message. {@link io.yumen.backend.stdio.StdioConnector} starts one for each
 * connection and finds out which era it speaks. {@code app} wires it. May import the backend, processes, and what stands
 * below them.
 */
@NullMarked
package io.yumen.backend.stdio;

import org.jspecify.annotations.NullMarked;
