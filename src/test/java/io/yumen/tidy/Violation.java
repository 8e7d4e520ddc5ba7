package io.yumen.tidy;

/** One place that breaks one rule; prints as a line that an editor can jump to. */
public record Violation(String path, long line, String rule, String message) {
    static Violation at(Source source, long line, String rule, String message) {
        return new Violation(source.path(), line, rule, message);
    }

    @Override
    public String toString() {
        return "%s:%d: violates [%s]: %s".formatted(path, line, rule, message);
    }
}
