package io.yumen.service.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A part of a document is read without the rest. */
class YamlTextTest {
    private static final String INDEX = """
            apiVersion: v1
            entries:
              other: [{version: 9.0.0}]
              shop:
              - &first {version: 1.2.0, urls: ["\\x68ttp://a"]}
              - *first
            generated: today
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "apiVersion | \"v1\"",
                "entries other | [{\"version\":\"9.0.0\"}]",
                "entries shop | [{\"version\":\"1.2.0\",\"urls\":[\"http://a\"]},{\"version\":\"1.2.0\",\"urls\":[\"http://a\"]}]",
                "generated | \"today\""
            })
    void what_stands_under_names_is_found(String names, String value) {
        assertThat(at(INDEX, names.split(" ", -1)).map(JsonNode::toString)).contains(value);
    }

    @ParameterizedTest
    @CsvSource({"nothing", "entries nothing", "apiVersion v1", "entries shop version", "shop", "other"})
    void what_does_not_stand_there_is_not_found(String names) {
        assertThat(at(INDEX, names.split(" ", -1))).isEmpty();
        assertThat(at("", names.split(" ", -1))).isEmpty();
        assertThat(at("[1, 2]", names.split(" ", -1))).isEmpty();
    }

    @Test
    void a_document_may_be_larger_than_what_people_write() {
        StringBuilder text = new StringBuilder("entries:\n");
        for (int i = 0; i < 80_000; i++) {
            text.append("  a").append(i).append(": [{version: 1.0.0, text: some words of a chart}]\n");
        }
        String large = text.append("  b: 7\n").toString();
        assertThat(large.length()).isGreaterThan(4 << 20);
        assertThat(at(large, "entries", "b").map(JsonNode::asInt)).contains(7);
    }

    @Test
    void what_is_no_document_is_told() {
        assertThatExceptionOfType(YamlText.BadYaml.class)
                .isThrownBy(() -> at("entries:\n  shop: [\n", "entries", "shop"));
        assertThatExceptionOfType(YamlText.BadYaml.class).isThrownBy(() -> at("entries: {a: *none, b: 1}\na: [", "b"));
    }

    @FuzzTest(maxDuration = "20s")
    void any_document_has_it_or_not(byte[] bytes) {
        try {
            Optional<JsonNode> found = YamlText.at(new ByteArrayInputStream(bytes), List.of("entries", "shop"));
            found.ifPresent(value -> assertThat(value.isMissingNode()).isFalse());
        } catch (YamlText.BadYaml e) {
            assertThat(e.getMessage()).startsWith("This is no YAML");
        }
    }

    private static Optional<JsonNode> at(String text, String... names) {
        return YamlText.at(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), List.of(names));
    }
}
