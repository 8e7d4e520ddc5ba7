/**
 * The commands that ask servers, and a running gateway about its servers, and those that back up its state. {@code cli} lists
 * them. May import cli.command and what stands below it.
 */
@NullMarked
package io.yumen.cli.server;

import org.jspecify.annotations.NullMarked;
