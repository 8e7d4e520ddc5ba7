package io.yumen.backend.http;

import java.time.Duration;

/**
 * How broken event streams are resumed.
 *
 * @param resumes how often in a row the stream of one answer is resumed without anything having come
 * @param pause how long to wait before it is opened again where the server does not say; doubles each time
 * @param longestPause how long to wait at most, whatever the server says
 * @param farewell how long the small requests that end something may take
 */
public record StreamLimits(int resumes, Duration pause, Duration longestPause, Duration farewell) {
    /** 5 times, 1 s, 30 s, 2 s. */
    public static final StreamLimits DEFAULT =
            new StreamLimits(5, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(2));

    public StreamLimits {
        if (resumes < 0 || !pause.isPositive() || !longestPause.isPositive() || !farewell.isPositive()) {
            throw new IllegalArgumentException("The limits of event streams are positive");
        }
    }

    /** How long to wait before the next attempt. */
    Duration pauseBefore(int attempt, ResumePoint point) {
        Duration wanted =
                point.retry().orElseGet(() -> pause.multipliedBy(1L << Math.min(Math.max(attempt - 1, 0), 10)));
        return wanted.compareTo(longestPause) < 0 ? wanted : longestPause;
    }
}
