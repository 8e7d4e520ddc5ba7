package io.yumen.service.awsdocs.markdown;

import io.yumen.service.awsdocs.page.Grid;
import io.yumen.service.awsdocs.page.Inline;
import io.yumen.service.awsdocs.page.Table;
import io.yumen.service.awsdocs.page.Table.Cell;
import io.yumen.service.awsdocs.page.Words;
import java.util.ArrayList;
import java.util.List;

/** Writes tables: a row a line, a value in each place that it spans. Such a table has one row of titles, and always has it. */
final class TableWriter {
    private final Sheet sheet;
    private final LineWriter lines;

    TableWriter(Sheet sheet, LineWriter lines) {
        this.sheet = sheet;
        this.lines = lines;
    }

    void write(Table table) {
        Grid grid = table.grid();
        sheet.put('|');
        for (int column = 0; column < grid.width(); column++) {
            cell(title(table, column));
        }
        sheet.line();
        sheet.put('|');
        for (int column = 0; column < grid.width(); column++) {
            sheet.put(" --- |");
        }
        for (int row = table.headRows(); row < grid.height(); row++) {
            sheet.line();
            sheet.put('|');
            for (Cell cell : grid.rows().get(row)) {
                cell(Words.lines(cell.blocks()));
            }
        }
    }

    private void cell(List<Inline> content) {
        sheet.put(' ');
        lines.cell(content);
        sheet.put(" |");
        sheet.check();
    }

    /** Titles above each other are one. */
    private static List<Inline> title(Table table, int column) {
        List<Inline> title = new ArrayList<>();
        for (int row = 0; row < table.headRows(); row++) {
            Cell cell = table.grid().at(row, column);
            List<Inline> words = table.grid().continues(row, column) ? List.of() : Words.lines(cell.blocks());
            if (!Blankness.isBlank(words) && !Blankness.isBlank(title)) {
                title.add(new Inline.Text(" - "));
            }
            title.addAll(words);
        }
        return title;
    }
}
