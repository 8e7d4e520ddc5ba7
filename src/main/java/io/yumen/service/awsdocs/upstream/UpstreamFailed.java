package io.yumen.service.awsdocs.upstream;

import java.time.Duration;
import java.util.Optional;

/** AWS gave no answer, or none that can be used: what it was is unknown. The message is a sentence that names the cause and the address. */
public final class UpstreamFailed extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Optional<Duration> retryAfter;

    /**
     * That cause.
     *
     * @param retryAfter when to ask again, where that is known
     */
    public UpstreamFailed(String message, Optional<Duration> retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
