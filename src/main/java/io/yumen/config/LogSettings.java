package io.yumen.config;

/** What is logged, and how. */
public record LogSettings(
        @Setting(value = "The least severe level that is logged", fallback = "info")
        Level level,

        @Setting(value = "A line for people, or a JSON object for machines", fallback = "text")
        Format format) {
    /** The levels, most verbose first. */
    public enum Level {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    /** The forms of a line. */
    public enum Format {
        TEXT,
        JSON
    }
}
