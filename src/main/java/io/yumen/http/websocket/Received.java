package io.yumen.http.websocket;

/** What comes next over a WebSocket. */
public sealed interface Received {
    /**
     * A message.
     *
     * @param utf8 its text, checked
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes of the wire, never compared
    record Text(byte[] utf8) implements Received {}

    /** Nothing more comes: the peer closed, or broke the rules, or the connection was lost. */
    record Closed(CloseStatus status) implements Received {}
}
