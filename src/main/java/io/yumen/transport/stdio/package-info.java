/**
 * MCP over standard input and output: one message a line, both eras. Called by the composition root. May import the session
 * packages and what those may.
 */
@NullMarked
package io.yumen.transport.stdio;

import org.jspecify.annotations.NullMarked;
