package io.yumen.config;

/**
 * Something wrong in the configuration: where, what, and what to do.
 *
 * @param severity whether the file can be used in spite of it
 * @param file the file's name
 * @param line counted from 1; 0 where it is not about one line
 * @param path the keys that lead there, as in {@code mcpServers.files.args}
 * @param message what is wrong and what to do, in one or two sentences
 */
public record Problem(Severity severity, String file, int line, String path, String message) {
    /** How bad it is. */
    public enum Severity {
        /** The file is refused. */
        ERROR,
        /** The file works, but perhaps not as its author thinks. */
        WARNING
    }

    @Override
    public String toString() {
        String where = line > 0 ? file + ":" + line : file;
        return where + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
