/**
 * Servers of the modern era (2026-07-28): stateless requests that describe themselves. {@code backend.stdio},
 * {@code .websocket} and {@code .http} open a {@link io.yumen.backend.modern.ModernConnection} over their links. May import the
 * backend and what stands below it.
 */
@NullMarked
package io.yumen.backend.modern;

import org.jspecify.annotations.NullMarked;
