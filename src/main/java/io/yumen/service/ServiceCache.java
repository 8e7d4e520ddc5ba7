package io.yumen.service;

import io.yumen.schema.Doc;
import java.time.Instant;
import java.util.List;

/**
 * What a service keeps of the systems behind it, as operators see it and have it forgotten. What is kept is named by what was asked, as an
 * address; a pattern is of such names. Safe for many threads; may read a disk.
 */
public interface ServiceCache {
    /** How it has fared. */
    Statistics statistics();

    /**
     * What of it fits.
     *
     * @param most of them that are told
     * @throws IllegalArgumentException where that is no pattern; the message says why
     */
    Copies find(String pattern, int most);

    /**
     * Forgets what fits, wherever it is kept, and what is asked for just now.
     *
     * @return how many copies went
     * @throws IllegalArgumentException where that is no pattern; the message says why
     */
    int invalidate(String pattern);

    /**
     * How it has fared since it was started.
     *
     * @param levels where copies are looked for
     * @param asked what the systems were asked
     */
    record Statistics(
            @Doc("Where copies are looked for, the nearest first")
            List<Level> levels,

            @Doc("What the systems behind it were asked") Asked asked) {
        public Statistics {
            levels = List.copyOf(levels);
        }
    }

    /** A place in which copies are kept. */
    record Level(
            @Doc("As in memory or disk") String level,
            @Doc("Copies that were found there and told") long hits,
            @Doc("How often there was none to be told") long misses,
            @Doc("Copies that are there now") long entries,
            @Doc("What they take, about") long bytes,
            @Doc("What they may take") long limit,

            @Doc("Copies that went to make room, or because they were there too long")
            long evicted) {}

    /** What the systems behind a service were asked for what it keeps. */
    record Asked(
            @Doc("How often they were asked") long calls,

            @Doc("How often they said that a copy is as it was")
            long unchanged,

            @Doc("How often they did not answer") long failed,

            @Doc("Copies that were told although their time was over")
            long stale,

            @Doc("Copies that could not be written down in time")
            long unwritten) {}

    /** Some of what is kept. */
    record Copies(
            @Doc("In the order of their names") List<Entry> entries,
            @Doc("How many more fit") int more) {
        public Copies {
            entries = List.copyOf(entries);
        }
    }

    /** A copy. */
    record Entry(
            @Doc("What it is of, as in page or search") String kind,
            @Doc("What was asked, as an address") String name,
            @Doc("What becomes of it when it is asked for") State state,
            @Doc("When it came") Instant fetched,

            @Doc("When the system last said that it is as it is")
            Instant checked,

            @Doc("How long it is") int characters,
            @Doc("Names its text") String hash) {}

    /** How good a copy is still. */
    enum State {
        /** It is told. */
        FRESH,
        /** It is told, and asked for anew. */
        AGEING,
        /** It is told where no new one is to be had. */
        OLD,
        /** It is told no more. */
        GONE
    }
}
