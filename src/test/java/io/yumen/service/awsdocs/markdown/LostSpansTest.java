package io.yumen.service.awsdocs.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.service.awsdocs.page.Page;
import io.yumen.service.awsdocs.page.Removed.Reason;
import io.yumen.service.awsdocs.page.Table;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A table of Markdown that has lost which rows a value covers is known by what is left of it. */
class LostSpansTest {
    /** Of lines with {@code /} between them. */
    private static Page page(String lines) {
        return Figures.markdown(lines.replace('/', '\n') + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "| A | B | C |/| - | - | - |/| a1 | b1 | c1 |/| b2 | c2 |",
                "| A | B | C |/| - | - | - |/| a1 | b1 | c1 |/|  | b2 | c2 |",
                "| A | B | C |/| - | - | - |/| a1 | b1 | c1 |/| <a name=\"x\"></a> | b2 | c2 |",
                "| A | B | C |/| - | - | - |/| a1 | b1 | c1 |/| b2 |  |  |",
                "| A | B | C |/| - | - | - |/| a1 | b1 | c1 | d1 |",
                "A | B/- | -/a1 | b1/b2",
                "Words above/| A | B |/| - | - |/| a1 | b1 |/| b2 |",
                "- item//  | A | B |/  | - | - |/  | a1 | b1 |/  | b2 |",
                "> | A | B |/> | - | - |/> | a1 | b1 |/> | b2 |",
                "| A | B |/| - | - |/| a\\|1 | b1 |/| b\\|2 |",
            })
    void rows_that_are_short_long_or_empty_at_an_end_show_it(String lines) {
        Page page = page(lines);
        assertThat(page.removed().of(Reason.SPAN)).as(lines).isOne();
        assertThat(page.lacksSpans()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "| A | B | C |/| - | - | - |/| a1 | b1 | c1 |/| a2 | b2 | c2 |",
                "|  | B | C |/| - | - | - |/| a1 | b1 | c1 |/| a2 | b2 | c2 |",
                "| A | B | C |/| - | - | - |/| a1 | b1 | c1 |/| a2 | b2 |  |/| a3 |  | c3 |",
                "| A | B |/| - | - |/| a1 | b\\|1 |/| a2 | `b\\|2` |",
                "A | B/- | -/a1 | b1/a2 | b2",
                "Words above/| A | B |/| - | - |/| a1 | b1 |/| a2 | b2 |//Words below",
                "- item//  | A | B |/  | - | - |/  | a1 | b1 |/  | a2 | b2 |",
                "> | A | B |/> | - | - |/> | a1 | b1 |/>| a2 | b2 |",
                "| A | B |/| - | - |",
            })
    void a_table_that_says_all_is_taken_as_it_is(String lines) {
        assertThat(page(lines).lacksSpans()).as(lines).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"Actions, true", "**Actions**, true", "Operations, false"})
    void a_table_of_actions_is_known_by_its_head(String first, boolean isKnown) {
        String table = "| " + first + " | Description | Access level | Resource types (*required) | Condition keys |\n"
                + "| --- | --- | --- | --- | --- |\n"
                + "| CreateBerth | Creates a berth | Write | berth* | harbor:Depth |\n";
        assertThat(Figures.markdown(table).lacksSpans()).isEqualTo(isKnown);
    }

    @Test
    void tables_written_as_html_have_their_spans() {
        Page page = Figures.markdown("# Title\n\n<table><tr><th>Actions</th><th>Keys</th></tr>"
                + "<tr><td rowspan=\"2\">Open</td><td>k1</td></tr><tr><td>k2</td></tr></table>\n");
        assertThat(Stream.of(page.blocks().getLast())).hasOnlyElementsOfType(Table.class);
        assertThat(page.lacksSpans()).isFalse();
    }
}
