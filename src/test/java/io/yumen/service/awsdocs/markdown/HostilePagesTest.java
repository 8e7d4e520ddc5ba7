package io.yumen.service.awsdocs.markdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.yumen.service.awsdocs.html.HtmlReader;
import io.yumen.service.awsdocs.page.Document;
import io.yumen.service.awsdocs.page.Page;
import io.yumen.service.awsdocs.page.PageLimits;
import io.yumen.service.awsdocs.page.PageRefused;
import io.yumen.service.awsdocs.page.Removed.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages that want to cost more than they are worth. */
class HostilePagesTest implements Growth {
    /** Far more than any of these takes; what has no end takes longer. */
    private static final Duration ENOUGH = Duration.ofMinutes(2);

    private static final int DEEP = 100_000;
    private static final int LARGE = 10 << 20;

    /** Texts that are read: words stay, whatever is around them. */
    private static final Map<String, Supplier<String>> READ_AS_HTML = Map.ofEntries(
            Map.entry("deep divisions", () -> "<div>".repeat(DEEP) + "kept"),
            Map.entry("deep emphasis", () -> "<p>" + "<b><i>".repeat(DEEP / 2) + "kept"),
            Map.entry("deep lists", () -> "<ul><li>".repeat(DEEP) + "kept"),
            Map.entry("deep quotes", () -> "<blockquote>".repeat(DEEP) + "kept"),
            Map.entry("deep tables", () -> "<table><tr><td>".repeat(DEEP / 3) + "kept"),
            Map.entry("deep terms", () -> "<dl><dt>x<dd>".repeat(DEEP / 3) + "kept"),
            Map.entry("deep expandables", () -> "<awsui-expandable-section title=x>".repeat(DEEP) + "kept"),
            Map.entry("deep callouts", () -> "<div class=awsdocs-note>".repeat(DEEP) + "kept"),
            Map.entry("deep tabs", () -> "<awsdocs-tabs><dl><dt>t</dt><dd>".repeat(DEEP / 4) + "kept"),
            Map.entry("deep code", () -> "<code><span>".repeat(DEEP / 2) + "kept"),
            Map.entry("ends without beginnings", () -> "</div></p></b>".repeat(DEEP) + "kept"),
            Map.entry("tags in a paragraph", () -> "<p>" + "a<b></b>".repeat(200_000) + "kept"),
            Map.entry("attributes", () -> "<p " + "a b=c ".repeat(500_000) + ">kept"),
            Map.entry("classes", () -> "<p class='" + "a ".repeat(500_000) + "'>kept"),
            Map.entry("tab lists", () -> "<div role=tablist><i role=tab>t</i></div>".repeat(50_000) + "kept"),
            Map.entry("10 MB of words", () -> "<p>" + "word ".repeat(LARGE / 5 - 10) + "kept"),
            Map.entry("10 MB of nothing", () -> " ".repeat(LARGE - 10) + "kept"),
            Map.entry("10 MB of a listing", () -> "<pre>" + "`\n".repeat(LARGE / 2 - 20) + "kept</pre>"),
            Map.entry("10 MB of entities", () -> "&lt;".repeat(LARGE / 4 - 10) + "kept"),
            Map.entry(
                    "a span of millions",
                    () -> "<table><tr><td>a<td colspan=9999999 rowspan=9999999>kept"
                            + "<tr><td colspan=99999999999999999999>x</table>"));

    private static final Map<String, Supplier<String>> READ_AS_MARKDOWN = Map.ofEntries(
            Map.entry("deep quotes", () -> "> ".repeat(DEEP) + "kept"),
            Map.entry("deep lists", () -> "- ".repeat(DEEP) + "kept"),
            Map.entry("deep emphasis", () -> "*a **a ".repeat(DEEP / 2) + "kept" + " b* b**".repeat(DEEP / 2)),
            Map.entry("brackets", () -> "[".repeat(DEEP) + "kept" + "](x)".repeat(DEEP)),
            Map.entry("pictures", () -> "![".repeat(DEEP) + "kept" + "](x)".repeat(DEEP)),
            Map.entry("backticks", () -> "`a``b```".repeat(DEEP) + "kept"),
            Map.entry("braces", () -> "{{".repeat(DEEP) + "kept" + "}}".repeat(DEEP)),
            Map.entry("tags", () -> "kept <span hidden>".repeat(DEEP / 5)),
            Map.entry(
                    "expandables",
                    () -> "kept\n\n" + "<details>\n\n".repeat(DEEP) + "x\n\n" + "</details>\n\n".repeat(DEEP)),
            Map.entry("tables without end", () -> "kept\n\n" + "<table>\n\n".repeat(DEEP / 2)),
            Map.entry("tabs", () -> "kept\n\n" + "___\n\n#### [ x ]\n\n".repeat(20_000)),
            Map.entry("lines across", () -> "kept\n\n" + "---\n\n".repeat(50_000)),
            Map.entry("10 MB of words", () -> "word ".repeat(LARGE / 5 - 10) + "kept"),
            Map.entry("10 MB of pipes", () -> "kept\n\n" + "|".repeat(LARGE - 100)),
            Map.entry("10 MB of stars", () -> "kept " + "*".repeat(LARGE - 100)));

    /** A tenth of what is read to see how work grows, and the rest. */
    private static final int TENTH = 8_000;

    /** Pages whose every piece invites to look at all others once more. */
    private static final Map<String, IntFunction<Runnable>> GROWING = Map.ofEntries(
            growingHtml("breaks before words", n -> "<br>".repeat(6 * n) + "kept"),
            growingHtml("blocks right in a list", n -> "<ul><li>kept" + "<p>x".repeat(2 * n) + "</ul>"),
            growingHtml("meanings of one term", n -> "<dl><dt>kept" + "<dd>x".repeat(2 * n) + "</dl>"),
            growingHtml(
                    "anchors of one heading",
                    n -> Growth.many(n, i -> "<p><a id=a" + i + "></a></p>") + "<h2>kept</h2>"),
            growingHtml(
                    "headings below a long one",
                    n -> "<h1>kept <b>x</b>" + "long ".repeat(n) + "</h1>" + "<h2>x</h2>".repeat(n)),
            growingMarkdown("terms one after the other", n -> "kept\n\n" + "**a**  \nb\n\n".repeat(2 * n)),
            growingMarkdown(
                    "tables that end outside of what they are in",
                    n -> "kept\n\n" + "<details>\n\n<table>\n\n</details>\n\n".repeat(n)),
            growingMarkdown(
                    "hidden things of many names", n -> "kept\n\n" + Growth.many(n, i -> "<div" + i + " hidden>\n\n")),
            growingMarkdown("placeholders without a name", n -> "{{".repeat(2 * n) + "kept" + "}}".repeat(2 * n)));

    private static Map.Entry<String, IntFunction<Runnable>> growingHtml(String what, IntFunction<String> page) {
        return Map.entry(what, n -> {
            String html = page.apply(n);
            return () -> assertThat(Figures.written(Figures.html(html)).text()).contains("kept");
        });
    }

    private static Map.Entry<String, IntFunction<Runnable>> growingMarkdown(String what, IntFunction<String> page) {
        return Map.entry(what, n -> {
            String markdown = page.apply(n);
            return () -> assertThat(Figures.written(Figures.markdown(markdown)).text())
                    .contains("kept");
        });
    }

    @Override
    public Map<String, IntFunction<Runnable>> growing() {
        return GROWING;
    }

    @Override
    public int tenth() {
        return TENTH;
    }

    static Stream<String> asHtml() {
        return READ_AS_HTML.keySet().stream().sorted();
    }

    static Stream<String> asMarkdown() {
        return READ_AS_MARKDOWN.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("asHtml")
    void html_is_read_within_bounds(String what) {
        String html = READ_AS_HTML.get(what).get();
        Document document = assertTimeoutPreemptively(ENOUGH, () -> Figures.written(Figures.html(html)));
        assertThat(document.text().contains("kept")).as(what).isTrue();
    }

    @ParameterizedTest
    @MethodSource("asMarkdown")
    void markdown_is_read_within_bounds(String what) {
        String markdown = READ_AS_MARKDOWN.get(what).get();
        Document document = assertTimeoutPreemptively(ENOUGH, () -> Figures.written(Figures.markdown(markdown)));
        assertThat(document.text().contains("kept")).as(what).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10 MB and more | The page has 10485761 characters; at most 10485760 are read",
                "tags | The page has 600001 tags; at most 500000 are read",
                "columns | A table of the page has more than 1000 columns",
                "places | A table of the page has 2000 rows of 501 columns, with spans; at most 500000 places are read",
                "written | The page has more than 33554432 characters as Markdown, with its spans written out",
                "blocks | The page has more than 200000 blocks",
            })
    void what_is_too_large_is_refused_with_the_limit(String what, String why) {
        String html = switch (what) {
            case "tags" -> "<b>".repeat(600_001);
            case "columns" -> "<table><tr>" + "<td colspan=600>x</td>".repeat(3) + "</table>";
            case "places" -> "<table><tr>" + "<td>x".repeat(501) + "<tr><td>y".repeat(1_999) + "</table>";
            case "written" ->
                "<table><tr><td rowspan=4000>" + "x".repeat(100_000) + "</td><td></td></tr>"
                        + "<tr><td>y</td></tr>".repeat(3_999) + "</table>";
            case "blocks" -> "<p>x".repeat(200_001);
            default -> "x".repeat(LARGE + 1);
        };
        assertThatThrownBy(() -> Figures.written(Figures.html(html)))
                .isInstanceOf(PageRefused.class)
                .hasMessage(why);
    }

    @Test
    void markdown_has_the_same_limits() {
        assertThatThrownBy(() -> Figures.markdown("x".repeat(LARGE + 1))).isInstanceOf(PageRefused.class);
        assertThatThrownBy(() -> Figures.markdown("x\n\n".repeat(200_001)))
                .isInstanceOf(PageRefused.class)
                .hasMessage("The page has more than 200000 blocks");
        assertThatThrownBy(() -> Figures.markdown("|a".repeat(1_001) + "\n" + "|-".repeat(1_001) + "\n"))
                .isInstanceOf(PageRefused.class)
                .hasMessage("A table of the page has more than 1000 columns");
    }

    @Test
    void what_nests_too_deep_is_read_as_if_its_outermost_container_held_it_and_is_counted() {
        PageLimits shallow = new PageLimits(1_000, 1_000, 1_000, 2, 1_000, 1_000);
        Page page = new HtmlReader(shallow).read("<ul><li>a<ul><li>b<ul><li>c</ul></ul></ul>", Figures.ADDRESS);
        assertThat(Figures.written(page).text()).isEqualTo("- a\n\n  - b\n\n    c");
        assertThat(page.removed().of(Reason.DEPTH)).isEqualTo(1);
    }

    @Test
    void a_span_of_millions_covers_what_there_is() {
        Page page = Figures.html("<table><tr><td>a<td colspan=1000000 rowspan=1000000>b<tr><td>c</table>");
        assertThat(ParsedBack.of(Figures.written(page).text()).tables)
                .containsExactly(List.of(List.of("", ""), List.of("a", "b"), List.of("c", "b")));
    }
}
