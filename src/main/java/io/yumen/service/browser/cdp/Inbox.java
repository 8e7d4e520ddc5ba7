package io.yumen.service.browser.cdp;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The events of one session on their way to those who listen. It has a thread only while there are any. What does not fit is dropped,
 * and that it was is an event as well, at its place.
 */
final class Inbox {
    private static final Logger log = LoggerFactory.getLogger(Inbox.class);

    private final CdpLimits.Events limits;
    private final Map<String, List<Listener>> listeners = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Event> queue = new ArrayDeque<>();
    private long queuedBytes;
    private long lost;
    private boolean told;
    private boolean ended;

    private record Event(String name, ObjectNode params, int bytes) {}

    /** An object of its own for each, so that one handler may listen twice and be taken away once. */
    private static final class Listener {
        private final Consumer<ObjectNode> handler;

        Listener(Consumer<ObjectNode> handler) {
            this.handler = handler;
        }
    }

    Inbox(CdpLimits.Events limits) {
        this.limits = limits;
    }

    boolean isOpen() {
        lock.lock();
        try {
            return !ended;
        } finally {
            lock.unlock();
        }
    }

    Subscription listen(String event, Consumer<ObjectNode> handler) {
        Listener listener = new Listener(handler);
        listeners.computeIfAbsent(event, name -> new CopyOnWriteArrayList<>()).add(listener);
        return () -> listeners.computeIfPresent(event, (name, known) -> {
            known.remove(listener);
            return known.isEmpty() ? null : known;
        });
    }

    boolean isHeard(String event) {
        return listeners.containsKey(event);
    }

    /** Never waits. */
    void take(String event, ObjectNode params, int bytes) {
        if (!isHeard(event)) {
            return;
        }
        lock.lock();
        try {
            if (ended) {
                return;
            }
            if (queue.size() >= limits.queued() || queuedBytes + bytes > limits.queuedBytes()) {
                lost++;
            } else {
                settleLost();
                add(new Event(event, params, bytes));
            }
        } finally {
            lock.unlock();
        }
    }

    /** An event was dropped on the way here. */
    void drop(String event) {
        if (isHeard(event)) {
            lock.lock();
            try {
                lost++;
            } finally {
                lock.unlock();
            }
        }
    }

    /** Nothing comes any more. */
    void end() {
        lock.lock();
        try {
            if (!ended) {
                ended = true;
                settleLost();
                add(new Event(CdpSession.ENDED, JsonNodeFactory.instance.objectNode(), 0));
            }
        } finally {
            lock.unlock();
        }
    }

    private void settleLost() {
        if (lost > 0) {
            add(new Event(
                    CdpSession.EVENTS_LOST,
                    JsonNodeFactory.instance.objectNode().put("lost", lost),
                    0));
            lost = 0;
        }
    }

    private void add(Event event) {
        queue.add(event);
        queuedBytes += event.bytes();
        if (!told) {
            told = true;
            Thread.ofVirtual().name("browser-events").start(this::tell);
        }
    }

    private void tell() {
        for (Event event = next(); event != null; event = next()) {
            for (Listener listener : listeners.getOrDefault(event.name(), List.of())) {
                tell(listener, event);
            }
        }
    }

    private static void tell(Listener listener, Event event) {
        try {
            listener.handler.accept(event.params());
        } catch (RuntimeException e) {
            log.atError().setCause(e).addKeyValue("event", event.name()).log("A listener to a browser failed");
        }
    }

    private @Nullable Event next() {
        lock.lock();
        try {
            if (queue.isEmpty()) {
                settleLost();
            }
            Event event = queue.poll();
            if (event == null) {
                told = false;
            } else {
                queuedBytes -= event.bytes();
            }
            return event;
        } finally {
            lock.unlock();
        }
    }
}
