package io.yumen.service.awsdocs.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.golden.Golden;
import io.yumen.service.awsdocs.page.Document;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages in the words of AWS's server. */
class OfficialTextTest {
    private static final String FRAME = "AWS Documentation from " + Gates.URL + ":\n\n";
    private static final Slice ALL = new Slice(0, Slice.LENGTH_BELOW - 1);

    private static final String TRUNCATED =
            "\n\n\nTable truncated (showing 5 of 21 rows). Use the `search_table` tool to find specific rows.\n"
                    + "  Example: search_table(url=\"" + Gates.URL
                    + "\", section_title=\"Quotas\", query=\"your search term\")\n";

    @Test
    void a_page_and_its_sections_are_shown_as_they_were_looked_at() throws IOException {
        Document page = Gates.page(21);
        Golden.matches(
                Gates.FOLDER.resolve("read_documentation.out.md"), OfficialText.read(page, Gates.URL, ALL) + "\n");
        Golden.matches(
                Gates.FOLDER.resolve("read_sections.out.md"),
                OfficialText.sections(page, Gates.URL, List.of("The end 😀", "no such", " QUOTAS")) + "\n");
    }

    @Test
    void a_page_that_ends_says_nothing_of_more() {
        Document page = Gates.of("<h1>T</h1><p>Words.</p>");
        assertThat(OfficialText.read(page, Gates.URL, Slice.FIRST)).isEqualTo(FRAME + "# T\n\nWords.");
        assertThat(OfficialText.read(page, Gates.URL, new Slice(3, 8))).isEqualTo(FRAME + "\n\nWords.".substring(0, 8));
    }

    @Test
    void a_page_that_goes_on_says_where() {
        Document page = Gates.of("<p>A few words.</p>");
        assertThat(OfficialText.read(page, Gates.URL, new Slice(2, 3)))
                .isEqualTo(
                        FRAME
                                + "few\n\n<e>Content truncated. Call the read_documentation tool with start_index=5 to get more content.</e>");
        assertThat(OfficialText.read(page, Gates.URL, new Slice(12, 5)))
                .isEqualTo(FRAME + "<e>No more content available.</e>");
        assertThat(OfficialText.read(page, Gates.URL, new Slice(Integer.MAX_VALUE, 5)))
                .isEqualTo(FRAME + "<e>No more content available.</e>");
        assertThat(OfficialText.read(Gates.of(""), Gates.URL, Slice.FIRST))
                .isEqualTo(FRAME + "<e>No more content available.</e>");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100, 999})
    void slices_together_are_the_page(int length) {
        Document page = Gates.page(21);
        String whole = OfficialText.read(page, Gates.URL, ALL).substring(FRAME.length());
        StringBuilder read = new StringBuilder();
        for (int start = 0; ; start += length) {
            String slice =
                    OfficialText.read(page, Gates.URL, new Slice(start, length)).substring(FRAME.length());
            int end = slice.lastIndexOf("\n\n<e>Content truncated.");
            read.append(slice, 0, end < 0 ? slice.length() : end);
            if (end < 0) {
                break;
            }
        }
        assertThat(read.toString()).isEqualTo(whole);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 700, 900})
    void a_slice_of_a_long_page_is_told_as_if_all_of_it_were_read(int start) {
        Document page = Gates.page(2_000);
        String whole = OfficialText.read(page, Gates.URL, ALL).substring(FRAME.length());
        int end = whole.offsetByCodePoints(start, 50);
        assertThat(OfficialText.read(page, Gates.URL, new Slice(start, 50)))
                .isEqualTo(FRAME + whole.substring(start, end)
                        + "\n\n<e>Content truncated. Call the read_documentation tool with start_index=" + (start + 50)
                        + " to get more content.</e>");
    }

    @Test
    void a_slice_never_parts_a_character() {
        Document page = Gates.of("<p>a😀b</p>");
        assertThat(OfficialText.read(page, Gates.URL, new Slice(1, 1))).startsWith(FRAME + "😀\n\n<e>");
        assertThat(OfficialText.read(page, Gates.URL, new Slice(2, 1))).isEqualTo(FRAME + "b");
    }

    @Test
    void a_table_of_more_than_20_rows_is_shortened() {
        String shortened = OfficialText.read(Gates.page(21), Gates.URL, ALL);
        assertThat(shortened).contains("| Gates of lane 5 | 5 | 5000 |" + TRUNCATED);
        assertThat(shortened).doesNotContain("Gates of lane 6").contains("| row | 25 | |");
        String whole = OfficialText.read(Gates.page(20), Gates.URL, ALL);
        assertThat(whole).contains("Gates of lane 20").doesNotContain("truncated");
    }

    @Test
    void a_table_below_no_section_is_shortened_with_a_place_for_the_title() {
        String rows = Gates.lines(21, i -> "<tr><td>" + i + "</td></tr>");
        String table = "<table><tr><th>N</th></tr>" + rows + "</table>";
        assertThat(OfficialText.read(Gates.of(table), Gates.URL, ALL)).contains("section_title=\"<section>\"");
        assertThat(OfficialText.read(Gates.of("<h2>a \"b\"</h2>" + table), Gates.URL, ALL))
                .contains("section_title=\"<section>\"");
        assertThat(OfficialText.read(Gates.of("<ul><li><p>in</p>" + table + "</ul>"), Gates.URL, ALL))
                .contains("  | 5 |\n\n\nTable truncated (showing 5 of 21 rows).");
    }

    @Test
    void sections_come_in_the_order_of_the_page() {
        Document page = Gates.page(2);
        String both = OfficialText.sections(page, Gates.URL, List.of("quotas", "ACTIONS   of gates"));
        assertThat(both).startsWith("## Actions of *gates*\n\n").contains("### Notes on actions", "\n\n## Quotas\n\n");
        assertThat(both).doesNotContain("The end").doesNotContain("A gate opens");
        assertThat(OfficialText.sections(page, Gates.URL, List.of("The end 😀")))
                .isEqualTo("## The end 😀\n\nNothing more.");
    }

    @Test
    void titles_that_are_missing_are_named() {
        assertThat(OfficialText.sections(Gates.page(2), Gates.URL, List.of("The end 😀", "no such", " other ")))
                .isEqualTo("## The end 😀\n\nNothing more.\n\n"
                        + "> **Note**: The following requested sections were not found: \"no such\", \"other\"");
    }

    @Test
    void a_page_without_the_sections_says_which_it_has() {
        assertThatThrownBy(
                        () -> OfficialText.sections(Gates.page(2), Gates.URL, List.of("no such", "Notes on actions")))
                .isInstanceOf(ReadRefused.class)
                .hasMessage("No matching sections were found: \"no such\", \"Notes on actions\". Available sections: "
                        + "\"Actions of gates\", \"Quotas\", \"The end 😀\". Please retry with one or more of these "
                        + "sections or use the read_documentation tool instead to get the full document content.");
        assertThatThrownBy(() -> OfficialText.sections(Gates.of("<h1>T</h1>"), Gates.URL, List.of("T")))
                .isInstanceOf(ReadRefused.class)
                .hasMessage(
                        "This document does not contain subsections. Please use the read_documentation tool instead "
                                + "to get the full document content.");
        assertThatThrownBy(() -> OfficialText.sections(Gates.page(2), Gates.URL, List.of()))
                .isInstanceOf(ReadRefused.class)
                .hasMessage("section_titles parameter cannot be empty");
    }

    @Test
    void a_slice_has_bounds() {
        assertThatThrownBy(() -> new Slice(-1, 5))
                .isInstanceOf(ReadRefused.class)
                .hasMessage("start_index must be 0 or more, not -1");
        assertThatThrownBy(() -> new Slice(0, 0)).isInstanceOf(ReadRefused.class);
        assertThatThrownBy(() -> new Slice(0, 1_000_000))
                .isInstanceOf(ReadRefused.class)
                .hasMessage("max_length must be more than 0 and less than 1000000, not 1000000");
        assertThat(Slice.FIRST).isEqualTo(new Slice(0, 5_000));
    }
}
