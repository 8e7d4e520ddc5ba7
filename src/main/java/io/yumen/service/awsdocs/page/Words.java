package io.yumen.service.awsdocs.page;

import io.yumen.service.awsdocs.page.Block.Anchor;
import io.yumen.service.awsdocs.page.Block.Callout;
import io.yumen.service.awsdocs.page.Block.Code;
import io.yumen.service.awsdocs.page.Block.Container;
import io.yumen.service.awsdocs.page.Block.Expandable;
import io.yumen.service.awsdocs.page.Block.Heading;
import io.yumen.service.awsdocs.page.Block.Image;
import io.yumen.service.awsdocs.page.Block.Leaf;
import io.yumen.service.awsdocs.page.Block.ListBlock;
import io.yumen.service.awsdocs.page.Block.Numbering;
import io.yumen.service.awsdocs.page.Block.Paragraph;
import io.yumen.service.awsdocs.page.Block.Quote;
import io.yumen.service.awsdocs.page.Block.Rule;
import io.yumen.service.awsdocs.page.Block.Tabs;
import io.yumen.service.awsdocs.page.Block.Terms;
import io.yumen.service.awsdocs.page.Inline.Atom;
import io.yumen.service.awsdocs.page.Inline.Break;
import io.yumen.service.awsdocs.page.Inline.Mark;
import io.yumen.service.awsdocs.page.Inline.Picture;
import io.yumen.service.awsdocs.page.Inline.Placeholder;
import io.yumen.service.awsdocs.page.Inline.Span;
import io.yumen.service.awsdocs.page.Inline.Strong;
import io.yumen.service.awsdocs.page.Inline.Text;
import java.util.ArrayList;
import java.util.List;

/** Blocks as lines of words: what stands in one cell of a table, and what is searched. */
public final class Words {
    private static final List<String> BULLETS = List.of("•", "◦", "▪");

    private final List<Inline> lines = new ArrayList<>();
    private int depth;
    private boolean begun;

    private Words() {}

    /** The words, without what they mean; a line of its own is one. */
    public static String of(List<Inline> line) {
        if (line.size() == 1 && line.getFirst() instanceof Text text) {
            return text.text();
        }
        StringBuilder words = new StringBuilder();
        line.forEach(each -> append(each, words));
        return words.toString();
    }

    /** The words of all blocks, a line each. */
    public static String ofBlocks(List<Block> blocks) {
        return of(lines(blocks));
    }

    /** The blocks as one paragraph, with a break after each line, which stands where a block may not. */
    public static List<Inline> lines(List<Block> blocks) {
        if (blocks.size() == 1 && blocks.getFirst() instanceof Paragraph paragraph) {
            return paragraph.content();
        }
        Words words = new Words();
        words.blocks(blocks);
        return Assembly.trimmed(words.lines);
    }

    private static void append(Inline inline, StringBuilder words) {
        switch (inline) {
            case Atom atom -> words.append(word(atom));
            case Span span -> span.content().forEach(each -> append(each, words));
        }
    }

    private static String word(Atom atom) {
        return switch (atom) {
            case Text text -> text.text();
            case Inline.Code code -> code.text();
            case Placeholder placeholder -> placeholder.text();
            case Picture picture -> picture.text();
            case Break end -> "\n";
            case Mark mark -> "";
        };
    }

    private void blocks(List<Block> blocks) {
        for (Block block : blocks) {
            switch (block) {
                case Leaf leaf -> leaf(leaf);
                case Container container -> container(container);
            }
        }
    }

    private void leaf(Leaf leaf) {
        switch (leaf) {
            case Paragraph paragraph -> line(paragraph.content());
            case Heading heading -> title(heading.content());
            case Code code ->
                code.text().lines().forEach(each -> line(each.isEmpty() ? List.of() : List.of(new Inline.Code(each))));
            case Image image -> line(List.of(new Picture(image.address(), image.text())));
            case Anchor anchor -> lines.add(new Mark(anchor.name()));
            case Rule rule -> {}
        }
    }

    private void container(Container container) {
        switch (container) {
            case ListBlock list -> list(list);
            case Callout callout -> titled(callout.title(), callout.blocks());
            case Expandable expandable -> titled(expandable.title(), expandable.blocks());
            case Quote quote -> blocks(quote.blocks());
            case Terms terms ->
                terms.terms().forEach(term -> {
                    title(term.name());
                    blocks(term.meaning());
                });
            case Tabs tabs -> tabs.tabs().forEach(tab -> titled(tab.title(), tab.blocks()));
            case Table table -> table(table.grid());
        }
    }

    private void list(ListBlock list) {
        depth++;
        for (int i = 0; i < list.items().size(); i++) {
            List<Block> blocks = list.items().get(i).blocks();
            boolean isLine = !blocks.isEmpty() && blocks.getFirst() instanceof Paragraph;
            List<Inline> first = new ArrayList<>();
            first.add(new Text(marker(list, i) + (isLine ? " " : "")));
            if (isLine) {
                first.addAll(((Paragraph) blocks.getFirst()).content());
            }
            line(first);
            blocks(blocks.subList(isLine ? 1 : 0, blocks.size()));
        }
        depth--;
    }

    private String marker(ListBlock list, int item) {
        return list.numbering() == Numbering.BULLETS
                ? BULLETS.get(Math.min(depth, BULLETS.size()) - 1)
                : (long) list.start() + item + ".";
    }

    private void titled(String title, List<Block> blocks) {
        title(title.isEmpty() ? List.of() : List.of(new Text(title)));
        blocks(blocks);
    }

    private void title(List<Inline> title) {
        if (!title.isEmpty()) {
            line(List.of(new Strong(title)));
        }
    }

    private void table(Grid grid) {
        for (int row = 0; row < grid.height(); row++) {
            List<Inline> line = new ArrayList<>();
            for (int column = 0; column < grid.width(); column++) {
                List<Inline> cell =
                        grid.begins(row, column) ? lines(grid.at(row, column).blocks()) : List.of();
                if (!line.isEmpty() && !cell.isEmpty()) {
                    line.add(new Text("; "));
                }
                line.addAll(cell);
            }
            line(line);
        }
    }

    private void line(List<Inline> content) {
        if (begun) {
            lines.add(Break.HERE);
        }
        begun = true;
        lines.addAll(content);
    }
}
