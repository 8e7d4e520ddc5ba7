package io.yumen.http.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** What to do when the client leaves before its request is answered. Each action runs at most once. */
final class Departure {
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
            action.run();
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
        due.forEach(Runnable::run);
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
}
