package io.yumen.transport.envelope;

import java.time.Duration;

/**
 * How long this transport waits for its clients.
 *
 * @param ping how often a stream is pinged
 * @param pong how long after a ping the client may stay silent
 * @param missed after how many silent pings in a row a client counts as gone
 * @param retry how soon a client should come back when its stream broke
 * @param answer how long the answer to a client without a stream may take
 */
public record EnvelopeLimits(Duration ping, Duration pong, int missed, Duration retry, Duration answer) {
    /** A ping every 30 seconds, a pong within 10, gone after 3 without; back after a second; answers within 2 minutes. */
    public static final EnvelopeLimits DEFAULT = new EnvelopeLimits(
            Duration.ofSeconds(30), Duration.ofSeconds(10), 3, Duration.ofSeconds(1), Duration.ofMinutes(2));

    public EnvelopeLimits {
        if (!ping.isPositive() || !pong.isPositive() || pong.compareTo(ping) >= 0) {
            throw new IllegalArgumentException("A pong is due before the next ping");
        }
        if (missed < 1 || retry.isNegative() || !answer.isPositive()) {
            throw new IllegalArgumentException("Limits of enveloped streams are positive");
        }
    }
}
