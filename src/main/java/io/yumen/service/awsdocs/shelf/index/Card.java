package io.yumen.service.awsdocs.shelf.index;

import io.yumen.service.awsdocs.shelf.Contents;
import io.yumen.service.awsdocs.shelf.Kept;
import io.yumen.service.awsdocs.shelf.Key;
import io.yumen.service.awsdocs.shelf.Kind;
import io.yumen.service.awsdocs.shelf.Passage;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What is known in memory of a copy on the disk.
 *
 * @param bytes that it takes, about: copies are compared by it
 * @param lastUsed when it was, in milliseconds
 */
record Card(Key key, Version version, long bytes, AtomicLong lastUsed) {
    /** What a copy takes beside its text. */
    private static final long OVERHEAD = 1_000;

    private static final String FORMER = "former";
    private static final String PRESENT = "present";
    private static final int LINES = 6;

    /**
     * Which one of a page.
     *
     * @param former whether another one has taken its place
     */
    record Version(String hash, Instant fetched, boolean former) {}

    /** Of a copy as it came last. */
    static Card present(Kept kept, Contents contents, long used) {
        long searched = contents.passages().stream().mapToLong(Card::size).sum();
        return of(kept, false, kept.source().text().length() + searched, used);
    }

    /** Of one that another one replaces. */
    static Card former(Kept kept, long used) {
        return of(kept, true, kept.source().text().length(), used);
    }

    private static Card of(Kept kept, boolean former, long bytes, long used) {
        Version version = new Version(kept.source().hash(), kept.stamp().fetched(), former);
        return new Card(kept.key(), version, bytes + OVERHEAD, new AtomicLong(used));
    }

    private static long size(Passage passage) {
        return (long) passage.body().length()
                + passage.code().length()
                + passage.cells().length();
    }

    static String id(Key key) {
        return key.kind() + " " + key.name();
    }

    static String id(Key key, String hash) {
        return "- " + hash + " " + id(key);
    }

    String id() {
        return version.former() ? id(key, version.hash()) : id(key);
    }

    String hash() {
        return version.hash();
    }

    long used() {
        return lastUsed.get();
    }

    boolean isFormerOf(Key page) {
        return version.former() && key.equals(page);
    }

    /** As it stands in the index. */
    String text() {
        return String.join(
                "\n",
                version.former() ? FORMER : PRESENT,
                key.kind().name(),
                version.hash(),
                Long.toString(version.fetched().toEpochMilli()),
                Long.toString(bytes),
                key.name());
    }

    static Card read(String text, long used) {
        List<String> lines = List.of(text.split("\n", LINES));
        Version version = new Version(
                lines.get(2),
                Instant.ofEpochMilli(Long.parseLong(lines.get(3))),
                lines.getFirst().equals(FORMER));
        Key key = new Key(Kind.valueOf(lines.get(1)), lines.get(5));
        return new Card(key, version, Long.parseLong(lines.get(4)), new AtomicLong(used));
    }
}
