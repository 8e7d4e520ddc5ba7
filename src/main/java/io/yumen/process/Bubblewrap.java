package io.yumen.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bubblewrap as we use it: a namespace of processes that dies with us, and everything else as on the host. */
final class Bubblewrap {

    private static final Logger log = LoggerFactory.getLogger(Bubblewrap.class);
    private static final int EXPECTED_EXIT = 42;
    private static final long PROBE_SECONDS = 5;

    /**
     * Stands between the namespace's first process and the program: some programs take a parent with id 1 for a
     * sign that they were orphaned, and leave. It outlives SIGTERM, so that the program's own end is the end.
     */
    private static final String PARENT_SCRIPT = "trap : HUP INT TERM; \"$@\"; exit $?";

    private final Path program;

    private Bubblewrap(Path program) {
        this.program = program;
    }

    /** Returns bubblewrap if it is there and this system lets it do what we need of it. */
    static Optional<Bubblewrap> probe(ProgramPath path) {
        return path.find("bwrap").map(Bubblewrap::new).filter(Bubblewrap::works);
    }

    /** Returns the command that runs {@code command} in a namespace of its own. */
    List<String> around(List<String> command) {
        List<String> wrapped = new ArrayList<>(List.of(
                program.toString(),
                "--die-with-parent",
                "--unshare-pid",
                "--dev-bind",
                "/",
                "/",
                "--proc",
                "/proc",
                "--"));
        wrapped.addAll(command);
        return wrapped;
    }

    /**
     * Returns the same with a parent that does not have id 1. Its shell drops variables whose names are not
     * portable.
     */
    List<String> aroundWithParent(List<String> command) {
        List<String> inner = new ArrayList<>(List.of(Launch.SHELL, "-c", PARENT_SCRIPT, "yumen-child"));
        inner.addAll(command);
        return around(inner);
    }

    private boolean works() {
        try {
            Process process = new ProcessBuilder(around(List.of(Launch.SHELL, "-c", "exit " + EXPECTED_EXIT)))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            if (process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue() == EXPECTED_EXIT;
            }
            process.destroyForcibly();
        } catch (IOException e) {
            log.atDebug().setCause(e).log("Bubblewrap does not start");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
