/**
 * How we reach HTTP servers on the relay path: a small strict HTTP/1.1 client with pooled connections.
 *
 * <p>{@link io.yumen.http.client.RelayClient} blocks, on virtual threads. Called by {@code backend.http}, {@code backend.websocket} and
 * {@code connect}. Imports
 * {@code http} only.
 */
@NullMarked
package io.yumen.http.client;

import org.jspecify.annotations.NullMarked;
