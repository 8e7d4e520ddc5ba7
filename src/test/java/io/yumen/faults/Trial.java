package io.yumen.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Does something bad again and again, in several lanes at once, while somebody else works; then nobody else has been
 * harmed, and nothing is left of it.
 */
final class Trial {
    /** All of them with {@code -Dyumen.soak}, which takes long. */
    static final int CYCLES = System.getProperty("yumen.soak") == null ? 16 : 1000;

    private static final int LANES = 8;
    private static final long HEAP_GROWTH = 12 << 20;

    private final String name;
    private final Fleet fleet;
    private final int cycles;
    private final int lanes;
    private final int warmUp;

    Trial(String name, Fleet fleet) {
        this(name, fleet, CYCLES, LANES, LANES);
    }

    private Trial(String name, Fleet fleet, int cycles, int lanes, int warmUp) {
        this.name = name;
        this.fleet = fleet;
        this.cycles = cycles;
        this.lanes = lanes;
        this.warmUp = warmUp;
    }

    /** The same with as many lanes, for what takes long; without {@code -Dyumen.soak} one cycle in each. */
    Trial slow(int lanesThen) {
        return CYCLES < lanesThen
                ? new Trial(name, fleet, LANES, LANES, 0)
                : new Trial(name, fleet, CYCLES, lanesThen, lanesThen);
    }

    /** Which turn of its lane a cycle is. */
    static int round(int number) {
        return number / LANES;
    }

    /** One cycle; each lane has a name of its own, and does its cycles one after the other. */
    interface Cycle {
        void run(String lane, int number) throws Exception;
    }

    void run(Cycle cycle) throws Exception {
        long start = System.nanoTime();
        List<String> failures = new ArrayList<>();
        Bystander other;
        try (Bystander bystander = new Bystander(fleet.endpoint())) {
            run(cycle, warmUp);
            failures.addAll(bystander.failures());
        }
        rest();
        Holdings before = settled();
        long heapBefore = Holdings.heapBytes();
        try (Bystander bystander = new Bystander(fleet.endpoint())) {
            run(cycle, cycles);
            failures.addAll(bystander.failures());
            other = bystander;
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        rest();
        Holdings after = Holdings.awaitNoMoreThan(before);
        long grown = Holdings.heapBytes() - heapBefore;
        report("%s: %d cycles in %.1f s, beside %d calls of others, the longest %d ms; %+d files, %+d threads, %+d KB"
                .formatted(
                        name,
                        cycles,
                        took.toMillis() / 1000.0,
                        other.calls(),
                        other.longest().toMillis(),
                        after.files() - before.files(),
                        after.threadCount() - before.threadCount(),
                        grown >> 10));
        assertThat(failures).as("what failed for others").isEmpty();
        assertThat(other.calls()).as("calls of others").isPositive();
        assertThat(grown).as("growth of the heap in bytes").isLessThan(HEAP_GROWTH);
    }

    private void rest() {
        fleet.clear();
        fleet.awaitIdle();
        McpClient.disconnect();
    }

    private void run(Cycle cycle, int count) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int lane = 0; lane < lanes; lane++) {
                int first = lane;
                running.add(threads.submit(() -> {
                    for (int number = first; number < count; number += lanes) {
                        cycle.run("bad" + first, number);
                    }
                    return null;
                }));
            }
        }
        for (Future<?> one : running) {
            try {
                one.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw e;
            }
        }
    }

    /** What is held with the good servers only: children of others may take a while to go. */
    private static Holdings settled() {
        Holdings last = Holdings.now();
        for (int quiet = 0; quiet < 4; ) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            Holdings now = Holdings.now();
            quiet = now.processes() == last.processes() && now.files() == last.files() ? quiet + 1 : 0;
            last = now;
        }
        return last;
    }

    private static void report(String line) throws IOException {
        Path summary = Files.createDirectories(Path.of("target/summary"));
        Files.writeString(summary.resolve("faults"), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
