/**
 * The commands that lock principals, clients, servers or everything, and lift that. They ask a gateway that runs, as its operator,
 * and change the state of one that does not. {@code cli} calls them; they may import what commands have in common.
 */
@NullMarked
package io.yumen.cli.lockdown;

import org.jspecify.annotations.NullMarked;
