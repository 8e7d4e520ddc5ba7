/**
 * The commands about who may come in and do what: keys, users, rules, approvals. They ask a gateway that runs, as its operator; only
 * the way back in changes the state of one that does not. {@code cli} calls them; they may import what commands have in common.
 */
@NullMarked
package io.yumen.cli.access;

import org.jspecify.annotations.NullMarked;
