package io.yumen.http.websocket;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that keeps the time limits of many WebSockets: pings, pongs, writes and closings. */
public final class Heartbeat implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);

    private final Set<WebSocket> sockets = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final long tickNanos;

    private Heartbeat(Duration tick) {
        this.tickNanos = tick.toNanos();
    }

    /**
     * Starts one.
     *
     * @param tick how often it looks, and so how exactly the limits are kept
     */
    public static Heartbeat start(Duration tick) {
        Heartbeat heartbeat = new Heartbeat(tick);
        Thread.ofVirtual().name("websocket-heartbeat").start(heartbeat::run);
        return heartbeat;
    }

    /** Looks after that one from now on. */
    public void add(WebSocket socket) {
        sockets.add(socket);
    }

    /** It has ended. */
    public void remove(WebSocket socket) {
        sockets.remove(socket);
    }

    /** Looks no more; cuts nothing off. */
    @Override
    public void close() {
        closed.countDown();
    }

    private void run() {
        try {
            while (!closed.await(tickNanos, TimeUnit.NANOSECONDS)) {
                sockets.forEach(Heartbeat::check);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void check(WebSocket socket) {
        try {
            socket.check(System.nanoTime());
        } catch (RuntimeException e) {
            // All others depend on this thread going on.
            log.atError().setCause(e).log("A WebSocket could not be checked");
        }
    }
}
