package io.yumen.session.legacy;

/**
 * How much of what was sent to one session is kept, so that a broken stream can be resumed.
 *
 * @param maxEvents messages
 * @param maxCharacters their lengths together
 */
public record EventLogLimits(int maxEvents, long maxCharacters) {
    /** 1,000 messages and 4 million characters a session. */
    public static final EventLogLimits DEFAULT = new EventLogLimits(1_000, 4_000_000);

    public EventLogLimits {
        if (maxEvents < 1 || maxCharacters < 1) {
            throw new IllegalArgumentException("Limits of an event log are positive");
        }
    }
}
