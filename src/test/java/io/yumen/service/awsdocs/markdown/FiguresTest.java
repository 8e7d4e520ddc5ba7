package io.yumen.service.awsdocs.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.golden.Golden;
import io.yumen.service.awsdocs.markdown.Figures.Form;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each figure that pages have, in both forms of a page. */
class FiguresTest {
    private static final List<String> FIGURES = List.of(
            "spans",
            "cells",
            "heads",
            "tabs",
            "callouts",
            "lists",
            "terms",
            "code",
            "images",
            "anchors",
            "expandable",
            "placeholders",
            "hidden",
            "machines",
            "words");

    static Stream<Arguments> eachInEachForm() {
        return FIGURES.stream().flatMap(figure -> Stream.of(Form.values()).map(form -> Arguments.of(figure, form)));
    }

    static Stream<String> each() {
        return FIGURES.stream();
    }

    @ParameterizedTest
    @MethodSource("each")
    void a_figure_is_written_as_it_was_looked_at(String figure) throws IOException {
        String text = Figures.document(figure, Form.HTML).text();
        assertThat(text).doesNotContain("leaked").doesNotContain("View a markdown");
        Golden.matches(Figures.FOLDER.resolve("figures/" + figure + ".out.md"), text + "\n");
    }

    @ParameterizedTest
    @MethodSource("each")
    void both_forms_of_a_figure_are_written_alike(String figure) {
        String text = Figures.document(figure, Form.MARKDOWN).text();
        assertThat(text).isEqualTo(Figures.document(figure, Form.HTML).text()).doesNotContain("leaked");
    }

    @ParameterizedTest
    @MethodSource("eachInEachForm")
    void what_is_written_is_read_and_written_alike(String figure, Form form) {
        String text = Figures.document(figure, form).text();
        assertThat(Figures.written(Figures.markdown(text)).text()).isEqualTo(text);
    }
}
