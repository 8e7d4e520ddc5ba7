/**
 * The servers behind Yumen, as the rest knows them. The hub calls a {@link io.yumen.backend.Backend}, which
 * {@code backend.life} is; {@code backend.http}, {@code .stdio}, {@code .websocket} and {@code .local} are
 * {@linkplain io.yumen.backend.Connector connectors}, which open a {@link io.yumen.backend.Connection}. May import
 * {@code backend.link}, the exchange and what stands below it.
 */
@NullMarked
package io.yumen.backend;

import org.jspecify.annotations.NullMarked;
