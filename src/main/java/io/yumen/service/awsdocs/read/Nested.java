package io.yumen.service.awsdocs.read;

import io.yumen.service.awsdocs.page.Block;
import io.yumen.service.awsdocs.page.Block.Callout;
import io.yumen.service.awsdocs.page.Block.Container;
import io.yumen.service.awsdocs.page.Block.Expandable;
import io.yumen.service.awsdocs.page.Block.ListBlock;
import io.yumen.service.awsdocs.page.Block.Quote;
import io.yumen.service.awsdocs.page.Block.Tabs;
import io.yumen.service.awsdocs.page.Block.Terms;
import io.yumen.service.awsdocs.page.Grid;
import io.yumen.service.awsdocs.page.Table;
import java.util.ArrayList;
import java.util.List;

/** The blocks that stand in others. */
final class Nested {
    private Nested() {}

    /** Those right in the container, in order. */
    static List<Block> in(Container container) {
        return switch (container) {
            case ListBlock list ->
                list.items().stream().flatMap(item -> item.blocks().stream()).toList();
            case Callout callout -> callout.blocks();
            case Quote quote -> quote.blocks();
            case Terms terms ->
                terms.terms().stream().flatMap(term -> term.meaning().stream()).toList();
            case Tabs tabs ->
                tabs.tabs().stream().flatMap(tab -> tab.blocks().stream()).toList();
            case Expandable expandable -> expandable.blocks();
            case Table table -> cells(table.grid());
        };
    }

    private static List<Block> cells(Grid grid) {
        List<Block> blocks = new ArrayList<>();
        for (int row = 0; row < grid.height(); row++) {
            for (int column = 0; column < grid.width(); column++) {
                if (grid.begins(row, column)) {
                    blocks.addAll(grid.at(row, column).blocks());
                }
            }
        }
        return blocks;
    }

    /** The tables in the block, itself among them; not those in tables. */
    static List<Table> tables(Block block) {
        if (block instanceof Table table) {
            return List.of(table);
        }
        return block instanceof Container container
                ? in(container).stream().flatMap(each -> tables(each).stream()).toList()
                : List.of();
    }
}
