/**
 * Yumen: one guarded MCP endpoint for everything an AI assistant may touch. The packages below this one are the
 * architecture; {@code ARCHITECTURE.md} draws it.
 */
@NullMarked
package io.yumen;

import org.jspecify.annotations.NullMarked;
