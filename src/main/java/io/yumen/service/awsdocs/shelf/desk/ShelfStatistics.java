package io.yumen.service.awsdocs.shelf.desk;

import io.yumen.service.awsdocs.shelf.DepotStatistics;

/**
 * How the shelf has fared.
 *
 * @param memory what was found in memory, and is there
 * @param disk the same of the disk
 * @param upstream what AWS was asked
 * @param depot what the disk keeps
 */
public record ShelfStatistics(Level memory, Level disk, Asked upstream, DepotStatistics depot) {
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
