/**
 * WebSocket (RFC 6455), either end of it: the opening handshake, and messages over a connection that was switched to it. Text
 * only, no extensions.
 *
 * <p>{@link io.yumen.http.websocket.Handshake} checks and makes the headers, {@link io.yumen.http.websocket.WebSocket} sends
 * and receives. Who switched the connection ({@code http.server} or {@code http.client}) is none of its business. Called by
 * {@code transport.websocket} and {@code backend.websocket}. Imports {@code http} only.
 */
@NullMarked
package io.yumen.http.websocket;

import org.jspecify.annotations.NullMarked;
