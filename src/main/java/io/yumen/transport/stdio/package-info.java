/**
 * MCP over standard input and output: one message a line, both eras. The composition root calls it, and {@code connect} reads and
 * writes its lines. May import channels, the sessions and what those may.
 */
@NullMarked
package io.yumen.transport.stdio;

import org.jspecify.annotations.NullMarked;
