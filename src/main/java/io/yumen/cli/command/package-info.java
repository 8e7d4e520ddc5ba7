/**
 * What commands have in common: the configuration that they use, how they fail, how they end. All of {@code cli} calls it.
 * May import the configuration and what stands below it.
 */
@NullMarked
package io.yumen.cli.command;

import org.jspecify.annotations.NullMarked;
