/**
 * What commands have in common: the configuration that they use, the gateway that they ask, how they fail, how they end. All of
 * {@code cli} calls it. May import the configuration and what stands below it, {@code app.servers} for its demonstrations, and
 * {@code app.access} to change a state that no gateway has.
 */
@NullMarked
package io.yumen.cli.command;

import org.jspecify.annotations.NullMarked;
