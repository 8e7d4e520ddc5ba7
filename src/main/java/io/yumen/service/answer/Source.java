package io.yumen.service.answer;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where the items of a list come from, page by page. */
@FunctionalInterface
public interface Source {
    /**
     * Reads a page.
     *
     * @param cursor where it begins: {@link Page#next} of the page before, or null for the first
     * @param limit items at most; fewer may come, and none does not mean that nothing follows
     */
    Page read(@Nullable String cursor, int limit);

    /** Where the first page begins, for a source that has to be told that, too. */
    default @Nullable String start() {
        return null;
    }

    /** How many there are in all. Reads all pages, where a source knows no better way. */
    default long count() {
        long count = 0;
        @Nullable String cursor = null;
        do {
            Page page = read(cursor, 1_000);
            count += page.items().size();
            if (page.remaining() > 0 && page.next() != null) {
                return count + page.remaining();
            }
            cursor = page.next();
        } while (cursor != null);
        return count;
    }

    /** What is told beside the list, in lines for a reader; empty where there is nothing to say. Asked when all was read that is told. */
    default String note() {
        return "";
    }

    /** The same, with that to say. */
    default Source noting(Supplier<String> note) {
        Source same = this;
        return new Source() {
            @Override
            public @Nullable String start() {
                return same.start();
            }

            @Override
            public Page read(@Nullable String cursor, int limit) {
                return same.read(cursor, limit);
            }

            @Override
            public long count() {
                return same.count();
            }

            @Override
            public String note() {
                return note.get();
            }
        };
    }

    /**
     * Some items.
     *
     * @param items in their order
     * @param next where the next page begins; null where there is none
     * @param remaining how many follow, where the source knows; negative where it does not
     * @param starts where a page begins of which each of the items is the first, but for the first of these; empty where the source does
     *     not know, and what was told is counted
     */
    record Page(List<Item> items, @Nullable String next, long remaining, List<String> starts) {
        public Page {
            items = List.copyOf(items);
            starts = List.copyOf(starts);
        }

        /** One of a source that counts. */
        public Page(List<Item> items, @Nullable String next, long remaining) {
            this(items, next, remaining, List.of());
        }
    }

    /** A list that is known whole; its cursors are positions in it. */
    static Source of(List<Item> all) {
        return (cursor, limit) -> {
            int from = Math.min(all.size(), cursor == null ? 0 : Cursor.position(cursor));
            int to = Math.min(all.size(), from + limit);
            String next = to < all.size() ? Integer.toString(to) : null;
            return new Page(all.subList(from, to), next, all.size() - to);
        };
    }
}
