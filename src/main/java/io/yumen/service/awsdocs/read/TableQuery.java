package io.yumen.service.awsdocs.read;

import org.jspecify.annotations.Nullable;

/**
 * What is looked for in the tables of a page.
 *
 * @param section the title under which the tables stand; empty for all of the page
 * @param words that must all stand in a row
 * @param rows to show at most, of each table
 */
public record TableQuery(String section, String words, int rows) {
    public static final int ROWS = 20;
    public static final int MOST_ROWS = 100;

    public TableQuery {
        if (words.isBlank()) {
            throw new ReadRefused("query parameter cannot be empty");
        }
        if (rows < 1 || rows > MOST_ROWS) {
            throw new ReadRefused("max_rows must be 1 to " + MOST_ROWS + ", not " + rows);
        }
    }

    /** With the defaults for what is not said. */
    public static TableQuery of(@Nullable String section, String words, @Nullable Integer rows) {
        return new TableQuery(section == null ? "" : section, words, rows == null ? ROWS : rows);
    }
}
