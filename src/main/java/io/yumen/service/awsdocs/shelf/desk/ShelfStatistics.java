package io.yumen.service.awsdocs.shelf.desk;

import io.yumen.service.awsdocs.shelf.DepotStatistics;

/**
 * How the shelf has fared.
 *
 * @param memory what was found in memory, and is there
 * @param disk the same of the disk
 * @param upstream what AWS was asked
 * @param depot what the disk keeps
 * @param room what memory has
 */
public record ShelfStatistics(Level memory, Level disk, Asked upstream, DepotStatistics depot, Room room) {
    /**
     * What there is room for.
     *
     * @param limit in bytes
     * @param evicted copies that went because there was no more, or they were there too long
     */
    public record Room(long limit, long evicted) {}

    /**
     * One tier.
     *
     * @param bytes that are kept there now, about
     */
    public record Level(long hits, long misses, long entries, long bytes) {}

    /**
     * What was asked.
     *
     * @param calls all of them
     * @param unchanged those that said that a copy is as it was
     * @param failed those without an answer
     * @param stale copies that were told although their time was over
     * @param unwritten copies that the disk did not take in time
     */
    public record Asked(long calls, long unchanged, long failed, long stale, long unwritten) {}
}
