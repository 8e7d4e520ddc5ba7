package io.yumen.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class JsonSchemaTest {
    enum Color {
        RED,
        DARK_BLUE
    }

    record Inner(double x) {}

    record Sample(
            @Doc(value = "A name", max = 5, header = "Name") String name,

            @Doc(value = "A number", min = 1, max = 9, fallback = "3")
            int count,

            @Nullable @Doc("A color") Color color,
            @Nullable List<Inner> inner,
            @Nullable Map<String, Boolean> flags,
            @Nullable JsonNode any,
            @Nullable ObjectNode object) {}

    record Unknown(StringBuilder what) {}

    record Outer(List<Sample> samples) {}

    private static ObjectNode json(String json) {
        return (ObjectNode) Records.parse(json);
    }

    @Test
    void a_record_becomes_a_schema_of_its_components() {
        assertThat(JsonSchema.of(Sample.class).tree().toString())
                .isEqualTo(json("""
                        {
                          "type": "object",
                          "properties": {
                            "name": {"type": "string", "description": "A name", "maxLength": 5, "x-mcp-header": "Name"},
                            "count": {"type": "integer", "description": "A number", "minimum": 1, "maximum": 9, "default": 3},
                            "color": {"type": "string", "enum": ["red", "dark_blue"], "description": "A color"},
                            "inner": {"type": "array", "items": {"type": "object", "properties": {"x": {"type": "number"}},
                                      "required": ["x"], "additionalProperties": false}},
                            "flags": {"type": "object", "additionalProperties": {"type": "boolean"}},
                            "any": {},
                            "object": {"type": "object"}
                          },
                          "required": ["name"],
                          "additionalProperties": false
                        }""").toString());
    }

    @Test
    void a_type_that_has_no_schema_is_refused() {
        assertThatThrownBy(() -> JsonSchema.of(Unknown.class)).hasMessageContaining("StringBuilder");
    }

    @Test
    void a_document_that_fits_has_no_problems() {
        JsonSchema schema = JsonSchema.of(Sample.class);
        assertThat(schema.problems(json("{\"name\": \"abc\", \"color\": \"red\", \"inner\": [{\"x\": 1}]}")))
                .isEmpty();
    }

    @Test
    void every_problem_is_told_with_its_place() {
        JsonSchema schema = JsonSchema.of(Sample.class);
        assertThat(schema.problems(json("{\"name\": \"abcdef\", \"count\": 0, \"extra\": 1}")))
                .hasSize(3)
                .anyMatch(problem -> problem.startsWith("/name"))
                .anyMatch(problem -> problem.startsWith("/count"))
                .anyMatch(problem -> problem.contains("extra"));
    }

    @Test
    void problems_are_bounded() {
        JsonSchema schema = JsonSchema.of(json("{\"items\": {\"type\": \"string\"}}"));
        assertThat(schema.problems(Records.parse("[1,2,3,4,5,6,7,8,9,10,11,12,13,14]")))
                .hasSize(10);
    }

    @Test
    void a_reference_to_elsewhere_is_never_fetched() {
        JsonSchema schema = JsonSchema.of(json("{\"$ref\": \"http://127.0.0.1:9/schema.json\"}"));
        assertThatThrownBy(() -> schema.problems(json("{}"))).isInstanceOf(RuntimeException.class);
    }

    @Test
    void defaults_are_filled_in_and_the_rest_is_kept() {
        ObjectNode given = json("{\"name\": \"a\"}");
        assertThat((JsonNode) JsonSchema.of(Sample.class).fill(given))
                .isEqualTo(json("{\"name\": \"a\", \"count\": 3}"));
        assertThat((JsonNode) given).isEqualTo(json("{\"name\": \"a\"}"));
    }

    @Test
    void defaults_hold_in_records_within_others_too() {
        ObjectNode tree = json("{\"samples\": [{\"name\": \"a\"}, {\"name\": \"b\", \"count\": 7}]}");
        assertThat(Records.read(tree, Outer.class).samples())
                .extracting(Sample::count)
                .containsExactly(3, 7);
    }

    @Test
    void a_record_survives_the_way_to_a_tree_and_back() {
        Sample sample =
                new Sample("a", 2, Color.DARK_BLUE, List.of(new Inner(1.5)), Map.of("b", true), null, json("{}"));
        ObjectNode tree = Records.write(sample);
        assertThat(tree.path("color").asString()).isEqualTo("dark_blue");
        assertThat(tree.has("any")).isFalse();
        assertThat(Records.read(tree, Sample.class)).isEqualTo(sample);
        assertThat(JsonSchema.of(Sample.class).problems(tree)).isEmpty();
    }
}
