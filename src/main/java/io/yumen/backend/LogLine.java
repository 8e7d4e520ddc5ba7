package io.yumen.backend;

import java.time.Instant;

/**
 * One line of what is known of a server's past.
 *
 * @param time when it came
 * @param source who says it
 * @param text fit for a terminal: no control characters
 */
public record LogLine(Instant time, Source source, String text) {
    /** Who says it. */
    public enum Source {
        /** Yumen, of the server's life. */
        LIFE,
        /** A process of the server, on standard error. */
        STDERR
    }
}
