package io.yumen.service.awsdocs.markdown;

import io.yumen.service.awsdocs.page.Assembly;
import io.yumen.service.awsdocs.page.Block;
import io.yumen.service.awsdocs.page.Block.Item;
import io.yumen.service.awsdocs.page.Block.ListBlock;
import io.yumen.service.awsdocs.page.Block.Numbering;
import io.yumen.service.awsdocs.page.Block.Rule;
import io.yumen.service.awsdocs.page.Grid;
import io.yumen.service.awsdocs.page.PageRefused;
import io.yumen.service.awsdocs.page.Removed.Reason;
import io.yumen.service.awsdocs.page.Table;
import io.yumen.service.awsdocs.page.Table.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.ThematicBreak;
import org.jspecify.annotations.Nullable;

/** Reads the blocks of one page of Markdown. */
final class BlockReader {
    private final Reading reading;
    private final LineReader lines;
    private int blocks;
    private int places;
    private int expandables;

    BlockReader(Reading reading) {
        this.reading = reading;
        this.lines = new LineReader(reading);
    }

    /** The blocks in a node. */
    List<Block> all(Node parent) {
        return Dialect.read(blocks(parent));
    }

    private List<Block> blocks(Node parent) {
        return between(parent.getFirstChild(), null, new HtmlParts(reading, parent));
    }

    /** The blocks from one node to before another one. */
    private List<Block> between(@Nullable Node first, @Nullable Node end, HtmlParts html) {
        List<Block> found = new ArrayList<>();
        Node node = first;
        while (node != null && !node.equals(end)) {
            if (node instanceof HtmlBlock block) {
                node = html(block, end, html, found);
            } else {
                found.addAll(one(node));
                node = node.getNext();
            }
        }
        blocks += found.size();
        if (blocks > reading.limits().blocks()) {
            throw new PageRefused("The page has more than " + reading.limits().blocks() + " blocks");
        }
        return found;
    }

    private List<Block> one(Node node) {
        return switch (node) {
            case Paragraph paragraph -> Assembly.paragraph(lines.line(paragraph));
            case Heading heading -> Assembly.heading(heading.getLevel(), lines.line(heading));
            case FencedCodeBlock code -> List.of(code(code.getInfo(), code.getLiteral()));
            case IndentedCodeBlock code -> List.of(code("", code.getLiteral()));
            case BlockQuote quote -> List.of(Dialect.quote(all(quote)));
            case BulletList list -> List.of(Dialect.list(list(list, Numbering.BULLETS, 1)));
            case OrderedList list -> List.of(list(list, Numbering.NUMBERS, number(list)));
            default -> other(node);
        };
    }

    private List<Block> other(Node node) {
        return switch (node) {
            case ThematicBreak rule -> List.of(new Rule());
            case TableBlock table -> table(table);
            default -> List.of();
        };
    }

    private Block code(@Nullable String info, String text) {
        String language = info == null ? "" : info.strip().split("\\s", 2)[0];
        String lines = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        return new Block.Code(
                reading.sieve().clean(language).toLowerCase(Locale.ROOT),
                reading.sieve().clean(lines));
    }

    private static int number(OrderedList list) {
        Integer start = list.getMarkerStartNumber();
        return start == null ? 1 : start;
    }

    private ListBlock list(Node list, Numbering numbering, int start) {
        List<Item> items = new ArrayList<>();
        for (Node node = list.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof ListItem) {
                items.add(new Item(Dialect.item(blocks(node))));
            }
        }
        return new ListBlock(numbering, start, items);
    }

    private List<Block> table(TableBlock block) {
        List<LostSpans.Row> lines = new ArrayList<>();
        for (Node part = block.getFirstChild(); part != null; part = part.getNext()) {
            for (Node line = part.getFirstChild(); line != null; line = line.getNext()) {
                lines.add(LostSpans.Row.of(row(line), written(line)));
            }
        }
        if (LostSpans.areIn(lines.getFirst(), lines.subList(1, lines.size()))) {
            reading.sieve().count(Reason.SPAN);
        }
        List<List<Cell>> rows = lines.stream().map(LostSpans.Row::cells).toList();
        // Where all titles are empty, the row of them is there because Markdown has no table without.
        boolean isBare = rows.getFirst().stream().allMatch(cell -> Blankness.areNothing(cell.blocks()));
        List<List<Cell>> shown = isBare ? rows.subList(1, rows.size()) : rows;
        Grid grid = Grid.of(shown, reading.limits().places() - places);
        places += grid.width() * grid.height();
        return grid.width() == 0 ? List.of() : List.of(new Table(List.of(), isBare ? 0 : 1, grid));
    }

    /** Nothing, as in a row that lacks cells, where nobody knows. */
    private String written(Node line) {
        return line.getSourceSpans().isEmpty() ? "" : reading.source(line, line);
    }

    private List<Cell> row(Node line) {
        List<Cell> cells = new ArrayList<>();
        for (Node cell = line.getFirstChild(); cell != null; cell = cell.getNext()) {
            cells.add(Cell.of(Assembly.paragraph(lines.line(cell))));
        }
        return cells;
    }

    /** HTML in Markdown, and what stands between its tags; gives the node after it. */
    private @Nullable Node html(HtmlBlock block, @Nullable Node end, HtmlParts html, List<Block> found) {
        HtmlParts.Part part = expandables < reading.limits().depth() ? html.part(block, end) : html.flat(block);
        switch (part.kind()) {
            case EXPANDABLE -> {
                expandables++;
                List<Block> within = between(block.getNext(), part.end(), html);
                expandables--;
                found.add(new Block.Expandable(part.title(), Dialect.read(within)));
            }
            case HTML -> found.addAll(part.blocks());
            case HIDDEN -> {}
        }
        // What ends together with the container around it leaves that end to it.
        Node last = part.end();
        return last == null || last.equals(end) ? end : last.getNext();
    }
}
