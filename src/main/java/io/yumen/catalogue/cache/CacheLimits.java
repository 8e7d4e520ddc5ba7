package io.yumen.catalogue.cache;

/**
 * How much is kept.
 *
 * @param bytes of all values together
 */
public record CacheLimits(long bytes) {
    public CacheLimits {
        if (bytes < 1) {
            throw new IllegalArgumentException("The limits of a cache are positive");
        }
    }
}
