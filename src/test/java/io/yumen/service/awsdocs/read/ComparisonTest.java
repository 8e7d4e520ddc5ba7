package io.yumen.service.awsdocs.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.yumen.service.awsdocs.page.Document;
import io.yumen.service.awsdocs.read.Difference.Change;
import io.yumen.service.awsdocs.read.Difference.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two texts of a page. */
class ComparisonTest {
    private static Difference compare(String before, String after) {
        return Comparison.of(Gates.of(before), Gates.of(after), Gates.URL);
    }

    @Test
    void a_page_that_is_as_it_was_has_no_changes() {
        Document page = Gates.page(3);
        Difference difference = Comparison.of(page, Gates.page(3), Gates.URL);
        assertThat(difference.changes()).isEmpty();
        assertThat(difference.same()).isEqualTo(page.parts().size());
        assertThat(difference.before()).isEqualTo(difference.after()).isEqualTo(page.hash());
    }

    @Test
    void blocks_come_go_and_change() {
        Difference difference = compare(
                "<h2 id=a>A</h2><p>one</p><p>two</p><ul><li>x</ul><p>three</p>",
                "<h2 id=a>A</h2><p>one</p><p>two, too</p><p>three</p><h2 id=b>B</h2><pre>four</pre>");
        assertThat(difference.changes())
                .extracting(Change::kind, Change::removed, Change::added, Change::url)
                .containsExactly(
                        tuple(Kind.CHANGED, List.of("two"), List.of("two, too"), Gates.URL + "#a"),
                        tuple(Kind.REMOVED, List.of("- x"), List.of(), Gates.URL + "#a"),
                        tuple(Kind.ADDED, List.of(), List.of("## B"), Gates.URL + "#b"),
                        tuple(Kind.ADDED, List.of(), List.of("```", "four", "```"), Gates.URL + "#b"));
        assertThat(difference.same()).isEqualTo(3);
        assertThat(difference.added()).isEqualTo(2);
        assertThat(difference.removed()).isEqualTo(1);
        assertThat(difference.changed()).isEqualTo(1);
        assertThat(difference.changes().getLast().path()).containsExactly("B");
        assertThat(difference.before()).isNotEqualTo(difference.after());
    }

    @Test
    void of_a_table_the_rows_are_told() {
        Difference difference = Comparison.of(Gates.page(30), Gates.page(31), Gates.URL);
        assertThat(difference.changes()).singleElement().satisfies(change -> {
            assertThat(change.kind()).isEqualTo(Kind.CHANGED);
            assertThat(change.columns()).isEqualTo("| Name | Limit | Limit |");
            assertThat(change.removed()).isEmpty();
            assertThat(change.added()).containsExactly("| Gates of lane 31 | 31 | 31000 |");
            assertThat(change.path()).containsExactly("Figures", "Quotas");
        });
    }

    @Test
    void more_than_is_told_is_counted() {
        Difference many = compare("", "<p>x</p><hr>".repeat(150));
        assertThat(many.changes()).hasSize(200);
        assertThat(many.added()).isEqualTo(300);
        assertThat(many.more()).isEqualTo(100);
        Difference large = compare("", "<pre>" + "line\n".repeat(5_000) + "</pre>");
        List<String> told = large.changes().getFirst().added();
        assertThat(told).hasSizeLessThan(1_000);
        assertThat(told.getLast()).isEqualTo("… and " + (5_002 - told.size() + 1) + " more lines");
        Difference long1 = compare("", "<p>" + "😀".repeat(3_000) + "</p>");
        assertThat(long1.changes().getFirst().added()).containsExactly("😀".repeat(2_000) + "…");
        Difference all = compare(
                "",
                IntStream.range(0, 50)
                        .mapToObj(i -> "<p>" + i + "y".repeat(3_000) + "</p>")
                        .reduce("", String::concat));
        assertThat(all.changes()).hasSize(20);
        assertThat(all.more()).isEqualTo(30);
    }

    @Test
    void nothing_and_nothing_are_the_same() {
        assertThat(compare("", "").changes()).isEmpty();
        assertThat(compare("<p>x</p>", "").changes()).extracting(Change::kind).containsExactly(Kind.REMOVED);
    }

    @Test
    void pages_that_share_little_are_compared_soon() {
        String before = IntStream.range(0, 60_000)
                .mapToObj(i -> "<p>a" + i % 7 + "</p>")
                .reduce(new StringBuilder(), StringBuilder::append, StringBuilder::append)
                .toString();
        String after = IntStream.range(0, 60_000)
                .mapToObj(i -> i % 2 == 0 ? "<hr>" : "<p>b" + i + "</p>")
                .reduce(new StringBuilder(), StringBuilder::append, StringBuilder::append)
                .toString();
        Difference difference = assertTimeoutPreemptively(Duration.ofMinutes(2), () -> compare(before, after));
        assertThat(difference.changed() + difference.added()).isEqualTo(60_000);
        assertThat(difference.same()).isZero();
    }

    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void what_is_the_same_is_so_and_stands_in_one_order(int seed) {
        Random random = new Random(seed);
        int kinds = 1 + random.nextInt(40);
        List<String> before = random.ints(random.nextInt(60), 0, kinds)
                .mapToObj(Integer::toString)
                .toList();
        List<String> after = new ArrayList<>(before);
        for (int i = random.nextInt(12); i > 0; i--) {
            int at = random.nextInt(after.size() + 1);
            if (random.nextBoolean() && at < after.size()) {
                after.remove(at);
            } else {
                after.add(at, Integer.toString(random.nextInt(kinds)));
            }
        }
        int[] partners = Alignment.of(before, after);
        int last = Alignment.NONE;
        for (int i = 0; i < partners.length; i++) {
            if (partners[i] != Alignment.NONE) {
                assertThat(partners[i]).isGreaterThan(last);
                assertThat(after.get(partners[i])).isEqualTo(before.get(i));
                last = partners[i];
            }
        }
        assertThat(Alignment.of(before, before))
                .isEqualTo(IntStream.range(0, before.size()).toArray());
    }

    @Test
    void what_is_put_in_between_parts_nothing_else() {
        assertThat(Alignment.of(List.of("a", "b", "c", "d"), List.of("a", "x", "b", "c", "y", "d")))
                .containsExactly(0, 2, 3, 5);
        assertThat(Alignment.of(List.of("a", "b", "c"), List.of("c", "a", "b"))).containsExactly(1, 2, -1);
        assertThat(Alignment.of(List.of("r", "r", "u", "r"), List.of("r", "x", "r", "u", "r", "r")))
                .containsExactly(0, 2, 3, 5);
    }
}
