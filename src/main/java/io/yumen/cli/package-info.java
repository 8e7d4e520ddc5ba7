/**
 * The commands of {@code yumen}: what they are called, what they take, what they print, and how they end. The only package
 * that knows picocli and writes to standard output. Uses the composition root and the configuration.
 */
@NullMarked
package io.yumen.cli;

import org.jspecify.annotations.NullMarked;
