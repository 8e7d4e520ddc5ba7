package io.yumen.backend.life;

import io.yumen.backend.BackendClock;
import io.yumen.backend.BackendConfig;
import io.yumen.backend.Outage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What all connections of one server have in common.
 *
 * @param server its name
 * @param config how it is treated
 * @param clock what time it is
 * @param errands the threads that open and end connections
 * @param budget how many more may be opened
 */
record LineContext(String server, BackendConfig config, BackendClock clock, Errands errands, Budget budget) {
    static LineContext of(String server, BackendConfig config, BackendClock clock) {
        int most = config.limits().connections();
        return new LineContext(server, config, clock, new Errands(server), new Budget(most));
    }

    Outage outage() {
        return new Outage(server);
    }

    /** How many connections to one server may be open, or opening, at once. */
    static final class Budget {
        private final int most;
        private final AtomicInteger taken = new AtomicInteger();

        Budget(int most) {
            this.most = most;
        }

        /** Whether there was one left, which now belongs to the caller. */
        boolean take() {
            return taken.getAndUpdate(count -> Math.min(count + 1, most)) < most;
        }

        void give() {
            taken.decrementAndGet();
        }

        boolean isSpent() {
            return taken.get() >= most;
        }
    }
}
