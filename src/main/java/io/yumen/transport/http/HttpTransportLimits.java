package io.yumen.transport.http;

import java.time.Duration;

/**
 * What the transport spends on its clients.
 *
 * @param keepAlive how long a stream may be silent before a comment is sent, and how long an answer may take before it
 *     becomes a stream
 * @param streams general streams of sessions that may be open, in all
 * @param retry how long a client of a legacy stream should wait before it connects again
 */
public record HttpTransportLimits(Duration keepAlive, int streams, Duration retry) {
    /** A sign of life every 15 seconds, 20,000 streams, reconnect after a second. */
    public static final HttpTransportLimits DEFAULT =
            new HttpTransportLimits(Duration.ofSeconds(15), 20_000, Duration.ofSeconds(1));

    public HttpTransportLimits {
        if (!keepAlive.isPositive() || streams < 1 || retry.isNegative()) {
            throw new IllegalArgumentException("Limits of the HTTP transport are positive");
        }
    }

    public HttpTransportLimits withStreams(int most) {
        return new HttpTransportLimits(keepAlive, most, retry);
    }
}
