package io.yumen.service.awsdocs;

import io.yumen.exchange.Cancellation;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Says a moment later that something has changed, so that what changes often is said now and then. Safe for many threads. */
final class Announcer implements AutoCloseable {
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final Runnable saying;
    private final AtomicBoolean isDue = new AtomicBoolean();
    private final Cancellation end = new Cancellation();

    Announcer(Runnable saying) {
        this.saying = saying;
    }

    /** Something has changed; returns at once. */
    void changed() {
        if (isDue.compareAndSet(false, true)) {
            Thread.ofVirtual().name("awsdocs-announcer").start(this::say);
        }
    }

    private void say() {
        try {
            end.pause(MOMENT);
        } catch (RpcException over) {
            return;
        }
        isDue.set(false);
        saying.run();
    }

    /** What has not been said is left unsaid. */
    @Override
    public void close() {
        end.cancel();
    }
}
