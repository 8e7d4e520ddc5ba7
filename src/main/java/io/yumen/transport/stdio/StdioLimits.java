package io.yumen.transport.stdio;

import io.yumen.protocol.JsonLimits;
import java.time.Duration;

/**
 * What the client at the other end of a pipe may take up.
 *
 * @param json limits of one message; a line may be as long as a message
 * @param maxInFlight requests of the modern era under way
 * @param maxQueued messages that wait while the client does not read
 * @param writeTime how long the client may go on not reading before messages to it are dropped
 * @param graceTime how long requests under way may go on once the client has closed its end
 */
public record StdioLimits(JsonLimits json, int maxInFlight, int maxQueued, Duration writeTime, Duration graceTime) {
    /** Messages of 4 MiB, 256 requests, 1,000 messages for 30 seconds, 2 seconds of grace. */
    public static final StdioLimits DEFAULT =
            new StdioLimits(JsonLimits.DEFAULT, 256, 1_000, Duration.ofSeconds(30), Duration.ofSeconds(2));

    public StdioLimits {
        if (maxInFlight < 1 || maxQueued < 1) {
            throw new IllegalArgumentException("Limits of a pipe are positive");
        }
        if (!writeTime.isPositive() || graceTime.isNegative()) {
            throw new IllegalArgumentException("Times of a pipe are positive");
        }
    }

    /** The same with other limits of one message. */
    public StdioLimits withJson(JsonLimits other) {
        return new StdioLimits(other, maxInFlight, maxQueued, writeTime, graceTime);
    }
}
