package io.yumen.telemetry;

/**
 * How Yumen logs. Logs go to standard error, because standard output may be an MCP stream.
 *
 * @param level the least severe level that is logged
 * @param format for people or for machines
 */
public record LogConfig(Level level, Format format) {
    public static final LogConfig DEFAULT = new LogConfig(Level.INFO, Format.TEXT);

    /** The levels, most verbose first. */
    public enum Level {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    /** The two forms of a log line. */
    public enum Format {
        /** One line for people. */
        TEXT,
        /** One JSON object a line. */
        JSON
    }
}
