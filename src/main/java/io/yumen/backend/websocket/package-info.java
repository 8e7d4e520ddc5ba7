/**
 * Servers that are reached over WebSocket: a text message is a message. {@link
 * io.yumen.backend.websocket.WebSocketConnector} opens a connection and finds out which era the server speaks. {@code app}
 * wires it. May import the backend, the HTTP client and WebSocket, and what stands below them.
 */
@NullMarked
package io.yumen.backend.websocket;

import org.jspecify.annotations.NullMarked;
