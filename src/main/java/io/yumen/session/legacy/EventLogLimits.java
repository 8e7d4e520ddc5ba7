package io.yumen.session.legacy;

/**
 * How much of what was sent to one session is kept, so that a broken stream can be resumed.
 *
 * @param maxEvents messages
 * @param maxBytes their sizes together, in bytes
 */
public record EventLogLimits(int maxEvents, long maxBytes) {
    /** 1,000 messages and 4 MiB a session. */
    public static final EventLogLimits DEFAULT = new EventLogLimits(1_000, 4 << 20);

    public EventLogLimits {
        if (maxEvents < 1 || maxBytes < 1) {
            throw new IllegalArgumentException("Limits of an event log are positive");
        }
    }
}
