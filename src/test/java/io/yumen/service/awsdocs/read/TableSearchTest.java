package io.yumen.service.awsdocs.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.yumen.golden.Golden;
import io.yumen.service.awsdocs.page.Document;
import io.yumen.service.awsdocs.read.TableAnswer.Matches;
import io.yumen.service.awsdocs.read.TableAnswer.Row;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Rows of tables, found by words. */
class TableSearchTest {
    private static final String NO_ROWS =
            "No rows matched all query words. Try fewer or broader terms, or check spelling. "
                    + "Each word must appear somewhere in the row.";

    private static TableAnswer search(Document page, @Nullable String section, String query) {
        return TableSearch.of(page, Gates.URL, TableQuery.of(section, query, null));
    }

    private static List<String> first(String table, String query) {
        return search(Gates.of(table), null, query).results().stream()
                .flatMap(each -> each.rows().stream())
                .map(row -> row.values().values().iterator().next())
                .toList();
    }

    @Test
    void answers_are_as_they_were_looked_at() throws IOException {
        Document page = Gates.page(3);
        StringBuilder seen = new StringBuilder();
        for (TableQuery query : List.of(
                TableQuery.of("Actions of gates", "gate", null),
                TableQuery.of(null, "lane", 2),
                TableQuery.of("quotas", "no such", null),
                TableQuery.of("No section", "gate", null),
                TableQuery.of("The end 😀", "gate", null))) {
            seen.append(query).append('\n');
            seen.append(TableSearch.of(page, Gates.URL, query).json().toPrettyString())
                    .append("\n\n");
        }
        Golden.matches(Gates.FOLDER.resolve("search_table.out.txt"), seen.toString());
    }

    @Test
    void rows_that_a_value_spans_are_one() {
        TableAnswer answer = search(Gates.page(3), "ACTIONS of  gates", "wallcolor gate");
        assertThat(answer.searched()).isEqualTo(1);
        assertThat(answer.hint()).isNull();
        Matches matches = answer.results().getFirst();
        assertThat(matches.heading()).isNull();
        assertThat(matches.columns().parents()).containsExactly("Actions", "Description");
        assertThat(matches.columns().children()).containsExactly("Resource types", "Condition keys");
        assertThat(matches.total()).isEqualTo(3);
        assertThat(matches.matched()).isEqualTo(2);
        Row open = matches.rows().getFirst();
        assertThat(open.values())
                .containsExactly(
                        entry("Actions", "[OpenGate](https://docs.aws.amazon.com/lane/latest/guide/API_OpenGate.html)"),
                        entry("Description", "Opens a gate, of up to 6,000"));
        assertThat(open.below()).hasSize(3);
        assertThat(open.below().get(1))
                .containsExactly(
                        entry("Resource types", "[wall](" + Gates.URL + "#wall)"),
                        entry("Condition keys", "lane:WallColor"));
        assertThat(open.below().get(2))
                .containsExactly(
                        entry("Condition keys", "[aws:RequestTag/${TagKey}](" + Gates.URL + "#tag) aws:TagKeys"));
    }

    @Test
    void no_row_goes_without_what_spans_it() {
        Document page = Gates.of("<table><tr><th>A<th>B<th>C</tr>"
                + "<tr><td rowspan=2>a1<td>b1<td>c1</tr><tr><td rowspan=2>b2<td>c2</tr><tr><td>a3<td>c3</tr></table>");
        Matches matches = search(page, null, "c3").results().getFirst();
        assertThat(matches.total()).isEqualTo(3);
        assertThat(matches.rows().getFirst().values()).containsExactly(entry("A", "a3"), entry("B", "b2"));
        assertThat(search(page, null, "c2")
                        .results()
                        .getFirst()
                        .rows()
                        .getFirst()
                        .values())
                .containsExactly(entry("A", "a1"), entry("B", "b2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "us-east-1 | us-east-1 gate",
                "east | us-east-1 gate",
                "US EAST | us-east-1 gate",
                "6000 | 6,000 walls",
                "6,000 | 6,000 walls",
                "wall | 6,000 walls",
                "wal |",
                "1 | us-east-1 gate",
                "10 | 100 10",
                "snake | snake_case v1.2",
                "v1.2 | snake_case v1.2",
                "café | Café 漢字",
                "字漢 | Café 漢字",
                "gate east | us-east-1 gate",
                "gate walls |",
                "... |"
            })
    void a_row_matches_by_whole_words_or_by_beginnings_of_four_letters(String query, @Nullable String row) {
        String table = "<table><tr><th>N</tr><tr><td>us-east-1 gate</tr><tr><td>6,000 walls</tr><tr><td>100 10</tr>"
                + "<tr><td>snake_case v1.2</tr><tr><td>Café 漢字</tr></table>";
        assertThat(first(table, query)).isEqualTo(row == null ? List.of() : List.of(row));
    }

    @Test
    void addresses_of_links_are_not_searched() {
        assertThat(first("<table><tr><th>N</tr><tr><td><a href='x/secret.html'>words</a></tr></table>", "secret"))
                .isEmpty();
    }

    @Test
    void rows_that_say_it_in_the_first_column_come_first() {
        assertThat(first(
                        "<table><tr><th>N<th>D</tr><tr><td>wall<td>by the gate</tr><tr><td>open<td>gate open</tr>"
                                + "<tr><td>gate<td>open</tr><tr><td>open gate<td>x</tr></table>",
                        "open gate"))
                .containsExactly("open gate", "open", "gate");
    }

    @Test
    void columns_have_one_name_each() {
        Document page = Gates.of("<table><thead><tr><th rowspan=2>Name<th colspan=2>Limit<th><th>Limit</tr>"
                + "<tr><th>low<th>high<th><th>low</tr></thead><tr><td>a<td>1<td>2<td>3<td>4</tr></table>");
        assertThat(search(page, null, "a").results().getFirst().columns().all())
                .containsExactly("Name", "Limit - low", "Limit - high", "column_4", "Limit - low_2");
        Document spanned = Gates.of("<table><tr><th>rows<th>N</tr><tr><td rowspan=2>a<td>b</tr><tr><td>c</tr></table>");
        assertThat(search(spanned, null, "a").results().getFirst().columns().all())
                .containsExactly("rows_2", "N");
        Document bare = Gates.of("<table><tr><td>Name<td>Limit</tr><tr><td>a<td>1</tr></table>");
        assertThat(search(bare, null, "a").results().getFirst().columns().all()).containsExactly("Name", "Limit");
    }

    @Test
    void tables_are_found_wherever_they_stand_and_say_under_which_heading() {
        String table = "<table><tr><th>N</tr><tr><td>gate</tr></table>";
        Document page = Gates.of("<h2>One</h2><ul><li>x" + table + "</ul><h3>Below</h3>" + "<awsdocs-tabs><dl><dt>t<dd>"
                + table + "</dl></awsdocs-tabs><h2>Two</h2>" + table);
        TableAnswer all = search(page, null, "gate");
        assertThat(all.searched()).isEqualTo(3);
        assertThat(all.section()).isEqualTo("One");
        assertThat(all.results()).extracting(Matches::heading).containsExactly("One", "Below", "Two");
        TableAnswer one = search(page, "one", "gate");
        assertThat(one.section()).isEqualTo("one");
        assertThat(one.results()).extracting(Matches::heading).containsExactly(null, "Below");
        assertThat(search(Gates.of(table), null, "gate").section()).isEqualTo("(all tables)");
    }

    @Test
    void as_many_rows_are_shown_as_are_asked_for() {
        Matches matches = TableSearch.of(Gates.page(30), Gates.URL, TableQuery.of("Quotas", "gates", 3))
                .results()
                .getFirst();
        assertThat(matches.total()).isEqualTo(30);
        assertThat(matches.matched()).isEqualTo(30);
        assertThat(matches.rows()).hasSize(3);
        assertThat(search(Gates.page(30), "Quotas", "gates")
                        .results()
                        .getFirst()
                        .rows())
                .hasSize(20);
    }

    @Test
    void where_nothing_is_found_a_hint_says_why() {
        Document page = Gates.page(2);
        assertThat(search(page, null, "no such").hint()).isEqualTo(NO_ROWS);
        assertThat(search(Gates.of("<h1>T</h1>"), null, "x").hint()).isEqualTo("No tables found on this page.");
        assertThat(search(page, "Gone", "x").hint())
                .isEqualTo("Section \"Gone\" not found. Available sections: \"Figures\", \"Actions of gates\", "
                        + "\"Notes on actions\", \"Quotas\", \"The end 😀\"");
        assertThat(search(page, "The end 😀", "x").hint())
                .startsWith("No table found in section \"The end 😀\". Available sections: \"Figures\", ");
        ObjectNode found = search(page, "Quotas", "gate").json();
        assertThat(found.path("hint").isNull()).isTrue();
        assertThat(found.path("error").isNull())
                .as("a failure is none of these")
                .isTrue();
    }

    @Test
    void a_query_has_words_and_bounds() {
        assertThatThrownBy(() -> TableQuery.of(null, "  ", null))
                .isInstanceOf(ReadRefused.class)
                .hasMessage("query parameter cannot be empty");
        assertThatThrownBy(() -> TableQuery.of(null, "x", 101))
                .isInstanceOf(ReadRefused.class)
                .hasMessage("max_rows must be 1 to 100, not 101");
        assertThatThrownBy(() -> TableQuery.of(null, "x", 0)).isInstanceOf(ReadRefused.class);
    }
}
