/**
 * The commands about who may come in: keys, users. They ask a gateway that runs, as its operator. {@code cli} calls them; they may
 * import what commands have in common.
 */
@NullMarked
package io.yumen.cli.access;

import org.jspecify.annotations.NullMarked;
