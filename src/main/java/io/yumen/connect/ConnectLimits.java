package io.yumen.connect;

import io.yumen.backend.http.StreamLimits;
import io.yumen.backend.link.LinkLimits;
import io.yumen.protocol.JsonLimits;
import io.yumen.transport.stdio.StdioLimits;
import java.time.Duration;

/**
 * What a bridge may hold, and how long it waits.
 *
 * @param pipe the limits towards the client
 * @param link the limits of a connection to the gateway
 * @param streams how streams that break are resumed
 * @param reach how long the gateway may take to show that it is there, when the bridge starts
 * @param away how long a request waits for a gateway that has gone away
 * @param pause how long to wait before the gateway is tried again; doubles each time
 * @param longestPause how long that may become
 * @param outgoing messages without an answer that may wait to be sent to the gateway
 */
public record ConnectLimits(
        StdioLimits pipe,
        LinkLimits link,
        StreamLimits streams,
        Duration reach,
        Duration away,
        Duration pause,
        Duration longestPause,
        int outgoing) {
    /** 5 s to show itself, 30 s away, tried every 50 ms to 1 s; 1,000 messages. */
    public static final ConnectLimits DEFAULT = new ConnectLimits(
            StdioLimits.DEFAULT.withJson(JsonLimits.SERVER_DEFAULT),
            LinkLimits.DEFAULT,
            new StreamLimits(8, Duration.ofMillis(250), Duration.ofSeconds(5), Duration.ofSeconds(2)),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMillis(50),
            Duration.ofSeconds(1),
            1_000);

    public ConnectLimits {
        if (outgoing < 1
                || !reach.isPositive()
                || away.isNegative()
                || !pause.isPositive()
                || longestPause.compareTo(pause) < 0) {
            throw new IllegalArgumentException("The limits of a bridge are positive");
        }
    }

    /** How long the end of a session may take: saying so, and letting go of what is under way. */
    Duration ending() {
        return streams.farewell().multipliedBy(2);
    }

    /** The same with that time for a gateway that has gone away. */
    public ConnectLimits withAway(Duration other) {
        return new ConnectLimits(pipe, link, streams, reach, other, pause, longestPause, outgoing);
    }
}
