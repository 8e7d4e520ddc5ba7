/**
 * Commands about what servers say of themselves: what of it waits, what it would change, and the decision. Called by {@code cli}; may
 * import {@code cli.command} and what stands below.
 */
@NullMarked
package io.yumen.cli.pins;

import org.jspecify.annotations.NullMarked;
