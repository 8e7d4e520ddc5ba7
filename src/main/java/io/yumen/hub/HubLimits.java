package io.yumen.hub;

import java.time.Duration;

/**
 * How long the hub waits and how much it keeps.
 *
 * @param describeWait how long {@code server/discover} waits for a server
 * @param directWait how long a request to the endpoint of one server waits for that server's list
 * @param changeDelay how long changes are gathered before clients are told
 * @param drain how long the requests of a server that was taken out may go on
 * @param listenWait how long a new subscription waits for the servers that it concerns, before it is acknowledged
 * @param relistenFirst pause before a lost subscription is opened again, doubled each time
 * @param relistenMost the longest such pause
 * @param pageLimit entries of a page where no page size is configured
 * @param maxCatalogs merged catalogs kept, one for each set of connections that callers have
 * @param maxSeenUris URIs remembered by the server whose result named them
 * @param maxAsked servers asked in turn for a resource that none lists
 * @param maxSubscriptions resources and tasks that one {@code subscriptions/listen} may name
 */
public record HubLimits(
        Duration describeWait,
        Duration directWait,
        Duration changeDelay,
        Duration drain,
        Duration listenWait,
        Duration relistenFirst,
        Duration relistenMost,
        int pageLimit,
        int maxCatalogs,
        int maxSeenUris,
        int maxAsked,
        int maxSubscriptions) {
    /** The characters of a name or URI that a client uses: more than any server offers. */
    static final int LONGEST_NAME = 8_192;

    public static final HubLimits DEFAULT = new HubLimits(
            Duration.ofSeconds(2),
            Duration.ofSeconds(60),
            Duration.ofMillis(100),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            1_000,
            10_000,
            10_000,
            16,
            1_000);

    public HubLimits {
        if (pageLimit < 1 || maxCatalogs < 1 || maxSeenUris < 1 || maxAsked < 1 || maxSubscriptions < 1) {
            throw new IllegalArgumentException("A limit of the hub is at least one");
        }
    }
}
