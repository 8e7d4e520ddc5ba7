package io.yumen.hub.lists;

import java.time.Duration;

/**
 * How much is read from a server that lists things, how long it is waited for and how long it is kept.
 *
 * @param firstWait how long a merged list or description waits for a server that has not been late or failed before
 * @param laterWait the same for a server that has
 * @param callWait how long a call waits for the list that says whether what it uses was approved
 * @param retryPause how long a failure stands before the server is asked again
 * @param staleFor how long a list may be served while its server cannot give a new one
 * @param unannounced how long a list is kept whose server announces no changes and says no time to live
 * @param description how long a description is kept whose server says no time to live
 * @param idle how long what nobody asks for is kept
 * @param maxPages pages read of one list
 * @param maxItems items kept of one list
 * @param maxKept lists kept of one server over all who have their own connection to it
 */
public record ListLimits(
        Duration firstWait,
        Duration laterWait,
        Duration callWait,
        Duration retryPause,
        Duration staleFor,
        Duration unannounced,
        Duration description,
        Duration idle,
        int maxPages,
        int maxItems,
        int maxKept) {
    public static final ListLimits DEFAULT = new ListLimits(
            Duration.ofSeconds(5),
            Duration.ofMillis(250),
            Duration.ofSeconds(60),
            Duration.ofSeconds(1),
            Duration.ofMinutes(10),
            Duration.ofSeconds(60),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            100,
            5_000,
            10_000);

    public ListLimits {
        if (maxPages < 1 || maxItems < 1 || maxKept < 1) {
            throw new IllegalArgumentException("A limit of lists is at least one");
        }
    }
}
