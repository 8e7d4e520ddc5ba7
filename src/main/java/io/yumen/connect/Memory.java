package io.yumen.connect;

import io.yumen.protocol.Message.Request;
import io.yumen.protocol.Methods;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What the client has set in its session, so that a new one can be made like it. Safe for many threads. */
final class Memory {
    /** More watched resources than this are not watched any more once the session was lost. */
    private static final int MOST_SUBSCRIPTIONS = 10_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Request> subscriptions = new LinkedHashMap<>();
    private @Nullable Request level;

    /** Learns from a request that the gateway has carried out. */
    void learn(Request request) {
        lock.lock();
        try {
            String uri = request.params().path("uri").asString("");
            switch (request.method()) {
                case Methods.SET_LEVEL -> level = request;
                case Methods.SUBSCRIBE -> subscribe(uri, request);
                case Methods.UNSUBSCRIBE -> subscriptions.remove(uri);
                default -> {
                    // Changes nothing that a session keeps.
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** The requests that make a new session like the old one. */
    List<Request> requests() {
        lock.lock();
        try {
            List<Request> requests = new ArrayList<>(subscriptions.values());
            if (level != null) {
                requests.addFirst(level);
            }
            return requests;
        } finally {
            lock.unlock();
        }
    }

    /** The resources that it watches. */
    List<String> watched() {
        lock.lock();
        try {
            return List.copyOf(subscriptions.keySet());
        } finally {
            lock.unlock();
        }
    }

    private void subscribe(String uri, Request request) {
        if (subscriptions.size() < MOST_SUBSCRIPTIONS) {
            subscriptions.put(uri, request);
        }
    }
}
