package io.yumen.http;

/**
 * The caps of a stream that we read.
 *
 * @param lineBytes the longest line
 * @param eventBytes the most data of one event
 */
public record SseLimits(int lineBytes, int eventBytes) {
    /** 16 MiB for a line and for an event: the largest answer that Yumen relays. */
    public static final SseLimits DEFAULT = new SseLimits(16 << 20, 16 << 20);

    public SseLimits {
        if (lineBytes < 1 || eventBytes < 1) {
            throw new IllegalArgumentException("Limits of an event stream must be positive");
        }
    }
}
