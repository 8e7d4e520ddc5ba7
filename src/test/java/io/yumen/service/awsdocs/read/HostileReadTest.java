package io.yumen.service.awsdocs.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.service.awsdocs.markdown.Figures;
import io.yumen.service.awsdocs.markdown.Growth;
import io.yumen.service.awsdocs.page.Document;
import io.yumen.service.awsdocs.read.Target.Titled;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Pages, and what is asked of them, that want to cost more than they are worth. */
class HostileReadTest implements Growth {
    private static final int TENTH = 700;

    private static final Map<String, IntFunction<Runnable>> GROWING = Map.ofEntries(
            growing(
                    "large tables under a title each",
                    n -> Growth.many(n, i -> "## t" + i + "\n\n| a |\n| - |\n" + "| b |\n".repeat(22) + "\n"),
                    page -> assertThat(OfficialText.read(page, Gates.URL, Slice.FIRST))
                            .contains("truncated")),
            growing("sections of one title", n -> "## same\n\n| a |\n| - |\n| b |\n\n".repeat(2 * n), page -> {
                TableQuery query = TableQuery.of("same", "b", null);
                assertThat(TableSearch.of(page, Gates.URL, query).results()).isNotEmpty();
                assertThat(new PassageReader(page, Gates.URL)
                                .read(PassageQuery.of(new Titled("same")))
                                .notice())
                        .isNotNull();
            }),
            growing("titles to be looked for", n -> Growth.many(10 * n, i -> "## t" + i + "\n\nx\n\n"), page -> {
                List<String> titles = page.outline().stream()
                        .map(section -> section.title() + (section.start() % 2 == 0 ? "" : "!"))
                        .toList();
                assertThat(OfficialText.sections(page, Gates.URL, titles)).contains("not found");
            }),
            growing(
                    "a table of many rows that a value spans",
                    n -> "<table><tr><th>A</th><th>B</th></tr><tr><td rowspan=\"" + 2 * n + "\">a</td><td>b</td></tr>"
                            + "<tr><td>b</td></tr>".repeat(2 * n - 1) + "</table>",
                    page -> assertThat(TableSearch.of(page, Gates.URL, TableQuery.of(null, "b", null))
                                    .results())
                            .hasSize(1)),
            growing(
                    "a name of many parts",
                    n -> "| a |\n| - |\n| " + "b-".repeat(50 * n) + "b |\n",
                    page -> assertThat(TableSearch.of(page, Gates.URL, TableQuery.of(null, "b", null))
                                    .results())
                            .hasSize(1)),
            growing(
                    "columns of one title",
                    n -> "<table><tr><th>A</th><th colspan=999>x</th></tr><tr><td>a</td><td>b</td></tr></table>\n\n"
                            .repeat(n / 16),
                    page -> assertThat(TableSearch.of(page, Gates.URL, TableQuery.of(null, "b", null))
                                    .results())
                            .isNotEmpty()),
            growing("nothing in common", n -> "a\n\n---\n\n".repeat(5 * n), page -> {
                Document other = Figures.written(Figures.markdown(
                        "b\n\n```\nc\n```\n\n".repeat(page.parts().size() / 2)));
                assertThat(Comparison.of(page, other, Gates.URL).same()).isZero();
            }),
            growing("little in common", n -> Growth.many(5 * n, i -> "a" + i % 100 + "\n\n"), page -> {
                Document other = Figures.written(
                        Figures.markdown(Growth.many(page.parts().size(), i -> "a" + i * i % 97 + "\n\n")));
                assertThat(Comparison.of(page, other, Gates.URL).changed()).isPositive();
            }));

    private static Map.Entry<String, IntFunction<Runnable>> growing(
            String what, IntFunction<String> markdown, Consumer<Document> reading) {
        return Map.entry(what, n -> {
            Document page = Figures.written(Figures.markdown(markdown.apply(n)));
            return () -> reading.accept(page);
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
}
