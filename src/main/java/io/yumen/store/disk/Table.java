package io.yumen.store.disk;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.zip.CRC32C;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * A sorted table of texts, each with a checksum over its key and itself, which the library does not have. Any thread reads, one
 * thread changes.
 */
final class Table {
    private static final int CHECKSUM_DIGITS = 8;

    private final Path file;
    private final String name;
    private final MVMap<String, String> map;

    Table(Path file, String name, MVMap<String, String> map) {
        this.file = file;
        this.name = name;
        this.map = map;
    }

    /** @throws io.yumen.store.StoreException where the file is damaged */
    Optional<String> get(String key) {
        try {
            return Optional.ofNullable(map.get(key)).map(line -> verified(key, line));
        } catch (RuntimeException e) {
            throw Failures.of(file, e);
        }
    }

    void put(String key, String text) {
        map.put(key, checksum(key, text) + text);
    }

    void remove(String key) {
        map.remove(key);
    }

    /** Visits the entries whose keys begin so, in their order, from the first key that is not before that one, while the visitor likes. */
    void scan(String prefix, String from, BiPredicate<String, String> visitor) {
        try {
            Cursor<String, String> cursor = map.cursor(from);
            while (cursor.hasNext()) {
                String key = cursor.next();
                if (!key.startsWith(prefix) || !visitor.test(key, verified(key, cursor.getValue()))) {
                    return;
                }
            }
        } catch (UncheckedIOException e) {
            // The visitor's own.
            throw e;
        } catch (RuntimeException e) {
            throw Failures.of(file, e);
        }
    }

    /** Reads everything, each entry also by its key, as reading will find it. Returns how many entries there are. */
    long verify() {
        long[] count = {0};
        String[] last = {null};
        scan("", "", (key, text) -> {
            require(last[0] == null || last[0].compareTo(key) < 0, "keys are out of order");
            require(get(key).equals(Optional.of(text)), "an entry cannot be found");
            last[0] = key;
            count[0]++;
            return true;
        });
        require(count[0] == map.sizeAsLong(), "entries are missing");
        return count[0];
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw Failures.damaged(file, otherwise + " in the table " + name, null);
        }
    }

    private String verified(String key, @Nullable String line) {
        if (line == null || line.length() < CHECKSUM_DIGITS) {
            throw Failures.damaged(file, "an entry of the table " + name + " is incomplete", null);
        }
        String text = line.substring(CHECKSUM_DIGITS);
        require(line.startsWith(checksum(key, text)), "the checksum of an entry is wrong");
        return text;
    }

    private String checksum(String key, String text) {
        CRC32C checksum = new CRC32C();
        checksum.update((name + "\n" + key + "\n" + text).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) checksum.getValue());
    }
}
