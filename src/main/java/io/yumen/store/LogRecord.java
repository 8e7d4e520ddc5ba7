package io.yumen.store;

/**
 * A record of a log. Prints without its text.
 *
 * @param sequence its number in its log, which begins with 1
 * @param text what was appended
 */
public record LogRecord(long sequence, String text) {
    @Override
    public String toString() {
        return "LogRecord[" + sequence + ", " + text.length() + " characters]";
    }
}
