package io.yumen.pin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Digests of trees: the order of keys is the only thing that does not count. */
class CanonicalDigestTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int TREES = 2_000;

    @RepeatedTest(20)
    void the_order_of_keys_does_not_count_and_every_other_change_does(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        for (int i = 0; i < TREES / 20; i++) {
            JsonNode tree = tree(random, 4);
            assertThat(CanonicalDigest.of(shuffled(tree, random)))
                    .as("%s", tree)
                    .isEqualTo(CanonicalDigest.of(tree));
            JsonNode other = changed(tree, random);
            assertThat(CanonicalDigest.of(other)).as("%s and %s", tree, other).isNotEqualTo(CanonicalDigest.of(tree));
        }
    }

    @Test
    void no_two_different_trees_of_many_have_the_same() {
        Random random = new Random(7);
        Map<String, JsonNode> byDigest = new HashMap<>();
        for (int i = 0; i < 20 * TREES; i++) {
            JsonNode tree = tree(random, 3);
            JsonNode same = byDigest.putIfAbsent(CanonicalDigest.of(tree), tree);
            assertThat(same == null || same.equals(tree))
                    .as("%s and %s", tree, same)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1; 1.0",
                "1; \"1\"",
                "null; \"null\"",
                "true; \"true\"",
                "[]; {}",
                "[[], []]; [[[]]]",
                "[\"ab\", \"c\"]; [\"a\", \"bc\"]",
                "{\"a\": {\"b\": 1}}; {\"a\": {}, \"b\": 1}",
                "{\"a\": null}; {}",
                "[1, 2]; [2, 1]",
                "\"\\u00e9\"; \"e\\u0301\"",
                "\"a\"; \"\\u0430\"",
                "\"a\"; \"a\\u200b\"",
                "1e2; 100"
            })
    void what_a_reader_could_take_for_something_else_is_something_else(String one, String other) {
        assertThat(CanonicalDigest.of(JsonMapper.shared().readTree(one)))
                .isNotEqualTo(CanonicalDigest.of(JsonMapper.shared().readTree(other)));
    }

    private static JsonNode tree(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0 -> NODES.stringNode(text(random));
            case 1 -> NODES.numberNode(random.nextInt(5));
            case 2 -> NODES.booleanNode(random.nextBoolean());
            case 3 -> NODES.nullNode();
            case 4 -> NODES.numberNode(random.nextInt(20) / 4.0 + 0.125);
            case 5 -> {
                ArrayNode array = NODES.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(tree(random, depth - 1));
                }
                yield array;
            }
            default -> {
                ObjectNode object = NODES.objectNode();
                for (int i = random.nextInt(5); i > 0; i--) {
                    object.set(text(random), tree(random, depth - 1));
                }
                yield object;
            }
        };
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append("ab:1{}\"\u200bo".charAt(random.nextInt(9)));
        }
        return text.toString();
    }

    private static JsonNode shuffled(JsonNode tree, Random random) {
        if (tree.isArray()) {
            ArrayNode array = NODES.arrayNode();
            tree.forEach(element -> array.add(shuffled(element, random)));
            return array;
        }
        if (!tree.isObject()) {
            return tree;
        }
        List<Map.Entry<String, JsonNode>> entries = new ArrayList<>(tree.properties());
        Collections.shuffle(entries, random);
        ObjectNode object = NODES.objectNode();
        entries.forEach(entry -> object.set(entry.getKey(), shuffled(entry.getValue(), random)));
        return object;
    }

    /** The same with one thing changed somewhere. */
    private static JsonNode changed(JsonNode tree, Random random) {
        if (tree.isObject() && !tree.isEmpty() && random.nextInt(4) > 0) {
            List<Map.Entry<String, JsonNode>> entries = new ArrayList<>(tree.properties());
            Map.Entry<String, JsonNode> one = entries.get(random.nextInt(entries.size()));
            ObjectNode copy = (ObjectNode) tree.deepCopy();
            switch (random.nextInt(3)) {
                case 0 -> copy.remove(one.getKey());
                case 1 -> copy.set(one.getKey() + "x" + entries.size(), copy.remove(one.getKey()));
                default -> copy.set(one.getKey(), changed(one.getValue(), random));
            }
            return copy;
        }
        if (tree.isArray() && !tree.isEmpty() && random.nextInt(4) > 0) {
            ArrayNode copy = (ArrayNode) tree.deepCopy();
            int at = random.nextInt(copy.size());
            if (random.nextBoolean()) {
                copy.remove(at);
            } else {
                copy.set(at, changed(copy.get(at), random));
            }
            return copy;
        }
        return tree.isString()
                ? NODES.stringNode(tree.stringValue() + "\u200b")
                : NODES.arrayNode().add(tree);
    }
}
