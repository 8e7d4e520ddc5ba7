package io.yumen.backend.link;

import io.yumen.protocol.JsonLimits;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What one connection to a server may hold and how long its own requests may take. Calls of clients have their limits in
 * the stack that stands before the connection.
 *
 * @param pending requests that may wait for an answer at once
 * @param waiting messages that may wait to be handed to one call
 * @param strays messages in a row that are no MCP, before the connection is given up
 * @param asks questions of the server that may be under way at once
 * @param attribution how long a question waits for a call that it can belong to, where the connection is not everybody's
 * @param visit how long a call waits for the user to have visited a page that it needs
 * @param probe how long a server may take to say which era it speaks, before it is taken for a legacy one
 * @param handshake how long opening may take in all
 * @param control how long a small request of our own may take, such as one that sets the log level
 * @param json how large a message may be
 */
public record LinkLimits(
        int pending,
        int waiting,
        int strays,
        int asks,
        Duration attribution,
        Duration visit,
        Duration probe,
        Duration handshake,
        Duration control,
        JsonLimits json) {
    /** 1,000 requests with 1,000 messages each; 100 strays; 100 questions; 20 s, 20 s, 5 s, 30 s and 10 s. */
    public static final LinkLimits DEFAULT = new LinkLimits(
            1_000,
            1_000,
            100,
            100,
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            JsonLimits.SERVER_DEFAULT);

    public LinkLimits {
        if (pending < 1 || waiting < 1 || strays < 1 || asks < 1) {
            throw new IllegalArgumentException("The limits of a connection are positive");
        }
        if (Stream.of(attribution, visit).anyMatch(Duration::isNegative)
                || !Stream.of(probe, handshake, control).allMatch(Duration::isPositive)) {
            throw new IllegalArgumentException("The times of a connection are positive");
        }
    }

    /** The same with these times. */
    public LinkLimits with(Duration newProbe, Duration newHandshake) {
        return new LinkLimits(
                pending, waiting, strays, asks, attribution, visit, newProbe, newHandshake, control, json);
    }

    /** The same with that room. */
    public LinkLimits with(int newPending, int newStrays) {
        return new LinkLimits(
                newPending, waiting, newStrays, asks, attribution, visit, probe, handshake, control, json);
    }

    /** The same with other limits of one message. */
    public LinkLimits with(JsonLimits newJson) {
        return new LinkLimits(pending, waiting, strays, asks, attribution, visit, probe, handshake, control, newJson);
    }
}
