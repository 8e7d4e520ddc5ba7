/**
 * The composition root: wires everything, starts it, and stops it in reverse. The only package that sees all others; used by
 * the commands alone.
 */
@NullMarked
package io.yumen.app;

import org.jspecify.annotations.NullMarked;
