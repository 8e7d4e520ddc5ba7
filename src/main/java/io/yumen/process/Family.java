package io.yumen.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A child and everything that it started, and how to signal all of it. Three things tell who belongs to it: the process
 * group, the tree of parents, and the mark that each inherits in its environment.
 */
final class Family {

    private static final Path PROCESSES = Path.of("/proc");
    private static final Duration CLEARED_AWAY = Duration.ofMillis(500);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(2);

    private final Process leader;
    private final Isolation isolation;
    private final Children.Orders orders;
    private final byte[] mark;

    /**
     * @param isolation the level in force
     * @param mark the environment entry that its members inherit
     */
    Family(Process leader, Isolation isolation, Children.Orders orders, String mark) {
        this.leader = leader;
        this.isolation = isolation;
        this.orders = orders;
        this.mark = mark.getBytes(StandardCharsets.UTF_8);
    }

    Isolation isolation() {
        return isolation;
    }

    /** Asks all of it to end. */
    void terminate() {
        if (isolation.isWrapped()) {
            // SIGTERM to bubblewrap itself would end everything in its namespace at once, without grace.
            leader.descendants().forEach(ProcessHandle::destroy);
        } else {
            orders.signal(Keeper.Signal.TERM, leader.pid());
        }
    }

    /** Ends all of it. */
    void kill() {
        List<ProcessHandle> descendants = leader.descendants().toList();
        if (isolation.isWrapped() && !descendants.isEmpty()) {
            // The namespace's first process takes everything with it, and bubblewrap leaves when all of it is gone.
            leader.children().forEach(ProcessHandle::destroyForcibly);
            return;
        }
        orders.signal(Keeper.Signal.KILL, leader.pid());
        descendants.forEach(ProcessHandle::destroyForcibly);
        // Not by the process itself: that would also close its streams, with its last words in them.
        leader.toHandle().destroyForcibly();
    }

    /** Ends what is left of it after its leader has ended: first the group. */
    void endGroup() {
        // The system gives a group's number to no new process while anyone is left in it: if there is one, nobody is.
        if (ProcessHandle.of(leader.pid()).isEmpty()) {
            orders.signal(Keeper.Signal.KILL, leader.pid());
        }
        orders.free(leader.pid());
    }

    /**
     * Ends what is left of it after its leader has ended: then those who left the group. Returns when they are
     * gone.
     */
    void endStrays() {
        long deadline = System.nanoTime() + CLEARED_AWAY.toNanos();
        List<ProcessHandle> strays = marked();
        while (!strays.isEmpty() && System.nanoTime() < deadline) {
            strays.forEach(ProcessHandle::destroyForcibly);
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            // They may have had children meanwhile. The dead have no environment and are not found again.
            strays = marked();
        }
    }

    private List<ProcessHandle> marked() {
        List<ProcessHandle> found = new ArrayList<>();
        if (!Files.isDirectory(PROCESSES)) {
            return found;
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                if (isMarked(process)) {
                    Optional<ProcessHandle> handle = ProcessHandle.of(
                            Long.parseLong(process.getFileName().toString()));
                    handle.filter(ignored -> isMarked(process)).ifPresent(found::add);
                }
            }
        } catch (IOException | NumberFormatException ignored) {
            // What was found is what can be ended.
        }
        return found;
    }

    private boolean isMarked(Path process) {
        try {
            return contains(Files.readAllBytes(process.resolve("environ")), mark);
        } catch (IOException ignored) {
            // Another user's, or gone.
            return false;
        }
    }

    private static boolean contains(byte[] environment, byte[] entry) {
        int start = 0;
        for (int at = 0; at < environment.length; at++) {
            if (environment[at] == 0) {
                if (Arrays.equals(environment, start, at, entry, 0, entry.length)) {
                    return true;
                }
                start = at + 1;
            }
        }
        return false;
    }
}
