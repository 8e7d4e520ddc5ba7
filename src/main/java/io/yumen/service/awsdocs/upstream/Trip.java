package io.yumen.service.awsdocs.upstream;

import io.yumen.exchange.Cancellation;
import java.time.Duration;
import java.util.Optional;

/**
 * All that one wish takes: it has one end, and its failures one beginning.
 *
 * @param wish in the words with which a failure begins
 * @param end by the clock of {@link System#nanoTime}
 */
record Trip(String wish, Duration time, long end, Cancellation cancellation) {
    static Trip begin(String wish, Duration time, Cancellation cancellation) {
        return new Trip(wish, time, System.nanoTime() + time.toNanos(), cancellation);
    }

    /** The same, where failures begin so. */
    Trip wishing(String other) {
        return new Trip(other, time, end, cancellation);
    }

    Duration left() {
        return Duration.ofNanos(end - System.nanoTime());
    }

    /** Waits so long, unless nobody waits for the answer any more. */
    void pause(Duration wait) {
        cancellation.pause(wait);
    }

    /** The failure, for that reason. */
    UpstreamFailed failed(String reason) {
        return failed(reason, Optional.empty());
    }

    UpstreamFailed failed(String reason, Optional<Duration> retryAfter) {
        return new UpstreamFailed(wish + ": " + reason, retryAfter);
    }

    /** The failure, as that status says it. */
    UpstreamFailed answered(int status, String reason, Optional<Duration> retryAfter) {
        return new UpstreamFailed(wish + " - status code " + status + "; " + reason, retryAfter);
    }

    UpstreamFailed late() {
        return failed("there was no answer within " + inSeconds(time) + "; try again later");
    }

    static String inSeconds(Duration time) {
        long seconds = Math.max(1, time.plusMillis(999).toSeconds());
        return seconds == 1 ? "a second" : seconds + " seconds";
    }
}
