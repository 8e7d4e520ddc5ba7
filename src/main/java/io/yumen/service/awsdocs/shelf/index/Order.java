package io.yumen.service.awsdocs.shelf.index;

import io.yumen.service.awsdocs.shelf.Contents;
import io.yumen.service.awsdocs.shelf.Kept;
import io.yumen.service.awsdocs.shelf.Key;
import io.yumen.service.awsdocs.shelf.Passage;
import io.yumen.service.awsdocs.shelf.Stamp;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** What the thread that writes is asked to do; the promise says of how many copies it is done, and on the disk. */
sealed interface Order {
    /** What a document and its words take beside what they say. */
    long OVERHEAD = 4_000;

    /** The promise of an order that is not given. */
    Promise NOBODY = new Promise();

    Promise promise();

    /** What changes one copy: many of them are written with one commit. */
    sealed interface Write extends Order {
        Key key();

        /** What it may take on the disk, at most. */
        long size();
    }

    /** What is carried out alone. */
    sealed interface Lone extends Order {}

    /** Keeps a copy. */
    record Put(Kept kept, Contents contents, Promise promise) implements Write {
        @Override
        public Key key() {
            return kept.key();
        }

        @Override
        public long size() {
            long searched = contents.passages().stream().mapToLong(Put::size).sum();
            return OVERHEAD + kept.source().text().getBytes(StandardCharsets.UTF_8).length + searched;
        }

        private static long size(Passage passage) {
            return OVERHEAD
                    + 4
                            * ((long) passage.body().length()
                                    + passage.code().length()
                                    + passage.cells().length());
        }
    }

    /** Notes that a copy is as it was. */
    record Confirm(Key key, Stamp stamp, Promise promise) implements Write {
        @Override
        public long size() {
            return OVERHEAD;
        }
    }

    /** Forgets copies. */
    record Remove(Predicate<Key> which, Promise promise) implements Lone {}

    /** Sees to what somebody could not read. */
    record Doubt(Volume volume, Throwable cause, Promise promise) implements Lone {}

    /** Nothing comes after it. */
    record End(Promise promise) implements Lone {}
}
