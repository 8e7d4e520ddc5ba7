package io.yumen.service.awsdocs.shelf;

/**
 * What is kept.
 *
 * @param entries copies, with those of revisions
 * @param bytes that they take now
 * @param limit of the bytes
 * @param evicted copies that went because there was no space
 */
public record DepotStatistics(long entries, long bytes, long limit, long evicted) {}
