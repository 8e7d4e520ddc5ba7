package io.yumen.service.awsdocs.shelf.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.exchange.Cancellation;
import io.yumen.service.awsdocs.page.Document;
import io.yumen.service.awsdocs.page.Grid;
import io.yumen.service.awsdocs.page.Table;
import io.yumen.service.awsdocs.page.Words;
import io.yumen.service.awsdocs.shelf.index.IndexDepot;
import io.yumen.service.awsdocs.shelf.index.IndexLimits;
import io.yumen.service.awsdocs.upstream.Fetched;
import io.yumen.service.awsdocs.upstream.Form;
import io.yumen.service.awsdocs.upstream.Freshness;
import io.yumen.service.awsdocs.upstream.Upstream;
import io.yumen.service.awsdocs.upstream.UpstreamFailed;
import io.yumen.store.TurnedClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever becomes of spans in Markdown, no cell is told in a wrong column as if it were right. */
class SpansPropertyTest {
    private static final int TABLES = 300;

    @TempDir
    private Path folder;

    /** How Markdown may write the places that a value reaches from the row above. */
    private enum Loss {
        SHORT,
        EMPTY
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void no_cell_is_told_in_a_wrong_column(Loss loss) throws UpstreamFailed {
        TurnedClock clock = new TurnedClock();
        Site site = new Site(loss);
        int whole = 0;
        try (Shelf shelf = new Shelf(
                ShelfLimits.DEFAULT,
                site,
                IndexDepot.open(folder.resolve("pages"), IndexLimits.DEFAULT, clock),
                clock)) {
            for (int seed = 0; seed < TABLES; seed++) {
                Spanned table = Spanned.of(new Random(seed));
                Answer.Have<Document> told = (Answer.Have<Document>) shelf.page(Site.address(seed), new Cancellation());
                List<List<String>> rows = rows(told.thing());
                if (told.copy().form() == Form.HTML) {
                    assertThat(rows).as("table %d", seed).isEqualTo(table.values());
                } else {
                    requireInPlace(rows, table, loss);
                    whole++;
                }
            }
        }
        assertThat(whole).as("tables that needed no second request").isBetween(TABLES / 20, TABLES);
        assertThat(site.asked).hasValue(2 * TABLES - whole);
    }

    /** What is told of the Markdown stands where it belongs; of short rows nothing is told that lacks anything. */
    private static void requireInPlace(List<List<String>> rows, Spanned table, Loss loss) {
        assertThat(rows).hasSameSizeAs(table.values());
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < rows.get(row).size(); column++) {
                String value = rows.get(row).get(column);
                if (loss == Loss.SHORT || !value.isEmpty()) {
                    assertThat(value).isEqualTo(table.values().get(row).get(column));
                }
            }
            assertThat(rows.get(row).getFirst())
                    .as("what the row is about")
                    .isEqualTo(table.values().get(row).getFirst());
        }
    }

    private static List<List<String>> rows(Document document) {
        Grid grid = document.parts().stream()
                .map(part -> part.block())
                .filter(Table.class::isInstance)
                .map(block -> ((Table) block).grid())
                .findFirst()
                .orElseThrow();
        return grid.rows().stream()
                .map(row ->
                        row.stream().map(cell -> Words.ofBlocks(cell.blocks())).toList())
                .toList();
    }

    /**
     * A table.
     *
     * @param values in each place, the head first
     * @param begins whether the value begins there, and does not reach there from above
     */
    private record Spanned(List<List<String>> values, List<List<Boolean>> begins) {
        static Spanned of(Random random) {
            int width = 2 + random.nextInt(5);
            int height = 2 + random.nextInt(8);
            boolean hasSpans = random.nextInt(3) > 0;
            List<List<String>> values = new ArrayList<>();
            List<List<Boolean>> begins = new ArrayList<>();
            for (int row = 0; row < height; row++) {
                List<String> line = new ArrayList<>();
                List<Boolean> begun = new ArrayList<>();
                for (int column = 0; column < width; column++) {
                    // A row of the page has a cell of its own at least.
                    boolean isNeeded = column == width - 1 && !begun.contains(true);
                    boolean reaches = hasSpans && row > 1 && !isNeeded && random.nextInt(4) == 0;
                    line.add(reaches ? values.getLast().get(column) : "v" + row + "-" + column);
                    begun.add(!reaches);
                }
                values.add(line);
                begins.add(begun);
            }
            return new Spanned(values, begins);
        }

        String markdown(Loss loss) {
            StringBuilder text = new StringBuilder("# Title\n\n");
            for (int row = 0; row < values.size(); row++) {
                text.append('|');
                for (int column = 0; column < values.get(row).size(); column++) {
                    boolean isThere = begins.get(row).get(column);
                    text.append(isThere ? " " + values.get(row).get(column) + " |" : loss == Loss.EMPTY ? "  |" : "");
                }
                text.append('\n');
                text.append(row == 0 ? "|" + " --- |".repeat(values.getFirst().size()) + "\n" : "");
            }
            return text.toString();
        }

        String html() {
            StringBuilder text = new StringBuilder("<!DOCTYPE html><html><body><h1>Title</h1><table>");
            for (int row = 0; row < values.size(); row++) {
                text.append(row == 0 ? "<thead><tr>" : "<tr>");
                for (int column = 0; column < values.get(row).size(); column++) {
                    if (begins.get(row).get(column)) {
                        text.append("<td rowspan=%d>".formatted(span(row, column)));
                        text.append(values.get(row).get(column)).append("</td>");
                    }
                }
                text.append(row == 0 ? "</tr></thead>" : "</tr>");
            }
            return text.append("</table></body></html>").toString();
        }

        private int span(int row, int column) {
            int end = row + 1;
            while (end < begins.size() && !begins.get(end).get(column)) {
                end++;
            }
            return end - row;
        }
    }

    /** Stands for AWS, which has such a table on each page. */
    private record Site(Loss loss, AtomicInteger asked) implements Upstream {
        Site(Loss loss) {
            this(loss, new AtomicInteger());
        }

        static String address(int seed) {
            return "https://docs.aws.amazon.com/lantern/latest/userguide/" + seed + ".html";
        }

        @Override
        public Fetched page(String address, Optional<Known> known, Cancellation cancellation) {
            asked.incrementAndGet();
            Spanned table = Spanned.of(new Random(Integer.parseInt(address.replaceAll("\\D", ""))));
            boolean isHtml = known.filter(copy -> copy.form() == Form.HTML).isPresent();
            return new Fetched.Found(
                    address,
                    isHtml ? Form.HTML : Form.MARKDOWN,
                    isHtml ? table.html() : table.markdown(loss),
                    Freshness.UNKNOWN);
        }
    }
}
