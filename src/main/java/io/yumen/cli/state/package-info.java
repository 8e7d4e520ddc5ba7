/**
 * The commands about the key that seals the state: another one, the old ones' end, the way on without one. They work on the state of
 * a gateway that does not run. {@code cli} calls them; they may import what commands have in common.
 */
@NullMarked
package io.yumen.cli.state;

import org.jspecify.annotations.NullMarked;
