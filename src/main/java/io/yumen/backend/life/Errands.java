package io.yumen.backend.life;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that open, check and end the connections of one server; whoever closes it waits for them. */
final class Errands {
    private static final Logger log = LoggerFactory.getLogger(Errands.class);

    private final String server;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final Set<Thread> threads = new HashSet<>();

    Errands(String server) {
        this.server = server;
    }

    /** Runs that on a thread of its own. */
    Thread run(String what, Runnable errand) {
        Thread thread = Thread.ofVirtual().name(server + "-" + what).unstarted(() -> work(what, errand));
        lock.lock();
        try {
            threads.add(thread);
        } finally {
            lock.unlock();
        }
        thread.start();
        return thread;
    }

    /** Waits until all have ended, or the time is over; says whether they have. */
    boolean await(Duration limit) {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (!threads.isEmpty() && left > 0) {
                left = ended.awaitNanos(left);
            }
            return threads.isEmpty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void work(String what, Runnable errand) {
        try {
            errand.run();
        } catch (RuntimeException bug) {
            log.atError()
                    .addKeyValue("server", server)
                    .addKeyValue("errand", what)
                    .setCause(bug)
                    .log("An errand failed");
        } finally {
            lock.lock();
            try {
                threads.remove(Thread.currentThread());
                ended.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
