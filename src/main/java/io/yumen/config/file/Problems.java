package io.yumen.config.file;

import io.yumen.config.ConfigException;
import io.yumen.config.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong in one file, so that its author sees everything at once. Used by one thread. */
final class Problems {
    /** What is shorter is no secret, and stands in too many words. */
    private static final int SHORTEST_SECRET = 5;

    private final String file;
    private final List<Problem> found = new ArrayList<>();
    private final Set<String> concealed = new HashSet<>();

    Problems(String file) {
        this.file = file;
    }

    void error(Located.Position at, String path, String message) {
        found.add(new Problem(Problem.Severity.ERROR, file, at.line(), path, safe(message)));
    }

    void warning(Located.Position at, String path, String message) {
        found.add(new Problem(Problem.Severity.WARNING, file, at.line(), path, safe(message)));
    }

    /** Keeps a value out of what is told from now on: it came from a variable or a file, and may be a secret. */
    void conceal(String value) {
        if (value.length() >= SHORTEST_SECRET) {
            concealed.add(value);
        }
    }

    private String safe(String message) {
        String safe = message;
        for (String value : concealed) {
            safe = safe.replace(value, "...");
        }
        return safe;
    }

    List<Problem> warnings() {
        return of(Problem.Severity.WARNING);
    }

    /** Ends the reading if there was an error. */
    void throwIfAny() {
        List<Problem> errors = of(Problem.Severity.ERROR);
        if (!errors.isEmpty()) {
            throw new ConfigException(errors, warnings());
        }
    }

    private List<Problem> of(Problem.Severity severity) {
        return found.stream().filter(problem -> problem.severity() == severity).toList();
    }
}
