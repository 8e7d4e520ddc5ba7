package io.yumen.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One start of a program, composed from the outside in: a session of its own, a gate that waits until the keeper knows
 * of it, bubblewrap if any, the program. Each layer replaces itself by the next, so that standard input and output
 * are the program's own; strings of the user's are arguments to all of them and code to none.
 *
 * @param command the program and its arguments
 * @param directory where it starts
 * @param environment its whole environment
 * @param wrapper bubblewrap, if it is to be used
 */
record Launch(List<String> command, Path directory, Map<String, String> environment, Optional<Bubblewrap> wrapper) {

    static final String SHELL = "/bin/sh";

    /** Should we die before we could say "go", the gate never opens. No core dump: it would hold secrets. */
    private static final String GATE_SCRIPT = "ulimit -c 0; IFS= read -r go && exec \"$@\"";

    Launch {
        command = List.copyOf(command);
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
        List<String> line = new ArrayList<>(OwnSession.PREFIX);
        if (gated()) {
            line.addAll(List.of(SHELL, "-c", GATE_SCRIPT, "yumen-gate"));
            line.addAll(wrapper.map(bubblewrap -> bubblewrap.aroundWithParent(command))
                    .orElse(command));
        } else {
            line.addAll(wrapper.map(bubblewrap -> bubblewrap.around(command)).orElse(command));
        }
        ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }
}
