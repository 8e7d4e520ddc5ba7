/**
 * MCP over WebSocket: a text message is a message of JSON-RPC, of either era, or an envelope around one on a channel that
 * outlives the socket. The composition root mounts it. May import channels, WebSocket, the HTTP server face and the protocol.
 */
@NullMarked
package io.yumen.transport.websocket;

import org.jspecify.annotations.NullMarked;
