package io.yumen.backend.http;

import java.time.Duration;

/**
 * How broken event streams are resumed.
 *
 * @param resumes how often in a row the stream of one answer is resumed without anything having come
 * @param pause how long to wait before it is opened again where the server does not say; doubles while nothing comes
 * @param longestPause how long to wait at most, whatever the server says
 * @param farewell how long the small requests that end something may take
 */
public record StreamLimits(int resumes, Duration pause, Duration longestPause, Duration farewell) {
    /** 5 times, 1 s, 30 s, 2 s. */
    public static final StreamLimits DEFAULT =
            new StreamLimits(5, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(2));

    /** A server that wants none would have us ask it as fast as we can. */
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(10);

    private static final int MAX_DOUBLINGS = 10;

    public StreamLimits {
        if (resumes < 0 || !pause.isPositive() || !longestPause.isPositive() || !farewell.isPositive()) {
            throw new IllegalArgumentException("The limits of event streams are positive");
        }
    }

    /**
     * How long to wait before the stream is opened again: what the server wants, within limits, and twice as long each time
     * that nothing new came.
     */
    Duration pauseBefore(ResumePoint point) {
        Duration wanted = point.retry().orElse(pause);
        Duration floored = wanted.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : wanted;
        Duration doubled = floored.multipliedBy(1L << Math.clamp(point.barren() - 1, 0, MAX_DOUBLINGS));
        return doubled.compareTo(longestPause) < 0 ? doubled : longestPause;
    }
}
