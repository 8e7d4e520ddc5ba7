package io.yumen.http.websocket;

import java.time.Duration;
import java.util.stream.Stream;

/**
 * What the peer at the other end of a WebSocket may take up.
 *
 * @param frameBytes the largest frame
 * @param messageBytes the largest message, over all its frames
 * @param queuedBytes what may wait to be sent while the peer does not read; one message always may
 * @param writeTimeout how long the peer may go on not reading before it is cut off
 * @param pingInterval after which silence the peer is asked for a sign of life
 * @param pongTimeout how long it may take to give one (anything that comes from it counts) before it is cut off
 * @param messageTimeout from the first fragment of a message to its last
 * @param closeTimeout how long the peer may take to answer our closing
 */
public record WebSocketLimits(
        int frameBytes,
        int messageBytes,
        int queuedBytes,
        Duration writeTimeout,
        Duration pingInterval,
        Duration pongTimeout,
        Duration messageTimeout,
        Duration closeTimeout) {
    /** Frames and messages of 4 MiB, 1 MiB waiting for 20 s, a ping after 30 s, 10 s for its pong, 60 s a message, 2 s to close. */
    public static final WebSocketLimits DEFAULT = new WebSocketLimits(
            4 << 20,
            4 << 20,
            1 << 20,
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofSeconds(2));

    public WebSocketLimits {
        if (frameBytes < Frame.MAX_CONTROL_BYTES || messageBytes < 1 || queuedBytes < 1) {
            throw new IllegalArgumentException("Sizes of a WebSocket are positive, and frames at least 125 bytes");
        }
        if (!Stream.of(writeTimeout, pingInterval, pongTimeout, messageTimeout, closeTimeout)
                .allMatch(Duration::isPositive)) {
            throw new IllegalArgumentException("Times of a WebSocket are positive");
        }
    }

    /** The same with this cap on frames and messages. */
    public WebSocketLimits withMessageBytes(int bytes) {
        return new WebSocketLimits(
                bytes, bytes, queuedBytes, writeTimeout, pingInterval, pongTimeout, messageTimeout, closeTimeout);
    }

    /** The same with this heartbeat. */
    public WebSocketLimits withPing(Duration interval, Duration timeout) {
        return new WebSocketLimits(
                frameBytes, messageBytes, queuedBytes, writeTimeout, interval, timeout, messageTimeout, closeTimeout);
    }

    /** The same with this time for a message. */
    public WebSocketLimits withMessageTimeout(Duration timeout) {
        return new WebSocketLimits(
                frameBytes, messageBytes, queuedBytes, writeTimeout, pingInterval, pongTimeout, timeout, closeTimeout);
    }
}
