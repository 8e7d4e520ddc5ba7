package io.yumen.service.awsdocs.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.schema.JsonSchema;
import io.yumen.schema.Records;
import io.yumen.service.awsdocs.page.Document;
import io.yumen.service.awsdocs.read.Target.Titled;
import io.yumen.service.awsdocs.read.Target.Whole;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What programs get is what the schemas promise. */
class ShapesTest {
    private static final Document PAGE = Gates.page(3);

    static Stream<Record> answers() {
        PassageReader reader = new PassageReader(PAGE, Gates.URL);
        return Stream.of(
                Outline.of(PAGE, Gates.URL, Outline.DEEPEST),
                reader.read(PassageQuery.of(new Titled("quotas"))),
                reader.read(new PassageQuery(new Whole(), 100, "other")),
                Samples.of(PAGE, Gates.URL, ""),
                Comparison.of(PAGE, Gates.page(5), Gates.URL));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void an_answer_is_of_its_schema(Record answer) {
        assertThat(JsonSchema.of(answer.getClass()).problems(Records.write(answer)))
                .isEmpty();
    }

    @Test
    void an_answer_of_tables_is_of_its_schema() {
        TableQuery query = TableQuery.of(null, "gate", null);
        assertThat(TableShape.SCHEMA.problems(
                        TableSearch.of(PAGE, Gates.URL, query).json()))
                .isEmpty();
        assertThat(TableShape.SCHEMA.problems(
                        TableSearch.of(Gates.of("x"), Gates.URL, query).json()))
                .isEmpty();
    }
}
