package io.yumen.service.awsdocs.html;

import io.yumen.service.awsdocs.page.Block;
import io.yumen.service.awsdocs.page.Flow;
import io.yumen.service.awsdocs.page.Grid;
import io.yumen.service.awsdocs.page.Inline;
import io.yumen.service.awsdocs.page.Table;
import io.yumen.service.awsdocs.page.Table.Cell;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Element;

/** A table, with the spans of its cells. */
final class TableElement {
    private final Walker walker;
    private final List<List<Cell>> rows = new ArrayList<>();
    private List<Inline> caption = List.of();
    private int headRows;
    /** Rows of nothing but titles at the top. */
    private int titleRows;

    private TableElement(Walker walker) {
        this.walker = walker;
    }

    static void take(Walker walker, Element element, Flow flow) {
        if (!walker.mayNest()) {
            BlockElements.plain(walker, element, flow);
            return;
        }
        flow.flush();
        walker.anchor(element, flow);
        TableElement table = new TableElement(walker);
        table.groups(element);
        Grid grid = Grid.of(table.rows, walker.placesLeft());
        walker.countPlaces(grid.height() * grid.width());
        if (grid.width() > 0) {
            flow.add(new Table(table.caption, table.headRows, grid));
        }
    }

    private void groups(Element table) {
        for (Element child : table.children()) {
            if (child.normalName().equals("caption")) {
                caption = walker.line(child);
            } else if (!walker.leavesOut(child) && child.normalName().matches("thead|tbody|tfoot")) {
                group(child);
            }
        }
        // Where no part says that it is the head, the rows of titles are.
        if (headRows == 0) {
            headRows = titleRows;
        }
    }

    private void group(Element group) {
        List<Element> lines = new ArrayList<>();
        for (Element child : group.children()) {
            if (child.normalName().equals("tr") && !walker.leavesOut(child)) {
                lines.add(child);
            }
        }
        if (group.normalName().equals("thead") && headRows == rows.size()) {
            headRows += lines.size();
        }
        for (int i = 0; i < lines.size(); i++) {
            rows.add(row(lines.get(i), lines.size() - i));
        }
    }

    /** @param left rows of the group: a cell reaches no further */
    private List<Cell> row(Element line, int left) {
        List<Element> shown = line.children().stream()
                .filter(child -> child.normalName().matches("t[dh]") && !walker.leavesOut(child))
                .toList();
        if (titleRows == rows.size() && isTitles(shown)) {
            titleRows++;
        }
        List<Cell> cells = new ArrayList<>();
        for (Element child : shown) {
            List<Block> blocks = walker.inside(child);
            if (cells.isEmpty() && !line.id().isEmpty()) {
                List<Block> named = new ArrayList<>(List.of(new Block.Anchor(walker.clean(line.id()))));
                named.addAll(blocks);
                blocks = named;
            }
            int down = span(child.attr("rowspan"), 0, left);
            int across = span(child.attr("colspan"), 1, Grid.COLUMNS);
            cells.add(new Cell(blocks, Math.max(1, across), down == 0 ? left : down));
        }
        return cells;
    }

    private static boolean isTitles(List<Element> cells) {
        return !cells.isEmpty()
                && cells.stream().allMatch(cell -> cell.normalName().equals("th"));
    }

    /** As browsers read it: what is no number is one, and no span is longer than it may be. */
    private static int span(String value, int least, int most) {
        String digits = value.strip();
        int end = 0;
        while (end < digits.length() && Character.digit(digits.charAt(end), 10) >= 0) {
            end++;
        }
        if (end == 0) {
            return 1;
        }
        long number = end > 9 ? most : Long.parseLong(digits.substring(0, end));
        return (int) Math.clamp(number, least, (long) most);
    }
}
