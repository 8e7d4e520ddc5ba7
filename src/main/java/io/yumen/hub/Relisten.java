package io.yumen.hub;

import io.yumen.exchange.Cancellation;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The waits of one who listens to a server and has lost it: until the server is up, or a pause is over that grows each time.
 * For one thread; {@link #wake} is for any.
 */
final class Relisten {
    private static final Logger log = LoggerFactory.getLogger(Relisten.class);

    /** Longer than anything is worth waiting for without a look. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private final HubLimits limits;
    private final Cancellation cancellation;
    private final Semaphore wakes = new Semaphore(0);
    private Duration pause;

    /** @param cancellation ends every wait; that of an interrupted thread is cancelled */
    Relisten(HubLimits limits, Cancellation cancellation) {
        this.limits = limits;
        this.cancellation = cancellation;
        this.pause = limits.relistenFirst();
    }

    /** The server is up: no reason to wait any longer. */
    void wake() {
        wakes.release();
    }

    /** What is about to be tried is tried with all that was heard so far. */
    void trying() {
        wakes.drainPermits();
    }

    /** It went well: the next pause is a short one. */
    void reset() {
        pause = limits.relistenFirst();
    }

    /** Waits for the server, and no longer than the pause. */
    void rest() {
        await(pause);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(limits.relistenMost()) < 0 ? doubled : limits.relistenMost();
    }

    /** Waits for the server: there is no reason to start one that is down. */
    void restUntilWoken() {
        await(LONGEST);
    }

    private void await(Duration most) {
        Cancellation.Registration registration = cancellation.onCancel(wakes::release);
        try {
            if (!wakes.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS)) {
                log.atTrace().log("Listening again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancellation.cancel();
        } finally {
            registration.close();
        }
    }
}
