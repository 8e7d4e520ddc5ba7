package io.yumen.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Starts, watches and ends the processes that are measured. */
final class Processes implements AutoCloseable {
    /** Linux counts CPU time in hundredths of a second here. */
    private static final long NANOS_PER_TICK = 10_000_000;

    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final List<Process> started = new ArrayList<>();
    private final Path logs;

    Processes(Path logs) {
        this.logs = logs;
    }

    Process start(String name, List<String> command) throws IOException {
        return start(name, command, Map.of());
    }

    Process start(String name, List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(logs.resolve(name + ".err").toFile())
                .redirectOutput(logs.resolve(name + ".out").toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits until something listens there. */
    static void awaitPort(int port) throws Exception {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < end) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                Thread.sleep(1);
            }
        }
        throw new IOException("Nothing listens on port " + port);
    }

    /** The first line that a process printed. */
    String firstLine(String name) throws Exception {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < end) {
            List<String> lines = Files.readAllLines(logs.resolve(name + ".out"));
            if (!lines.isEmpty()) {
                return lines.getFirst();
            }
            Thread.sleep(5);
        }
        throw new IOException(name + " printed nothing");
    }

    /**
     * User and system time of those processes and everything that they started, in nanoseconds, without the compilers of Java machines:
     * these work for a minute or two after a start, and cost a call nothing.
     */
    static long cpuNanos(List<Long> pids) throws IOException {
        long ticks = 0;
        for (long pid : family(pids)) {
            try {
                ticks += ticks(pid, 11, 2) - compiling(pid);
            } catch (IOException e) {
                // A process that has ended costs nothing any more.
            }
        }
        return ticks * NANOS_PER_TICK;
    }

    /** User and system time of a process and of those that it started and that have ended, in nanoseconds. */
    static long cpuNanosWithEnded(long pid) throws IOException {
        return ticks(pid, 11, 4) * NANOS_PER_TICK;
    }

    /** How long the threads of that name stood in the queue for a processor, in nanoseconds. */
    static long waitedNanos(long pid, String thread) throws IOException {
        long waited = 0;
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (Path one : threads.toList()) {
                if (Files.readString(one.resolve("comm")).strip().equals(thread)) {
                    waited += Long.parseLong(
                            Files.readString(one.resolve("schedstat")).split(" ")[1]);
                }
            }
        }
        return waited;
    }

    private static long compiling(long pid) throws IOException {
        long ticks = 0;
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (Path one : threads.toList()) {
                if (Files.readString(one.resolve("comm")).matches("C[12] Compiler.*\\s*")) {
                    ticks += ticks(one, 11, 2);
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return ticks;
    }

    private static long ticks(long pid, int first, int count) throws IOException {
        return ticks(Path.of("/proc/" + pid), first, count);
    }

    /** The sum of that many fields of the status of a process or a thread. */
    private static long ticks(Path task, int first, int count) throws IOException {
        String stat = Files.readString(task.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = 0;
        for (int i = first; i < first + count; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks;
    }

    /** Resident memory of those processes and everything that they started, in MiB. */
    static double residentMiB(List<Long> pids) throws IOException {
        long kib = 0;
        for (long pid : family(pids)) {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
                if (line.startsWith("VmRSS:")) {
                    kib += Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
        }
        return kib / 1024.0;
    }

    private static List<Long> family(List<Long> pids) {
        return pids.stream()
                .flatMap(pid -> Stream.concat(
                        Stream.of(pid),
                        ProcessHandle.of(pid).stream()
                                .flatMap(ProcessHandle::descendants)
                                .map(ProcessHandle::pid)))
                .filter(pid -> !isUpstream(pid))
                .distinct()
                .toList();
    }

    /** The do-nothing server at the end of a pipe is a child of what is measured, and no part of it. */
    private static boolean isUpstream(long pid) {
        try {
            String[] command =
                    Files.readString(Path.of("/proc/" + pid + "/cmdline")).split("\0");
            return command[0].endsWith("/java") && List.of(command).contains("io.yumen.bench.TinyStdio");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
        for (Process process : started) {
            process.onExit()
                    .orTimeout(10, java.util.concurrent.TimeUnit.SECONDS)
                    .join();
        }
    }
}
