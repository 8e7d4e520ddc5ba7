package io.yumen.http.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What to do when the client leaves before its request is answered. Each action runs at most once. */
final class Departure {
    private static final Logger LOG = LoggerFactory.getLogger(Departure.class);

    private final ReentrantLock lock = new ReentrantLock();
    private List<Runnable> actions = new ArrayList<>(2);
    private boolean happened;

    /** Adds an action; runs it at once when the client has left. */
    void then(Runnable action) {
        boolean late;
        lock.lock();
        try {
            late = happened;
            if (!late) {
                actions.add(action);
            }
        } finally {
            lock.unlock();
        }
        if (late) {
            run(action);
        }
    }

    /** The client has left. */
    void happened() {
        List<Runnable> due;
        lock.lock();
        try {
            happened = true;
            due = actions;
            actions = new ArrayList<>();
        } finally {
            lock.unlock();
        }
        due.forEach(Departure::run);
    }

    boolean hasHappened() {
        lock.lock();
        try {
            return happened;
        } finally {
            lock.unlock();
        }
    }

    /** The request is answered; nothing is to be done any more. */
    void forget() {
        lock.lock();
        try {
            actions = new ArrayList<>();
        } finally {
            lock.unlock();
        }
    }

    // It runs on the watch or on a reader, which others depend on.
    private static void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("What was to be done when a client left has failed");
        }
    }
}
