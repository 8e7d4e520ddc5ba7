package io.yumen.service.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.protocol.JsonCodec;
import io.yumen.schema.Records;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** JMESPath finds in our trees what its specification says. */
class QueryTest {
    private static final JsonNode TREE = Records.parse("""
            {"people": [{"name": "ann", "age": 30, "tags": ["a", "b"]}, {"name": "bob", "age": 25.5, "tags": []}],
             "empty": {}, "none": null, "quoted name": 1, "big": 12345678901234567890}""");

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "people[0].name # \"ann\"",
                "people[*].name # [\"ann\",\"bob\"]",
                "people[?age > `26`].name | [0] # \"ann\"",
                "people[].tags[] # [\"a\",\"b\"]",
                "people[-1].{n: name, count: length(tags)} # {\"n\":\"bob\",\"count\":0}",
                "length(people) # 2",
                "sort_by(people, &age)[0].name # \"bob\"",
                "sum(people[].age) # 55.5",
                "\"quoted name\" # 1",
                "big # 12345678901234567890",
                "missing.deeper # null",
                "none # null",
                "empty || 'nothing' # \"nothing\"",
                "keys(people[0]) # [\"name\",\"age\",\"tags\"]",
                "join(',', people[].name) # \"ann,bob\"",
                "to_string(people[0].tags) # \"[\\\"a\\\",\\\"b\\\"]\"",
                "people[?contains(tags, 'b')].name # [\"ann\"]",
                "!none # true",
                "max_by(people, &age).name # \"ann\"",
            })
    void what_an_expression_says_is_found(String expression, String found) {
        assertThat(JsonCodec.text(Query.of(expression).find(TREE))).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {"people[ # no JMESPath", "a..b # no JMESPath", "nothing(people) # nothing"})
    void what_is_no_expression_is_told(String expression, String why) {
        assertThatThrownBy(() -> Query.of(expression))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void what_is_too_long_or_too_deep_is_refused_and_breaks_nothing() {
        assertThatThrownBy(() -> Query.of("a".repeat(3_000))).isInstanceOf(IllegalArgumentException.class);
        assertThat(Query.of("(".repeat(400) + "big" + ")".repeat(400))
                        .find(TREE)
                        .isNumber())
                .isTrue();
    }

    @Test
    void what_doubles_a_tree_again_and_again_ends_soon() {
        for (String step : new String[] {
            "[@,@]", "[@,@][]", "{a: @, b: @}", "[to_string(@), to_string(@)]", "join('', [to_string(@), to_string(@)])"
        }) {
            String bomb = String.join(" | ", Collections.nCopies(40, step));
            assertThatThrownBy(() -> Query.of(bomb).find(TREE))
                    .as(step)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("too much");
        }
    }
}
