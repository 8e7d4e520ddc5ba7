/**
 * Commands about what built-in services keep of the systems behind them: how it has fared, what is there, and that it is forgotten. Called by
 * {@code cli}; may import {@code cli.command} and what stands below.
 */
@NullMarked
package io.yumen.cli.cache;

import org.jspecify.annotations.NullMarked;
