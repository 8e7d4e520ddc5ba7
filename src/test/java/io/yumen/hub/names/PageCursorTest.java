package io.yumen.hub.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PageCursorTest {
    @Test
    void what_others_add_or_remove_between_pages_loses_and_repeats_nothing() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            List<Named> entries = new ArrayList<>(IntStream.range(0, 30)
                    .mapToObj(i -> named("s" + i / 10, "t" + i))
                    .toList());
            List<String> seen = new ArrayList<>();
            int start = 0;
            while (start < entries.size()) {
                int end = Math.min(start + 1 + random.nextInt(7), entries.size());
                entries.subList(start, end).forEach(entry -> seen.add(entry.exposed()));
                PageCursor cursor = PageCursor.after(entries, end - 1);
                // The servers change behind and before the cursor; the entry at the cursor stays.
                entries.add(0, named("s-new", "new" + random.nextInt(1_000_000)));
                PageCursor read = PageCursor.read(cursor.write()).orElseThrow();
                assertThat(read).isEqualTo(cursor);
                start = read.start(entries);
            }
            assertThat(seen).as("seed %d", seed).doesNotHaveDuplicates();
            assertThat(seen.stream().filter(name -> name.startsWith("t"))).hasSize(30);
        }
    }

    @Test
    void when_the_entry_at_the_cursor_is_gone_the_next_one_follows() {
        List<Named> entries =
                new ArrayList<>(List.of(named("a", "1"), named("a", "2"), named("a", "3"), named("b", "4")));
        PageCursor cursor = PageCursor.after(entries, 1);
        entries.remove(1);
        assertThat(cursor.start(entries)).isEqualTo(1);
    }

    @Test
    void a_cursor_that_we_never_wrote_is_none() {
        assertThat(PageCursor.read("")).isEmpty();
        assertThat(PageCursor.read("%%%")).isEmpty();
        assertThat(PageCursor.read("YWJj")).isEmpty();
    }

    private static Named named(String server, String name) {
        return new Named(server, name, name);
    }
}
