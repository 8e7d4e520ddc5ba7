package io.yumen.service.awsdocs.markdown;

import io.yumen.service.awsdocs.page.Table.Cell;
import io.yumen.service.awsdocs.page.Words;
import java.util.List;
import java.util.Locale;

/**
 * Tells tables whose values have covered several rows or columns, as it seems. Markdown cannot say that: where such a table is written
 * down in it, the places that a value reaches are left out, or left empty.
 */
final class LostSpans {
    /** How the tables of actions in the Service Authorization Reference begin: each action covers as many rows as it has resources. */
    private static final List<String> ACTIONS = List.of("actions", "description", "access level", "resource types");

    private LostSpans() {}

    /**
     * A row.
     *
     * @param cells as many as the table has columns
     * @param written how many of them the line has: it may be short, and what it has beyond the last column is not read
     */
    record Row(List<Cell> cells, int written) {
        Row {
            cells = List.copyOf(cells);
        }

        static Row of(List<Cell> cells, String line) {
            return new Row(cells, LostSpans.written(line));
        }

        private boolean isFull() {
            return written == cells.size();
        }

        private boolean isNamed() {
            return !isBlank(cells.getFirst());
        }

        /** Whether at least half of it, and two places, are empty at its end: so is a short row that was filled up. */
        private boolean endsEmpty() {
            int empty = 0;
            while (empty < cells.size() && isBlank(cells.get(cells.size() - 1 - empty))) {
                empty++;
            }
            return empty >= 2 && 2 * empty >= cells.size();
        }

        private static boolean isBlank(Cell cell) {
            return Blankness.areNothing(cell.blocks());
        }
    }

    /** Whether they show in that table. */
    static boolean areIn(Row head, List<Row> body) {
        if (isOfActions(head)) {
            return !body.isEmpty();
        }
        boolean isNamed = false;
        for (Row row : body) {
            if (!row.isFull() || row.endsEmpty() || (isNamed && !row.isNamed())) {
                return true;
            }
            isNamed = isNamed || row.isNamed();
        }
        return false;
    }

    private static boolean isOfActions(Row head) {
        if (head.cells().size() < ACTIONS.size()) {
            return false;
        }
        for (int column = 0; column < ACTIONS.size(); column++) {
            String title = Words.ofBlocks(head.cells().get(column).blocks()).strip();
            if (!title.toLowerCase(Locale.ROOT).startsWith(ACTIONS.get(column))) {
                return false;
            }
        }
        return true;
    }

    /** The cells between the bars of a line; a bar after a backslash is none. */
    static int written(String line) {
        String row = line.strip();
        int cells = 0;
        boolean isOpen = false;
        for (int i = row.startsWith("|") ? 1 : 0; i < row.length(); i++) {
            char c = row.charAt(i);
            isOpen = c != '|';
            if (c == '|') {
                cells++;
            } else if (c == '\\' && row.startsWith("|", i + 1)) {
                i++;
            }
        }
        return isOpen ? cells + 1 : cells;
    }
}
