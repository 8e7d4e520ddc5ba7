package io.yumen.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One start of a program, composed from the outside in: a session of its own, a gate that waits until the keeper knows
 * of it, bubblewrap if any, the program. Each layer replaces itself by the next, so that standard input and output
 * are the program's own; strings of the user's are arguments to all of them and code to none.
 *
 * @param command the program and its arguments
 * @param directory where it starts
 * @param environment its whole environment
 * @param enclosure bubblewrap and what it is told, if it is to be used
 */
record Launch(List<String> command, Path directory, Map<String, String> environment, List<String> enclosure) {

    private static final Logger log = LoggerFactory.getLogger(Launch.class);

    static final String SHELL = "/bin/sh";

    /** What makes a program the leader of a session and process group of its own, which then has the program's id. */
    static final List<String> OWN_SESSION = ownSession(ProgramPath.ours());

    private static final String PERL_SESSION = "use POSIX; POSIX::setsid(); exec {$ARGV[0]} @ARGV; exit 127";

    /** Should we die before we could say "go", the gate never opens. No core dump: it would hold secrets. */
    private static final String GATE_SCRIPT = "ulimit -c 0; IFS= read -r go && exec \"$@\"";

    /**
     * Stands between the namespace's first process and the program: some programs take a parent with id 1 for a
     * sign that they were orphaned, and leave. It outlives SIGTERM, so that the program's own end is the end.
     */
    private static final String PARENT_SCRIPT = "trap : HUP INT TERM; \"$@\"; exit $?";

    Launch {
        command = List.copyOf(command);
        enclosure = List.copyOf(enclosure);
        environment = Map.copyOf(environment);
    }

    /**
     * Whether the program waits behind the gate for a line. A shell would drop variables whose names are not portable
     * (npm has some), so that a program that needs them starts without one.
     */
    boolean gated() {
        return environment.keySet().stream().allMatch(Environment::portable);
    }

    ProcessBuilder builder() {
        List<String> line = new ArrayList<>(OWN_SESSION);
        if (gated()) {
            line.addAll(List.of(SHELL, "-c", GATE_SCRIPT, "yumen-gate"));
        }
        if (!enclosure.isEmpty()) {
            line.addAll(enclosure);
            line.add("--");
            if (gated()) {
                line.addAll(List.of(SHELL, "-c", PARENT_SCRIPT, "yumen-child"));
            }
        }
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }

    /** Returns what to put before a command to give it a session of its own; nothing if there is no means to. */
    static List<String> ownSession(ProgramPath path) {
        Optional<Path> setsid = path.find("setsid");
        if (setsid.isPresent()) {
            return List.of(setsid.get().toString());
        }
        Optional<Path> perl = path.find("perl");
        if (perl.isPresent()) {
            return List.of(perl.get().toString(), "-e", PERL_SESSION, "--");
        }
        log.atWarn().log("Install util-linux: without setsid, what child processes start may outlive them");
        return List.of();
    }
}
