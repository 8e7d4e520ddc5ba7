package io.yumen.store;

import java.util.List;

/**
 * Logs that are only appended to and cut off at their beginning. The numbers of a log's records have no gaps and are never given
 * twice. Safe for many threads; every method blocks, and throws {@link StoreException}.
 */
public interface Logs {
    /** Appends a record of well-formed Unicode. Returns its number: 1 for the log's first, and one more for each after it. */
    long append(Key log, String text);

    /**
     * The records from that number on, or from the first one that is left, in their order.
     *
     * @param limit how many at most; there are never more than {@link StoreLimits#pageEntries()}
     */
    List<LogRecord> read(Key log, long from, int limit);

    /** The number that the next record gets: 1 where none was ever appended. */
    long next(Key log);

    /** Removes the records before that number; the numbers go on. Returns how many were removed. */
    long trim(Key log, long before);
}
