package io.yumen.backend.local;

/**
 * How much of our process a service may hold.
 *
 * @param abandoned requests that were given up and are still at work; beyond it new requests are refused
 */
public record LocalLimits(int abandoned) {
    public static final LocalLimits DEFAULT = new LocalLimits(64);

    public LocalLimits {
        if (abandoned < 1) {
            throw new IllegalArgumentException("abandoned must be at least 1");
        }
    }
}
