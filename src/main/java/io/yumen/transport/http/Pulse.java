package io.yumen.transport.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps answers that take long alive: one thread looks at all of them, and each comment is sent by a thread of its own. */
final class Pulse implements AutoCloseable {
    private final Set<Answer> answers = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final long silentNanos;

    Pulse(Duration keepAlive) {
        silentNanos = keepAlive.toNanos();
        Thread.ofVirtual().name("http-pulse").start(this::beat);
    }

    void add(Answer answer) {
        answers.add(answer);
    }

    void remove(Answer answer) {
        answers.remove(answer);
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void beat() {
        try {
            while (!closed.await(silentNanos / 3, TimeUnit.NANOSECONDS)) {
                for (Answer answer : answers) {
                    Thread.ofVirtual().name("http-keep-alive").start(() -> answer.keepAlive(silentNanos));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
