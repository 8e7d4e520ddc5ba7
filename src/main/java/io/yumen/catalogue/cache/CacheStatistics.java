package io.yumen.catalogue.cache;

/**
 * How a cache has fared.
 *
 * @param hits questions that were answered without a reading of their own
 * @param misses questions that were read
 * @param bytes that are kept now, about
 */
public record CacheStatistics(long hits, long misses, long bytes) {}
