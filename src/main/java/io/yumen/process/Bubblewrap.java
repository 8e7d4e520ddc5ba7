package io.yumen.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bubblewrap as we use it: a world of files, and namespaces that die with us. */
record Bubblewrap(Path program) {
    private static final Logger log = LoggerFactory.getLogger(Bubblewrap.class);
    private static final int EXPECTED_EXIT = 42;
    private static final long PROBE_SECONDS = 5;
    private static final int COMPLAINT_BYTES = 200;

    static Optional<Bubblewrap> find(ProgramPath path) {
        return path.find("bwrap").map(Bubblewrap::new);
    }

    /** Returns what to put before a command to run it so. */
    List<String> around(Isolation isolation, Mounts mounts) {
        List<String> line = new ArrayList<>(List.of(program.toString(), "--die-with-parent", "--unshare-pid"));
        if (isolation.holds(Isolation.FILES)) {
            // Root would keep its capabilities otherwise, and take away what hides our folders.
            line.addAll(List.of("--unshare-ipc", "--unshare-uts", "--cap-drop", "ALL"));
        }
        if (isolation.holds(Isolation.SEALED)) {
            line.add("--unshare-net");
        }
        line.addAll(mounts.arguments());
        return line;
    }

    /** Tries whether it does its work here. Returns why not, or empty where it does. */
    Optional<String> trouble(Isolation isolation) {
        Mounts mounts = isolation.holds(Isolation.FILES)
                ? Mounts.closed(World.at(isolation), OwnPlaces.NONE, Optional.empty())
                : Mounts.open(OwnPlaces.NONE);
        List<String> line = new ArrayList<>(around(isolation, mounts));
        line.addAll(List.of("--", Launch.SHELL, "-c", "exit " + EXPECTED_EXIT));
        try {
            return run(line);
        } catch (IOException e) {
            log.atDebug().setCause(e).log("Bubblewrap does not start");
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("the attempt was interrupted");
        }
    }

    private static Optional<String> run(List<String> line) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(line).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().retainAll(Set.of("PATH"));
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return Optional.of("it did not end within " + PROBE_SECONDS + " s");
        }
        if (process.exitValue() == EXPECTED_EXIT) {
            return Optional.empty();
        }
        byte[] complaint = process.getErrorStream().readNBytes(COMPLAINT_BYTES);
        String text = new String(complaint, StandardCharsets.UTF_8).strip();
        return Optional.of(text.isEmpty() ? "it exited with " + process.exitValue() : text);
    }
}
