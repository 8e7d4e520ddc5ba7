package io.yumen.session.legacy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What was sent on the streams of one session, bounded, oldest forgotten first. An event's id says its stream and its
 * place in it, so that a client which comes back gets the rest of that stream and of no other. Safe for many threads.
 */
public final class EventLog {
    private final EventLogLimits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Event> events = new ArrayDeque<>();
    private long characters;
    private long forgottenBefore;
    private long last;

    public EventLog(EventLogLimits limits) {
        this.limits = limits;
    }

    /** Keeps a message of that stream and gives it its id. */
    public Event add(int stream, String message) {
        lock.lock();
        try {
            Event event = new Event(new EventId(stream, ++last), message);
            events.addLast(event);
            characters += message.length();
            while (events.size() > limits.maxEvents() || characters > limits.maxCharacters()) {
                Event forgotten = events.removeFirst();
                characters -= forgotten.message().length();
                forgottenBefore = forgotten.id().sequence();
            }
            return event;
        } finally {
            lock.unlock();
        }
    }

    /**
     * What came after that event on its stream, oldest first; empty where some of it may be forgotten already, or such an
     * event was never sent.
     */
    public Optional<List<Event>> after(EventId id) {
        lock.lock();
        try {
            if (id.sequence() > last || id.sequence() < forgottenBefore) {
                return Optional.empty();
            }
            return Optional.of(events.stream()
                    .filter(event ->
                            event.id().stream() == id.stream() && event.id().sequence() > id.sequence())
                    .toList());
        } finally {
            lock.unlock();
        }
    }

    /**
     * A message that was sent.
     *
     * @param id its id
     * @param message its text
     */
    public record Event(EventId id, String message) {}
}
