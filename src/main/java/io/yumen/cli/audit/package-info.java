/**
 * The commands about the audit trail: whether it is as it was written, and what it says. They read its files, and need no
 * gateway that runs. {@code cli} calls them; they may import what commands have in common, and the trail.
 */
@NullMarked
package io.yumen.cli.audit;

import org.jspecify.annotations.NullMarked;
