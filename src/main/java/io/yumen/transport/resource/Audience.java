package io.yumen.transport.resource;

import io.yumen.http.Headers;
import java.time.Duration;

/** Who may be told an answer that was given to one. */
public enum Audience {
    /** Whoever asks for the same: the gateway asks nobody who he is. */
    ALL("public", "Origin"),
    /** Nobody else: what one gets is decided by who one is. */
    ONE("private", "Authorization, X-API-Key, Origin");

    private final String word;
    private final String differences;

    Audience(String word, String differences) {
        this.word = word;
        this.differences = differences;
    }

    /** What is said of an answer that is good for so long. */
    Headers headers(Duration good, ResourceLimits limits) {
        return Headers.of("Cache-Control", control(good.toSeconds(), limits), "Vary", differences);
    }

    private String control(long seconds, ResourceLimits limits) {
        if (seconds < 1) {
            // It may be kept, and is asked for each time by its ETag.
            return "no-cache, " + word;
        }
        String own = word + ", max-age=" + seconds;
        return this == ONE
                ? own
                : own + ", stale-while-revalidate=" + limits.renewing().toSeconds() + ", stale-if-error="
                        + limits.failing().toSeconds();
    }
}
