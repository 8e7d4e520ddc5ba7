package io.yumen.service.awsdocs.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.service.awsdocs.page.Block;
import io.yumen.service.awsdocs.page.Document;
import io.yumen.service.awsdocs.page.Grid;
import io.yumen.service.awsdocs.page.Page;
import io.yumen.service.awsdocs.page.Table;
import io.yumen.service.awsdocs.page.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No cell of a table lands in a wrong place, whatever it spans and holds. */
class TablePropertyTest {
    private static final String SIGNS = "ab1 |`*_\\[]<>&#~!-+.:;()\"'{}$=/éß漢😀\u00A0\n";

    static IntStream seeds() {
        return IntStream.range(0, 400);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void each_cell_is_read_and_written_in_its_place(int seed) {
        Generated table = new Generator(new Random(seed)).table();
        Page page = Figures.html(Figures.around(table.html()));
        assertThat(tables(page).map(each -> texts(each.grid())).findFirst().orElseThrow())
                .as(table.html())
                .isEqualTo(table.cells());

        Document document = Figures.written(page);
        List<List<String>> expected = new ArrayList<>(table.cells());
        if (!table.hasHead()) {
            expected.addFirst(expected.getFirst().stream().map(cell -> "").toList());
        }
        assertThat(ParsedBack.of(document.text()).tables).as(document.text()).containsExactly(expected);

        // A head without a word is none.
        boolean isBare =
                table.hasHead() && String.join("", table.cells().getFirst()).isEmpty();
        List<List<String>> rows =
                isBare ? table.cells().subList(1, table.cells().size()) : table.cells();
        assertThat(tables(Figures.markdown(document.text()))
                        .map(each -> texts(each.grid()))
                        .toList())
                .as(document.text())
                .isEqualTo(rows.isEmpty() ? List.of() : List.of(rows));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void a_large_table_of_actions_keeps_each_cell_in_its_column(int seed) {
        Random random = new Random(seed);
        List<List<String>> expected = new ArrayList<>();
        StringBuilder html =
                new StringBuilder("<table><thead><tr><th>Actions</th><th>Description</th><th>Access level</th>"
                        + "<th>Resource types</th><th>Condition keys</th><th>Dependent actions</th></tr></thead>");
        expected.add(List.of(
                "Actions", "Description", "Access level", "Resource types", "Condition keys", "Dependent actions"));
        for (int action = 0; action < 500; action++) {
            int rows = 1 + random.nextInt(6);
            for (int row = 0; row < rows; row++) {
                html.append("<tr>");
                if (row == 0) {
                    for (String kind : List.of("Action", "Grants", "Level")) {
                        html.append("<td rowspan=\"%d\">%s%d</td>".formatted(rows, kind, action));
                    }
                }
                List<String> line = new ArrayList<>(List.of("Action" + action, "Grants" + action, "Level" + action));
                for (String kind : List.of("type", "key", "needs")) {
                    String text = random.nextInt(3) == 0 ? "" : kind + action + "-" + row;
                    html.append("<td>")
                            .append(text.isEmpty() ? "" : "<p><a href=\"#" + text + "\">" + text + "</a></p>")
                            .append("</td>");
                    line.add(text);
                }
                html.append("</tr>");
                expected.add(line);
            }
        }
        Page page = Figures.html(Figures.around(html.append("</table>").toString()));
        assertThat(ParsedBack.of(Figures.written(page).text()).tables).containsExactly(expected);
    }

    private static Stream<Table> tables(Page page) {
        return page.blocks().stream().filter(Table.class::isInstance).map(Table.class::cast);
    }

    private static List<List<String>> texts(Grid grid) {
        return grid.rows().stream()
                .map(row -> row.stream()
                        .map(cell -> Words.ofBlocks(cell.blocks().stream()
                                .filter(block -> !(block instanceof Block.Anchor))
                                .toList()))
                        .toList())
                .toList();
    }

    private record Generated(String html, List<List<String>> cells, boolean hasHead) {}

    /** What a cell holds, and the lines that are to come of it. */
    private record Content(String html, String text) {}

    private static final class Generator {
        private final Random random;

        Generator(Random random) {
            this.random = random;
        }

        Generated table() {
            int width = 1 + random.nextInt(7);
            int height = 1 + random.nextInt(10);
            boolean hasHead = random.nextBoolean();
            String[][] cells = new String[height][width];
            StringBuilder html = new StringBuilder("<table>");
            int begun = 0;
            for (int row = 0; row < height; row++) {
                boolean isHead = hasHead && row == 0;
                html.append(isHead ? "<thead><tr>" : "<tr>");
                for (int column = 0; column < width; column++) {
                    if (cells[row][column] == null) {
                        begun = Math.max(begun, column + 1);
                        html.append(cell(cells, row, column, isHead ? 1 : height - row));
                    }
                }
                html.append(isHead ? "</tr></thead>" : "</tr>");
            }
            // A column in which no cell begins is none.
            int shown = begun;
            List<List<String>> rows = new ArrayList<>();
            for (String[] row : cells) {
                rows.add(List.of(row).subList(0, shown));
            }
            return new Generated(html.append("</table>").toString(), rows, hasHead);
        }

        private String cell(String[][] cells, int row, int column, int rowsLeft) {
            int free = 1;
            while (column + free < cells[row].length && cells[row][column + free] == null) {
                free++;
            }
            int columns = random.nextInt(3) == 0 ? 1 + random.nextInt(free) : 1;
            int rows = random.nextInt(3) == 0 ? 1 + random.nextInt(rowsLeft) : 1;
            Content content = content();
            for (int i = row; i < row + rows; i++) {
                for (int j = column; j < column + columns; j++) {
                    cells[i][j] = content.text();
                }
            }
            String spans = (rows > 1 || random.nextInt(5) == 0 ? " rowspan=\"" + rows + "\"" : "")
                    + (columns > 1 ? " colspan='" + columns + "'" : "");
            return "<td%s>%s</td>".formatted(spans, content.html());
        }

        private Content content() {
            return switch (random.nextInt(9)) {
                case 0 -> new Content("", "");
                case 1 -> text();
                case 2 -> lines("<p>", "</p>", "", "");
                case 3 -> lines("", "<br>", "", "");
                case 4 -> lines("<li>", "</li>", "<ul>", "• ");
                case 5 -> code();
                case 6 -> listing();
                case 7 -> styled();
                default -> numbers();
            };
        }

        private Content lines(String open, String close, String list, String bullet) {
            Content first = word();
            Content second = word();
            String end = list.replace("<", "</");
            boolean isBroken = close.equals("<br>");
            return new Content(
                    list + open + first.html() + close + open + second.html() + (isBroken ? "" : close) + end,
                    bullet + first.text() + "\n" + bullet + second.text());
        }

        private Content numbers() {
            Content first = word();
            Content second = word();
            return new Content(
                    "<ol start=4><li>" + first.html() + "<li><p>" + second.html() + "</p></ol>",
                    "4. " + first.text() + "\n5. " + second.text());
        }

        private Content styled() {
            StringBuilder html = new StringBuilder("x");
            StringBuilder text = new StringBuilder("x");
            for (int i = random.nextInt(5); i >= 0; i--) {
                Content word = word();
                String tag = List.of("b", "i", "a href='/x(y'", "var", "span", "code", "b><i")
                        .get(random.nextInt(7));
                String close = tag.equals("b><i") ? "i></b" : tag.split(" ")[0];
                html.append('<')
                        .append(tag)
                        .append('>')
                        .append(word.html())
                        .append("</")
                        .append(close)
                        .append('>');
                text.append(word.text());
            }
            return new Content(html.toString(), text.toString());
        }

        private Content code() {
            Content words = word();
            return new Content("<code class=\"code\">" + words.html() + "</code>", words.text());
        }

        private Content listing() {
            String text = "  if (a|b) {\n\n\tx = `y\\`;\n    } "
                    + signs().strip().replace("\u00A0", "").replace("\n", "") + "|";
            return new Content("<pre><code class=\"java\">" + escaped(text) + "</code></pre>", text);
        }

        private Content text() {
            String signs = signs();
            return new Content(
                    escaped(signs), signs.replaceAll("[\\s\u00A0]+", " ").strip());
        }

        /** Words that are not empty. */
        private Content word() {
            Content text = text();
            return text.text().isEmpty()
                    ? new Content("w", "w")
                    : new Content(text.html().strip().replaceAll("^[\u00A0\\s]+|[\u00A0\\s]+$", ""), text.text());
        }

        private String signs() {
            StringBuilder signs = new StringBuilder();
            int[] all = SIGNS.codePoints().toArray();
            for (int i = random.nextInt(9); i >= 0; i--) {
                signs.appendCodePoint(all[random.nextInt(all.length)]);
            }
            return signs.toString();
        }

        private static String escaped(String text) {
            return text.replace("&", "&amp;").replace("<", "&lt;");
        }
    }
}
