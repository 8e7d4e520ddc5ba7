package io.yumen.catalogue.cache;

/**
 * How much is kept.
 *
 * @param bytes of all values together
 */
public record CacheLimits(long bytes) {
    /** 16 MiB. */
    public static final CacheLimits DEFAULT = new CacheLimits(16 << 20);

    public CacheLimits {
        if (bytes < 1) {
            throw new IllegalArgumentException("The limits of a cache are positive");
        }
    }
}
