package io.yumen.service.awsdocs.page;

import java.util.List;

/**
 * A table. A value that spans rows or columns stands in each place of the grid that it covers.
 *
 * @param headRows rows at the top that name the columns
 */
public record Table(List<Inline> caption, int headRows, Grid grid) implements Block.Container {
    public Table {
        caption = List.copyOf(caption);
        if (headRows < 0 || headRows > grid.height()) {
            throw new IllegalArgumentException("A table has its head within its rows");
        }
    }

    /**
     * A cell as the page has it.
     *
     * @param columns that it covers
     * @param rows that it covers
     */
    public record Cell(List<Block> blocks, int columns, int rows) {
        /** What stands where a row is short. */
        public static final Cell EMPTY = new Cell(List.of(), 1, 1);

        public Cell {
            if (columns < 1 || rows < 1) {
                throw new IllegalArgumentException("A cell covers a row and a column at least");
            }
            blocks = List.copyOf(blocks);
        }

        /** A cell that covers one place. */
        public static Cell of(List<Block> blocks) {
            return blocks.isEmpty() ? EMPTY : new Cell(blocks, 1, 1);
        }
    }
}
