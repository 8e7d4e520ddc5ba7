package io.yumen.transport.http;

import io.yumen.http.ClientGone;
import io.yumen.http.SseEvent;
import io.yumen.http.server.EventStream;
import io.yumen.protocol.Message;
import io.yumen.protocol.MessageCodec;
import io.yumen.session.Outlet;
import io.yumen.session.legacy.EventId;
import io.yumen.session.legacy.EventLog;
import io.yumen.session.legacy.EventLogLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The event streams of one session: its general stream, and one for each request whose answer became a stream. What is sent
 * is kept, so that a client whose connection broke gets the rest; a message goes to exactly one connection. Safe for many
 * threads; events are handed over under the lock and written outside it.
 */
final class SessionStreams implements Outlet, AutoCloseable {
    /** The number of the general stream, which is there as long as its session. */
    static final int GENERAL = 0;

    private final MessageCodec codec;
    private final EventLog log = new EventLog(EventLogLimits.DEFAULT);
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Integer, Track> tracks = new HashMap<>();
    private int lastStream = GENERAL;
    private boolean closed;

    SessionStreams(MessageCodec codec) {
        this.codec = codec;
        tracks.put(GENERAL, new Track());
    }

    /** Sends outside of any request. */
    @Override
    public void send(Message message) {
        publish(GENERAL, message);
    }

    /** A number for the stream of one request. */
    int begin() {
        lock.lock();
        try {
            int stream = ++lastStream;
            tracks.put(stream, new Track());
            return stream;
        } finally {
            lock.unlock();
        }
    }

    /** Keeps a message and hands it to the connection of its stream, if there is one. */
    void publish(int stream, Message message) {
        String text = new String(codec.write(message), StandardCharsets.UTF_8);
        lock.lock();
        try {
            Track track = tracks.get(stream);
            if (track != null) {
                track.offer(event(log.add(stream, text)));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Gives a stream its first connection, which is told an id to come back with, and how soon (2025-11-25). */
    void prime(int stream, EventStream connection, Duration retry) {
        lock.lock();
        try {
            Track track = tracks.get(stream);
            if (track != null) {
                track.attach(connection);
                track.offer(event(log.add(stream, "")).withRetry(retry));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Gives a stream a connection without a word. */
    void attach(int stream, EventStream connection) {
        lock.lock();
        try {
            Track track = tracks.get(stream);
            if (track != null) {
                track.attach(connection);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Gives the general stream a new connection, and what no other was there to take. */
    void attachGeneral(EventStream connection) {
        lock.lock();
        try {
            Track track = tracks.get(GENERAL);
            if (track == null || closed) {
                connection.close();
                return;
            }
            List<SseEvent> missed = List.copyOf(track.missed);
            track.missed.clear();
            track.attach(connection);
            missed.forEach(track::offer);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives the stream of that event a new connection, and everything that came after the event.
     *
     * @return whether the event is known, and what comes after it is still kept
     */
    boolean resume(EventId id, EventStream connection) {
        lock.lock();
        try {
            Optional<List<EventLog.Event>> rest = log.after(id);
            if (rest.isEmpty()) {
                return false;
            }
            Track track = tracks.get(id.stream());
            Track target = track == null ? new Track() : track;
            target.missed.clear();
            target.attach(connection);
            rest.get().forEach(event -> target.offer(event(event)));
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Whether more can come on that stream. */
    boolean isAlive(int stream) {
        lock.lock();
        try {
            return tracks.containsKey(stream);
        } finally {
            lock.unlock();
        }
    }

    /** Whether what comes after that event is still kept. */
    boolean knows(EventId id) {
        return log.after(id).isPresent();
    }

    /** Says that nothing more comes on that stream, and ends its connection. */
    void end(int stream) {
        List<EventStream> ending;
        lock.lock();
        try {
            Track track = tracks.remove(stream);
            ending = track == null ? List.of() : track.connections();
        } finally {
            lock.unlock();
        }
        ending.forEach(EventStream::close);
    }

    @Override
    public void close() {
        List<EventStream> ending;
        lock.lock();
        try {
            closed = true;
            ending = tracks.values().stream()
                    .flatMap(track -> track.connections().stream())
                    .toList();
            tracks.clear();
        } finally {
            lock.unlock();
        }
        ending.forEach(EventStream::close);
    }

    private static SseEvent event(EventLog.Event event) {
        return SseEvent.of(event.message()).withId(event.id().toString());
    }

    /** Where the events of one stream go now: to the newest of its connections, which a client may have several of. */
    private static final class Track {
        /** What waits for a connection of the general stream, as far as the log would keep it. */
        private static final int MAX_MISSED = 1_000;

        /** How many connections one stream may have; the oldest makes room. */
        private static final int MAX_CONNECTIONS = 4;

        private final Deque<SseEvent> missed = new ArrayDeque<>();
        private final Deque<EventStream> connections = new ArrayDeque<>();

        private void attach(EventStream connection) {
            connections.removeIf(earlier -> !earlier.isOpen());
            connections.addFirst(connection);
            if (connections.size() > MAX_CONNECTIONS) {
                EventStream oldest = connections.removeLast();
                Thread.ofVirtual().name("http-stream-end").start(oldest::close);
            }
        }

        private void offer(SseEvent event) {
            while (!connections.isEmpty()) {
                try {
                    connections.getFirst().offer(event);
                    return;
                } catch (ClientGone e) {
                    connections.removeFirst();
                }
            }
            if (missed.size() == MAX_MISSED) {
                missed.removeFirst();
            }
            missed.addLast(event);
        }

        private List<EventStream> connections() {
            return List.copyOf(connections);
        }
    }
}
