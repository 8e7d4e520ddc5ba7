package io.yumen.session.legacy;

import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import io.yumen.session.ListenFilter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a session hears of by itself, held as one subscription at the handler: the changes of lists that were announced in
 * {@code initialize}, and the resources that the client watches. When these change, a new subscription is opened before
 * the old one is ended, so that nothing is missed.
 */
final class SessionListen {
    private final LegacySession session;
    private final Set<String> lists;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<String> uris = new LinkedHashSet<>();
    private @Nullable Subscription current;
    private boolean ended;

    SessionListen(LegacySession session, ObjectNode serverCapabilities) {
        this.session = session;
        this.lists = announced(serverCapabilities);
    }

    /** Begins to listen for changes of lists, and for what the server asks outside of any request. */
    void begin() {
        Subscription first = new Subscription(session, new ListenFilter(lists, List.of()));
        lock.lock();
        try {
            if (current != null || ended) {
                return;
            }
            current = first;
        } finally {
            lock.unlock();
        }
        first.begin();
    }

    /** Watches a resource. */
    void subscribe(String uri) {
        lock.lock();
        try {
            if (uris.size() >= session.limits().maxSubscriptions()) {
                throw RpcException.unavailable("This session watches too many resources");
            }
            if (!uris.add(uri)) {
                return;
            }
        } finally {
            lock.unlock();
        }
        try {
            reopen();
        } catch (RpcException e) {
            remove(uri);
            throw e;
        }
    }

    /** Watches a resource no longer. */
    void unsubscribe(String uri) {
        if (remove(uri)) {
            reopen();
        }
    }

    void end() {
        Subscription last;
        lock.lock();
        try {
            ended = true;
            last = current;
            current = null;
        } finally {
            lock.unlock();
        }
        if (last != null) {
            last.end();
        }
    }

    private void reopen() {
        Subscription next;
        lock.lock();
        try {
            next = new Subscription(session, new ListenFilter(lists, List.copyOf(uris)));
        } finally {
            lock.unlock();
        }
        next.begin();
        try {
            next.awaitAcknowledgement(session.limits().listenTime());
        } catch (RpcException e) {
            next.end();
            throw e;
        }
        Subscription old = replace(next);
        if (old != null) {
            old.end();
        }
    }

    /** Makes that the current one; returns the one that is to be ended. */
    private @Nullable Subscription replace(Subscription next) {
        lock.lock();
        try {
            if (ended) {
                return next;
            }
            Subscription old = current;
            current = next;
            return old;
        } finally {
            lock.unlock();
        }
    }

    private boolean remove(String uri) {
        lock.lock();
        try {
            return uris.remove(uri);
        } finally {
            lock.unlock();
        }
    }

    private static Set<String> announced(ObjectNode capabilities) {
        Set<String> lists = new LinkedHashSet<>();
        addIfAnnounced(lists, capabilities, "tools", Methods.TOOLS_CHANGED);
        addIfAnnounced(lists, capabilities, "prompts", Methods.PROMPTS_CHANGED);
        addIfAnnounced(lists, capabilities, "resources", Methods.RESOURCES_CHANGED);
        return lists;
    }

    private static void addIfAnnounced(Set<String> lists, ObjectNode capabilities, String feature, String method) {
        if (capabilities.path(feature).path("listChanged").asBoolean(false)) {
            lists.add(method);
        }
    }
}
