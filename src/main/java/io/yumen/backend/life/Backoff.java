package io.yumen.backend.life;

import io.yumen.backend.BackendConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** Counts the failures of one connection and says how long to wait after each. Guarded by the lock of its owner. */
final class Backoff {
    private static final double JITTER = 0.2;

    private final BackendConfig.Restarts restarts;
    private int failures;
    private Instant upSince = Instant.MAX;

    Backoff(BackendConfig.Restarts restarts) {
        this.restarts = restarts;
    }

    void up(Instant now) {
        upSince = now;
    }

    /** It could not be opened. */
    Duration failed() {
        failures++;
        return delay(failures);
    }

    /**
     * It was open, and is lost: the first time, it is opened again without delay, and so it is whenever it was up for longer
     * than the delay. A loss after more than the largest delay is no crash loop, and not held against it.
     */
    Duration lost(Instant now) {
        Duration up = now.isAfter(upSince) ? Duration.between(upSince, now) : Duration.ZERO;
        if (up.compareTo(restarts.stableAfter()) >= 0) {
            failures = 0;
        }
        Duration largest = restarts.delay().multipliedBy(BackendConfig.Restarts.LARGEST_FACTOR);
        if (failures == 0 || up.compareTo(largest) < 0) {
            failures++;
        }
        Duration wait = failures == 1 ? Duration.ZERO : delay(failures - 1).minus(up);
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    /** Whether it has failed too often to go on by itself. */
    boolean isExhausted() {
        return restarts.most() > 0 && failures > restarts.most();
    }

    int failures() {
        return failures;
    }

    void forget() {
        failures = 0;
    }

    private Duration delay(int failure) {
        int factor = failure > 5 ? BackendConfig.Restarts.LARGEST_FACTOR : 1 << Math.min(failure - 1, 4);
        double jitter = 1 - JITTER + ThreadLocalRandom.current().nextDouble() * 2 * JITTER;
        return Duration.ofNanos((long) (restarts.delay().toNanos() * factor * jitter));
    }
}
