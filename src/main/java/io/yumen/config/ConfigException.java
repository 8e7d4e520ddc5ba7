package io.yumen.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used. Its message lists every problem, a line each. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;
    private final transient List<Problem> warnings;

    public ConfigException(List<Problem> problems) {
        this(problems, List.of());
    }

    /** With what else its author should know. */
    public ConfigException(List<Problem> problems, List<Problem> warnings) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")), null, false, false);
        this.problems = List.copyOf(problems);
        this.warnings = List.copyOf(warnings);
    }

    public List<Problem> problems() {
        return problems;
    }

    /** What was noticed beside what makes the configuration unusable. */
    public List<Problem> warnings() {
        return warnings;
    }
}
