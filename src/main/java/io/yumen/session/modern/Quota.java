package io.yumen.session.modern;

import io.yumen.tenant.Principal;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Counts what clients take up, in all and by principal, and lets nobody over the limits. Safe for many threads. */
final class Quota {
    private final int max;
    private final int maxOfPrincipal;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Principal, Integer> byPrincipal = new HashMap<>();
    private int all;

    Quota(int max, int maxOfPrincipal) {
        this.max = max;
        this.maxOfPrincipal = maxOfPrincipal;
    }

    /** Takes one, where there is one left; it must be given back then. */
    boolean take(Principal principal) {
        lock.lock();
        try {
            int ofPrincipal = byPrincipal.getOrDefault(principal, 0);
            if (all >= max || ofPrincipal >= maxOfPrincipal) {
                return false;
            }
            all++;
            byPrincipal.put(principal, ofPrincipal + 1);
            return true;
        } finally {
            lock.unlock();
        }
    }

    void give(Principal principal) {
        lock.lock();
        try {
            all--;
            byPrincipal.computeIfPresent(principal, (key, count) -> count > 1 ? count - 1 : null);
        } finally {
            lock.unlock();
        }
    }
}
