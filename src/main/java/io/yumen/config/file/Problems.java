package io.yumen.config.file;

import io.yumen.config.ConfigException;
import io.yumen.config.Problem;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong in one file, so that its author sees everything at once. Used by one thread. */
final class Problems {
    private final String file;
    private final List<Problem> found = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    void error(Located.Position at, String path, String message) {
        found.add(new Problem(Problem.Severity.ERROR, file, at.line(), path, message));
    }

    void warning(Located.Position at, String path, String message) {
        found.add(new Problem(Problem.Severity.WARNING, file, at.line(), path, message));
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
