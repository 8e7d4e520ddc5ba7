package io.yumen.faults;

import io.yumen.transport.ThreadDump;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What this process holds of the machine.
 *
 * @param processes its descendants
 * @param files its open descriptors
 * @param threads how many threads of each name it has, platform and virtual; digits in names count as one
 */
record Holdings(long processes, int files, Map<String, Integer> threads) {
    /** The JDK keeps those of processes that have ended for a minute. */
    private static final String REAPER = "process reaper";

    private static final Pattern THREAD = Pattern.compile("^#\\d+ \"([^\"]*)\"");
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    /** Connections that are kept for the next call, and files that the JVM itself opens now and then. */
    private static final int FILES_SLACK = 12;

    /** Carriers and compilers come and go. */
    private static final int THREADS_SLACK = 12;

    static Holdings now() {
        String[] files = new File("/proc/self/fd").list();
        return new Holdings(
                ProcessHandle.current().descendants().count(), files == null ? 0 : files.length, threadsByName());
    }

    int threadCount() {
        return threads.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Waits until this process holds no more than it did then. */
    static Holdings awaitNoMoreThan(Holdings before) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Holdings now = now();
        while (!now.isWithin(before)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Left behind after " + PATIENCE + ": " + now.beyond(before));
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            now = now();
        }
        return now;
    }

    /** Bytes of the heap that are in use after garbage was collected. */
    static long heapBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    private boolean isWithin(Holdings before) {
        return processes <= before.processes
                && files <= before.files + FILES_SLACK
                && threadCount() <= before.threadCount() + THREADS_SLACK;
    }

    private String beyond(Holdings before) {
        Map<String, Integer> more = new TreeMap<>(threads);
        before.threads.forEach((name, count) -> more.merge(name, -count, Integer::sum));
        more.values().removeIf(count -> count <= 0);
        List<String> commands = processes <= before.processes
                ? List.of()
                : ProcessHandle.current()
                        .descendants()
                        .map(process -> process.info().commandLine().orElse("?"))
                        .toList();
        return (processes - before.processes) + " processes of " + commands + ", " + (files - before.files)
                + " files, threads " + more;
    }

    private static Map<String, Integer> threadsByName() {
        return ThreadDump.take()
                .lines()
                .map(THREAD::matcher)
                .filter(Matcher::find)
                .map(match -> match.group(1).replaceAll("\\d+", "N"))
                .filter(name -> !name.equals(REAPER))
                .collect(Collectors.toMap(name -> name, name -> 1, Integer::sum));
    }
}
