/**
 * The commands that ask servers, and a running gateway about its servers. {@code cli} lists them. May import cli.command and
 * what stands below it.
 */
@NullMarked
package io.yumen.cli.server;

import org.jspecify.annotations.NullMarked;
