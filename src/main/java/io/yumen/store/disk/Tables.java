package io.yumen.store.disk;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.h2.mvstore.MVStore;

/**
 * The tables of the file. Each commit writes the number of the last write with them, so that number says how far the file goes.
 * One thread changes them.
 */
final class Tables {
    private static final String SCHEMA = "schema";
    private static final String SEQUENCE = "sequence";

    private final Path file;
    private final MVStore store;
    private final Table about;
    private final Table values;
    private final Table counters;
    private final Table expiries;
    private final Table records;
    private final Table ends;
    private long sequence;

    Tables(Path file, MVStore store) {
        this.file = file;
        this.store = store;
        about = table("about");
        values = table("values");
        counters = table("counters");
        expiries = table("expiries");
        records = table("records");
        ends = table("ends");
        sequence = about.get(SEQUENCE).map(Long::parseLong).orElse(0L);
    }

    /** Values by key: {@link Lines}. */
    Table values() {
        return values;
    }

    /** Counters by key: {@link Lines}. */
    Table counters() {
        return counters;
    }

    /** What expires when: {@link Expiries}. */
    Table expiries() {
        return expiries;
    }

    /** Records of logs, by key and number. */
    Table records() {
        return records;
    }

    /** The last number of each log. */
    Table ends() {
        return ends;
    }

    /** A table that is made where it is missing, for migrations and backups. */
    Table table(String name) {
        return new Table(file, name, store.openMap(name));
    }

    /** The names of all tables. */
    List<String> names() {
        return store.getMapNames().stream().sorted().toList();
    }

    /** The number of a write that is about to be made: larger than every earlier one. */
    long next() {
        sequence++;
        about.put(SEQUENCE, Long.toString(sequence));
        return sequence;
    }

    /** The number of the last write. */
    long sequence() {
        return sequence;
    }

    /** The format of the file: 0 where it is empty. */
    int schema() {
        return about.get(SCHEMA).map(Integer::parseInt).orElse(0);
    }

    void schema(int format) {
        about.put(SCHEMA, Integer.toString(format));
    }

    /** Reads everything; throws where something is damaged. Returns how many entries there are. */
    long verify() {
        return Stream.of(about, values, counters, expiries, records, ends)
                .mapToLong(Table::verify)
                .sum();
    }
}
