package io.yumen.service;

import java.time.Duration;

/** A tool could not do what it was asked: a result with {@code isError} for the model, which can act on it. */
public final class ToolFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String code;
    private final Duration retryAfter;

    /** A failure that will be one again. */
    public ToolFailure(String message) {
        this("failed", message, Duration.ZERO);
    }

    /**
     * A failure of a kind.
     *
     * @param code a word for programs, as in {@code unreachable}
     * @param message what is wrong and what to do, for the model
     * @param retryAfter when it may be worth another try; zero where nothing is known of that
     */
    public ToolFailure(String code, String message, Duration retryAfter) {
        super(message, null, false, false);
        this.code = code;
        this.retryAfter = retryAfter;
    }

    public String code() {
        return code;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
