package io.yumen.service.awsdocs.shelf;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where copies outlive this process: a disk of this machine, or later what several share. It is a cache: what it cannot read is not
 * there, and why is in the log. Safe for many threads.
 */
public interface Depot extends AutoCloseable {
    /** The copy as it came last. */
    Optional<Kept> get(Key key);

    /** The same, for who looks only: that it was looked at does not count as a use. */
    Optional<Kept> look(Key key);

    /**
     * Keeps a copy, and what it replaces as a revision where that is a page with another hash. Waits until it would survive the end of
     * the process.
     *
     * @return whether it is kept: it may be too large, or the disk may fail
     */
    boolean put(Kept kept, Contents contents);

    /** Notes that a copy is still as it is. Waits like {@link #put}. */
    boolean confirm(Key key, Stamp stamp);

    /** What a page once was, the newest first; not what it is now. */
    List<Revision> revisions(Key key);

    /** A page as it once was, or is. */
    Optional<Kept> revision(Key key, String hash);

    /** Forgets what the test says, with its revisions. Waits like {@link #put}. */
    int remove(Predicate<Key> which);

    /** What is kept now, in no order. */
    List<Key> keys();

    /** The sections in which the words are found, the best first, of each page the best. */
    List<Hit> search(Wanted wanted);

    DepotStatistics statistics();

    /** Why nothing is kept there now, as a sentence; empty where something is. */
    default Optional<String> trouble() {
        return Optional.empty();
    }

    /** Writes what is under way, and lets go of the disk. */
    @Override
    void close();
}
