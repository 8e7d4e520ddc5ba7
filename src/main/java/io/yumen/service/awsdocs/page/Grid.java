package io.yumen.service.awsdocs.page;

import io.yumen.service.awsdocs.page.Table.Cell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The places of a table, each with the cell that covers it, as a browser lays them out: a cell stands in the first column that is free
 * in its row, and where two would cover a place, the earlier one has it. Columns at the right in which no row begins a cell are none.
 *
 * @param rows of the same width each; a cell that covers several places is the same object in each
 */
public record Grid(List<List<Cell>> rows) {
    /** A browser counts no further, either. */
    public static final int COLUMNS = 1_000;

    public Grid {
        rows = List.copyOf(rows);
        int width = rows.isEmpty() ? 0 : rows.getFirst().size();
        if (rows.stream().anyMatch(row -> row.size() != width)) {
            throw new IllegalArgumentException("The rows of a grid have one width");
        }
    }

    /** Lays out the cells of each row; refuses what has more places than that. */
    public static Grid of(List<List<Cell>> cells, int places) {
        return new Layout(cells).grid(places);
    }

    public int height() {
        return rows.size();
    }

    public int width() {
        return rows.isEmpty() ? 0 : rows.getFirst().size();
    }

    public Cell at(int row, int column) {
        return rows.get(row).get(column);
    }

    /** Whether the cell begins at that place, and does not only reach there. */
    public boolean begins(int row, int column) {
        Cell cell = at(row, column);
        boolean fromLeft = column > 0 && cell.columns() > 1 && isSame(cell, at(row, column - 1));
        return !continues(row, column) && !fromLeft;
    }

    /** Whether the cell at that place reaches there from the row above. */
    public boolean continues(int row, int column) {
        return row > 0 && at(row, column).rows() > 1 && isSame(at(row, column), at(row - 1, column));
    }

    /** Two cells may say the same; one that covers two places is one object. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(Cell cell, Cell other) {
        return cell == other;
    }

    /** Finds the column of each cell first, so that nothing is as large as a span says. */
    private static final class Layout {
        private final List<List<Cell>> cells;
        private final int[][] columns;
        /** For each column, the row from which on it is free. */
        private int[] free = new int[16];

        private int width;

        Layout(List<List<Cell>> cells) {
            this.cells = cells;
            this.columns = new int[cells.size()][];
            for (int row = 0; row < columns.length; row++) {
                columns[row] = place(cells.get(row), row);
            }
        }

        private int[] place(List<Cell> row, int number) {
            int[] starts = new int[row.size()];
            int column = 0;
            for (int i = 0; i < starts.length; i++) {
                Cell cell = row.get(i);
                while (column < free.length && free[column] > number) {
                    column++;
                }
                if (column >= COLUMNS) {
                    throw new PageRefused("A table of the page has more than " + COLUMNS + " columns");
                }
                starts[i] = column;
                width = Math.max(width, column + 1);
                column += occupy(cell, column, number);
            }
            return starts;
        }

        private int occupy(Cell cell, int column, int row) {
            int covered = Math.min(cell.columns(), COLUMNS - column);
            if (column + covered > free.length) {
                free = Arrays.copyOf(free, Math.max(column + covered, 2 * free.length));
            }
            int until = row + Math.min(cell.rows(), cells.size() - row);
            for (int i = column; i < column + covered; i++) {
                free[i] = Math.max(free[i], until);
            }
            return covered;
        }

        Grid grid(int places) {
            if ((long) width * cells.size() > places) {
                throw new PageRefused("A table of the page has " + cells.size() + " rows of " + width
                        + " columns, with spans; at most " + places + " places are read");
            }
            Cell[][] grid = new Cell[cells.size()][width];
            for (int row = 0; row < grid.length; row++) {
                for (int i = 0; i < columns[row].length; i++) {
                    paint(grid, cells.get(row).get(i), row, columns[row][i]);
                }
            }
            List<List<Cell>> rows = new ArrayList<>(grid.length);
            for (Cell[] row : grid) {
                for (int i = 0; i < row.length; i++) {
                    row[i] = row[i] == null ? Cell.EMPTY : row[i];
                }
                rows.add(Collections.unmodifiableList(Arrays.asList(row)));
            }
            return new Grid(rows);
        }

        private void paint(Cell[][] grid, Cell cell, int top, int left) {
            int bottom = top + Math.min(cell.rows(), grid.length - top);
            int right = left + Math.min(cell.columns(), width - left);
            for (int row = top; row < bottom; row++) {
                for (int column = left; column < right; column++) {
                    if (grid[row][column] == null) {
                        grid[row][column] = cell;
                    }
                }
            }
        }
    }
}
