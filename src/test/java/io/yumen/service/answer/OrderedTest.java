package io.yumen.service.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Pages of a list that changes between them tell nothing twice, and all that was there all the while. */
class OrderedTest {
    private static final String LONG = "x".repeat(400);

    private static final String PADDING = "-".repeat(60);

    private record Asked(@Nullable String of) {}

    @Test
    void pages_are_exact_whatever_comes_and_goes_between_them() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Comparator<String> order = seed % 2 == 0 ? Comparator.naturalOrder() : Comparator.reverseOrder();
            Set<String> there = IntStream.range(0, 40)
                    .mapToObj(i -> "k" + random.nextInt(1_000))
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> always = new TreeSet<>(there);
            List<String> told = new ArrayList<>();
            @Nullable String cursor = null;
            do {
                // Some of the pages end within what a source reads at once: an answer was full.
                Answers answers = new Answers("test", limits(256 + random.nextInt(400)), Redactor.common());
                JsonNode page = answers.list(
                                new Asked("it"), listing(1 + random.nextInt(12), cursor), "keys", source(there, order))
                        .structured();
                page.path("items").forEach(item -> told.add(item.asString().replace(PADDING, "")));
                cursor = page.path("cursor").isString() ? page.path("cursor").stringValue() : null;
                for (int changes = random.nextInt(6); changes > 0; changes--) {
                    String key = "k" + random.nextInt(1_000);
                    if (!there.remove(key)) {
                        there.add(key);
                    }
                }
                always.retainAll(there);
            } while (cursor != null);
            assertThat(told).as("seed %s", seed).doesNotHaveDuplicates().containsAll(always);
            assertThat(told).as("seed %s", seed).isSortedAccordingTo(order);
        }
    }

    @Test
    void things_of_one_key_and_keys_without_end_are_told_each() {
        List<Ordered.Entry> same = IntStream.range(0, 5)
                .mapToObj(i -> new Ordered.Entry(i < 3 ? "same" : LONG + i, item("i" + i)))
                .toList();
        Answers answers = new Answers("test", AnswerLimits.DEFAULT, Redactor.common());
        List<String> told = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            JsonNode page = answers.list(
                            new Asked("it"), listing(1, cursor), "keys", new Ordered(same, Comparator.naturalOrder()))
                    .structured();
            page.path("items").forEach(item -> told.add(item.asString()));
            cursor = page.path("cursor").isString() ? page.path("cursor").stringValue() : null;
        } while (cursor != null);
        assertThat(told).containsExactlyInAnyOrder("i0", "i1", "i2", "i3", "i4");
    }

    private static AnswerLimits limits(int bytes) {
        AnswerLimits usual = AnswerLimits.DEFAULT;
        return new AnswerLimits(bytes, usual.kept(), usual.keptOfOne(), usual.keptTime());
    }

    private static Listing listing(int limit, @Nullable String cursor) {
        return new Listing(Detail.NAMES, null, limit, cursor, false, Format.TABLE);
    }

    private static Ordered source(Set<String> keys, Comparator<String> order) {
        return new Ordered(
                keys.stream()
                        .map(key -> new Ordered.Entry(key, item(key + PADDING)))
                        .toList(),
                order);
    }

    private static Item item(String name) {
        ObjectNode all = JsonNodeFactory.instance.objectNode().put("name", name);
        return new Item(name, all, all);
    }
}
