package io.yumen.service.kubernetes.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.protocol.JsonCodec;
import io.yumen.service.ToolFailure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Manifests as people write them. */
class ManifestTest {
    private static final String[] TEXTS = {"", " ", "a: b", "- x", "---", "null", "\"'", "#", "ü€😀", "1e3", "{}", "|"};

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "``; has no object",
                "---; has no object",
                "[]; has no object",
                "word; has a document that is no object",
                "{kind: Pod}; has an object without apiVersion",
                "{apiVersion: v1}; has an object without kind",
                "{apiVersion: v1, kind: Pod}; has a Pod without metadata.name",
                "{apiVersion: v1, kind: List, items: [x]}; has a document that is no object",
                "{apiVersion: v1, kind: Pod; is no YAML in line",
                "a: &a [*a]; is no YAML in line 1: There is no list or object before this alias",
                "[&a word, *a]; write the value out",
            })
    void what_is_none_is_refused_with_what_is_wrong(String text, String why) {
        assertThatThrownBy(() -> Manifest.objects(text))
                .isInstanceOf(ToolFailure.class)
                .hasMessageContaining(why);
    }

    @Test
    void an_alias_stands_for_what_its_anchor_names() {
        assertThat(Manifest.objects("""
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: shop
                  labels: &labels {app: shop, tier: "1"}
                data:
                  <<: *labels
                  tier: back
                  list: [&one [1], *one]
                  word: "*labels"
                """).getFirst().toString()).isEqualTo("""
                {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"shop","labels":{"app":"shop","tier":"1"}},\
                "data":{"tier":"back","list":[[1],[1]],"word":"*labels","app":"shop"}}""");
    }

    @Test
    void aliases_of_aliases_fill_no_memory() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            String alias = "*a" + (i - 1);
            laughs.append("a%d: &a%d [%s]%n".formatted(i, i, String.join(", ", Collections.nCopies(10, alias))));
        }
        assertThatThrownBy(() -> Manifest.objects(laughs.toString()))
                .isInstanceOf(ToolFailure.class)
                .hasMessageContaining("Its aliases stand for more than 50000 values");
    }

    @Test
    void no_manifest_is_larger_than_one_may_be() {
        String one = "{apiVersion: v1, kind: Pod, metadata: {name: a}}\n---\n";
        assertThat(Manifest.objects(one.repeat(100))).hasSize(100);
        assertThatThrownBy(() -> Manifest.objects(one.repeat(101))).hasMessageContaining("more than 100 objects");
        assertThatThrownBy(() -> Manifest.objects("#".repeat(2 << 20))).hasMessageContaining("is longer than");
    }

    @Test
    void whatever_is_written_in_any_form_is_read_back_in_its_order() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            List<ObjectNode> objects = IntStream.range(0, 1 + random.nextInt(6))
                    .mapToObj(i -> object(random, i))
                    .toList();
            for (String written : List.of(documents(objects), list(objects), mixed(objects))) {
                assertThat(Manifest.objects(written))
                        .as("seed %s: %s", seed, written)
                        .isEqualTo(objects);
            }
        }
    }

    @FuzzTest(maxDuration = "20s")
    void any_text_is_a_manifest_of_named_objects_or_refused(byte[] bytes) {
        List<ObjectNode> read;
        try {
            read = Manifest.objects(new String(bytes, StandardCharsets.UTF_8));
        } catch (ToolFailure refused) {
            assertThat(refused).hasMessageStartingWith("The manifest ");
            return;
        }
        assertThat(read).isNotEmpty().hasSizeLessThanOrEqualTo(100);
        for (ObjectNode object : read) {
            assertThat(object.path("kind").asString("")).isNotEmpty();
            assertThat(object.path("metadata").path("name").asString("")).isNotEmpty();
        }
    }

    private static String documents(List<ObjectNode> objects) {
        return objects.stream()
                .map(JsonCodec::text)
                .collect(Collectors.joining("\n---\n", "# first\n---\n", "\n---\n"));
    }

    private static String list(List<ObjectNode> objects) {
        ObjectNode list =
                JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "List");
        list.putArray("items").addAll(objects);
        return JsonCodec.text(list);
    }

    /** Lists within lists, then documents. */
    private static String mixed(List<ObjectNode> objects) {
        int middle = objects.size() / 2;
        String end = documents(objects.subList(middle, objects.size()));
        return middle == 0 ? end : list(nested(objects.subList(0, middle))) + "\n" + end;
    }

    private static List<ObjectNode> nested(List<ObjectNode> objects) {
        ObjectNode inner = JsonNodeFactory.instance.objectNode().put("kind", "List");
        inner.putArray("items").addAll(objects);
        return List.of(inner);
    }

    private static ObjectNode object(Random random, int index) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", random.nextBoolean() ? "v1" : "apps/v1").put("kind", "Kind" + random.nextInt(9));
        object.putObject("metadata").put("name", "name-" + index);
        object.set("spec", value(random, 3));
        return object;
    }

    private static JsonNode value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 6 : 4)) {
            case 0 -> JsonNodeFactory.instance.stringNode(TEXTS[random.nextInt(TEXTS.length)]);
            case 1 -> JsonNodeFactory.instance.numberNode(random.nextInt());
            case 2 -> JsonNodeFactory.instance.booleanNode(random.nextBoolean());
            case 3 -> JsonNodeFactory.instance.stringNode(Long.toString(random.nextLong(), Character.MAX_RADIX));
            case 4 -> {
                List<JsonNode> parts = new ArrayList<>();
                IntStream.range(0, random.nextInt(4)).forEach(i -> parts.add(value(random, depth - 1)));
                yield JsonNodeFactory.instance.arrayNode().addAll(parts);
            }
            default -> {
                ObjectNode object = JsonNodeFactory.instance.objectNode();
                IntStream.range(0, random.nextInt(4)).forEach(i -> object.set("k" + i, value(random, depth - 1)));
                yield object;
            }
        };
    }
}
