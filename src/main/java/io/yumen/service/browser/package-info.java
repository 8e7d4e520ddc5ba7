/**
 * The built-in service {@code browser}: tools that work in a user's own Chrome, each session in tabs of its own. Names and arguments are
 * those of chrome-devtools-mcp. The composition root starts it; may import its own rooms and what services may.
 */
@NullMarked
package io.yumen.service.browser;

import org.jspecify.annotations.NullMarked;
