package io.yumen.process;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Remembers what a child did, and waits for it. */
final class Recorder implements ChildObserver {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final List<ChildEvent> events = new CopyOnWriteArrayList<>();
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final CompletableFuture<Exit> exit = new CompletableFuture<>();

    @Override
    public void on(ChildEvent event) {
        if (!(event instanceof ChildEvent.Line)) {
            events.add(event);
        }
        switch (event) {
            case ChildEvent.Line line -> lines.add(new String(line.bytes(), StandardCharsets.UTF_8));
            case ChildEvent.Exited exited -> exit.complete(exited.exit());
            case ChildEvent.LineTooLong ignored -> {}
            case ChildEvent.Complaint ignored -> {}
        }
    }

    String line() throws InterruptedException {
        String line = lines.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (line == null) {
            throw new AssertionError("No line came; events: " + events);
        }
        return line;
    }

    List<String> linesLeft() {
        return List.copyOf(lines);
    }

    Exit exit() throws Exception {
        return exit.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    static void await(String what, BooleanSupplier condition) {
        await(what, PATIENCE, condition);
    }

    static void await(String what, Duration patience, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not within " + patience + ": " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    static boolean alive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
