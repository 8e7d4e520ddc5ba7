/**
 * The commands that read and change the configuration file. {@code cli} lists them. May import cli.command and what stands
 * below it.
 */
@NullMarked
package io.yumen.cli.file;

import org.jspecify.annotations.NullMarked;
