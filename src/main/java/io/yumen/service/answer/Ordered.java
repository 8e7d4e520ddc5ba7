package io.yumen.service.answer;

import io.yumen.secret.Sha256;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A list that changes between two pages of it. Its items have keys and stand in their order; a cursor is the key of what was told last. So
 * nothing is told twice, and nothing is left out that was there all the while, whatever came or went before it.
 */
public final class Ordered implements Source {
    private static final int LONGEST_KEY = 300;
    private static final int HASH_BYTES = 12;

    private final Comparator<String> order;
    private final List<Entry> entries;

    /**
     * A list.
     *
     * @param entries in any order
     * @param order of their keys
     */
    public Ordered(List<Entry> entries, Comparator<String> order) {
        this.order = order;
        this.entries = distinct(entries).stream()
                .sorted(Comparator.comparing(Entry::key, order))
                .toList();
    }

    /**
     * An item.
     *
     * @param key of the thing, as long as it is there; callers may read it in a cursor. A longer one than that has room for is shortened
     */
    public record Entry(String key, Item item) {
        public Entry {
            if (key.length() > LONGEST_KEY) {
                String mark = mark(key);
                key = key.substring(0, LONGEST_KEY - mark.length()) + mark;
            }
        }
    }

    /** What tells a text from others in a key, and does not tell what it says. */
    public static String mark(String text) {
        return HexFormat.of().formatHex(Sha256.of(text), 0, HASH_BYTES);
    }

    /** Things of one key are told apart by how many of them came before. */
    private static List<Entry> distinct(List<Entry> entries) {
        Map<String, Integer> seen = new HashMap<>();
        List<Entry> all = new ArrayList<>();
        for (Entry entry : entries) {
            int before = seen.merge(entry.key, 1, Integer::sum) - 1;
            all.add(before == 0 ? entry : new Entry(entry.key + " " + before, entry.item));
        }
        return all;
    }

    @Override
    public Page read(@Nullable String cursor, int limit) {
        int from = 0;
        while (cursor != null && from < entries.size() && order.compare(entries.get(from).key, cursor) <= 0) {
            from++;
        }
        int to = Math.min(entries.size(), from + limit);
        List<Entry> page = entries.subList(from, to);
        String next = to < entries.size() && to > from ? entries.get(to - 1).key : null;
        return new Page(
                page.stream().map(Entry::item).toList(),
                next,
                entries.size() - to,
                page.stream().map(Entry::key).toList());
    }
}
