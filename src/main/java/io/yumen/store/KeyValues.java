package io.yumen.store;

import java.util.Optional;

/**
 * Values by key, each with an expiry if it likes and a version for compare-and-set. What has expired is as if it were not there.
 * A write that returned is kept ({@link Store} says how well); whoever reads meanwhile may see it a moment earlier. Safe for
 * many threads; every method blocks, and throws {@link StoreException}.
 */
public interface KeyValues {
    /** What lies under that key. */
    Optional<Entry> get(Key key);

    /**
     * A number that is another one once a write that returned has changed anything here: who asks for it, and then reads, may keep
     * what he read for as long as the number stays the same, and it has not expired. Costs next to nothing, and says nothing else.
     */
    long changes();

    /** Writes it, whatever was there. Returns its version. */
    long put(Key key, Value value);

    /** Writes it where nothing is. */
    Written create(Key key, Value value);

    /** Writes it in place of what has that version. */
    Written replace(Key key, long version, Value value);

    /** Removes what is there. Returns whether anything was. */
    boolean remove(Key key);

    /** Removes it where it still has that version. Returns whether it had. */
    boolean remove(Key key, long version);

    /**
     * What lies in that folder and below it, in the order of keys, from the first on. What is written or removed while somebody
     * goes from page to page may or may not be seen; everything else is seen once.
     *
     * @param limit how many at most; there are never more than {@link StoreLimits#pageEntries()}
     */
    Page list(Folder folder, int limit);

    /** The same, from what follows that key on; the key itself need not be there any more. */
    Page list(Folder folder, Key after, int limit);
}
