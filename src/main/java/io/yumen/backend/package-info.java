/**
 * The servers behind Yumen: how one is reached, what life it leads, and what protects the others from it. The hub calls
 * {@link io.yumen.backend.Backend}; {@code backend.http}, {@code .stdio} and {@code .local} open connections. May import
 * what stands below: exchange, process, http, telemetry, protocol.
 */
@NullMarked
package io.yumen.backend;

import org.jspecify.annotations.NullMarked;
