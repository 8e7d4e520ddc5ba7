package io.yumen.faults;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Somebody who calls good servers through the merged endpoint all the time, in both eras, and does not care about bad
 * ones. What fails for them is kept.
 */
final class Bystander implements AutoCloseable {
    private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();
    private static final int KEPT = 20;

    private final URI endpoint;
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicLong longestNanos = new AtomicLong();
    private final List<Thread> threads;
    private volatile boolean leaving;

    Bystander(URI endpoint) {
        this.endpoint = endpoint;
        this.threads = List.of(
                Thread.ofVirtual().start(() -> stand(true, Bystander.this::call)),
                Thread.ofVirtual().start(() -> stand(false, Bystander.this::call)),
                Thread.ofVirtual().start(() -> stand(true, Bystander.this::list)));
    }

    List<String> failures() {
        return failures;
    }

    /** The longest that a call took. */
    Duration longest() {
        return Duration.ofNanos(longestNanos.get());
    }

    int calls() {
        return calls.get();
    }

    @Override
    public void close() {
        leaving = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private void stand(boolean isModern, Consumer<McpClient> work) {
        try (McpClient client = McpClient.of(endpoint, isModern)) {
            while (!leaving) {
                work.accept(client);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (RuntimeException | AssertionError e) {
            expect(false, String.valueOf(e));
        }
    }

    private void call(McpClient client) {
        String word = "word " + calls.get();
        long start = System.nanoTime();
        String said = McpClient.told(
                client.call("echo", JsonNodeFactory.instance.objectNode().put("message", word)));
        expect(said.equals(word), "echo: " + said);
        String calm = McpClient.told(client.call("calm"));
        expect(calm.equals("well"), "calm: " + calm);
        longestNanos.accumulateAndGet((System.nanoTime() - start) / 2, Math::max);
    }

    private void list(McpClient client) {
        JsonNode listed = client.list();
        List<String> names = listed.path("result")
                .path("tools")
                .valueStream()
                .map(tool -> tool.path("name").asString())
                .toList();
        expect(names.contains("echo") && names.contains("calm"), "list: " + names + listed.path("error"));
    }

    private void expect(boolean isWell, String otherwise) {
        calls.incrementAndGet();
        if (!isWell && failures.size() < KEPT) {
            failures.add(otherwise);
        }
    }
}
