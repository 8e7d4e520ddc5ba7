package io.yumen.service.browser.cdp;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What in a browser is ours, and so may be closed: never what is the user's. */
final class Own {
    /** What is not remembered is merely not closed. */
    private static final int MOST = 10_000;

    private final Set<String> targets = ConcurrentHashMap.newKeySet();
    private final Set<String> contexts = ConcurrentHashMap.newKeySet();

    void target(String id) {
        add(targets, id);
    }

    void context(String id) {
        add(contexts, id);
    }

    boolean hasTarget(String id) {
        return targets.contains(id);
    }

    boolean hasContext(String id) {
        return contexts.contains(id);
    }

    private static void add(Set<String> ids, String id) {
        if (!id.isEmpty() && ids.size() < MOST) {
            ids.add(id);
        }
    }
}
