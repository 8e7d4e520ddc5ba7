package io.yumen.service.awsdocs.markdown;

import io.yumen.service.awsdocs.page.Block;
import io.yumen.service.awsdocs.page.Block.Anchor;
import io.yumen.service.awsdocs.page.Block.Callout;
import io.yumen.service.awsdocs.page.Block.Code;
import io.yumen.service.awsdocs.page.Block.Container;
import io.yumen.service.awsdocs.page.Block.Expandable;
import io.yumen.service.awsdocs.page.Block.Heading;
import io.yumen.service.awsdocs.page.Block.Image;
import io.yumen.service.awsdocs.page.Block.Leaf;
import io.yumen.service.awsdocs.page.Block.ListBlock;
import io.yumen.service.awsdocs.page.Block.Paragraph;
import io.yumen.service.awsdocs.page.Block.Quote;
import io.yumen.service.awsdocs.page.Block.Rule;
import io.yumen.service.awsdocs.page.Block.Tab;
import io.yumen.service.awsdocs.page.Block.Tabs;
import io.yumen.service.awsdocs.page.Block.Terms;
import io.yumen.service.awsdocs.page.Inline;
import io.yumen.service.awsdocs.page.Inline.Picture;
import io.yumen.service.awsdocs.page.Inline.Strong;
import io.yumen.service.awsdocs.page.Inline.Text;
import io.yumen.service.awsdocs.page.Layout;
import io.yumen.service.awsdocs.page.Table;
import java.util.List;

/** Writes the blocks of one page. */
final class BlockWriter {
    /** How blocks follow each other. */
    private enum Spacing {
        LOOSE,
        TIGHT
    }

    private final Sheet sheet;
    private final Layout layout;
    private final LineWriter lines;
    private final TableWriter tables;
    private final ListWriter lists;
    private Spacing spacing = Spacing.LOOSE;
    private boolean first = true;

    BlockWriter(Sheet sheet, Layout layout) {
        this.sheet = sheet;
        this.layout = layout;
        this.lines = new LineWriter(sheet, layout);
        this.tables = new TableWriter(sheet, lines);
        this.lists = new ListWriter(this, sheet);
    }

    /** Writes the next block of those that follow each other, and gives where it starts. */
    int next(Block block) {
        if (block instanceof Anchor anchor) {
            layout.anchor(anchor.name(), sheet.length());
            return sheet.length();
        }
        if (Blankness.isNothing(block)) {
            return sheet.length();
        }
        if (!first) {
            separate();
        }
        first = false;
        int start = sheet.length();
        switch (block) {
            case Leaf leaf -> leaf(leaf);
            case Container container -> container(container);
        }
        lists.passed(block);
        return start;
    }

    private void separate() {
        if (spacing == Spacing.LOOSE) {
            sheet.gap();
        } else {
            sheet.line();
        }
    }

    /** The blocks of a container whose first line has begun. */
    void inside(List<Block> blocks, String prefix) {
        inside(blocks, prefix, Spacing.LOOSE);
    }

    /** The same without empty lines between them. */
    void tight(List<Block> blocks, String prefix) {
        inside(blocks, prefix, Spacing.TIGHT);
    }

    private void inside(List<Block> blocks, String prefix, Spacing inner) {
        Spacing outer = spacing;
        boolean before = first;
        String back = sheet.into(prefix);
        var list = lists.enter();
        spacing = inner;
        first = true;
        blocks.forEach(this::next);
        lists.leave(list);
        spacing = outer;
        first = before;
        sheet.back(back);
    }

    private void leaf(Leaf leaf) {
        switch (leaf) {
            case Heading heading -> heading(heading);
            case Paragraph paragraph -> lines.paragraph(paragraph.content());
            case Code code -> code(code);
            case Image image -> lines.paragraph(List.of(new Picture(image.address(), image.text())));
            case Rule rule -> sheet.put("___");
            case Anchor anchor -> layout.anchor(anchor.name(), sheet.length());
        }
    }

    private void container(Container container) {
        switch (container) {
            case ListBlock list -> lists.write(list);
            case Terms terms -> lists.write(terms);
            case Table table -> table(table);
            case Callout callout -> callout(callout);
            case Quote quote -> {
                sheet.put("> ");
                inside(quote.blocks(), "> ");
            }
            case Tabs tabs -> tabs(tabs.tabs());
            case Expandable expandable -> expandable(expandable);
        }
    }

    private void heading(Heading heading) {
        sheet.put("######", 0, heading.level());
        sheet.put(' ');
        lines.heading(heading.content());
    }

    private void code(Code code) {
        String fence = "`".repeat(Math.max(3, LineWriter.longestRun(code.text(), '`') + 1));
        sheet.put(fence).put(LineWriter.isWord(code.language()) ? code.language() : "");
        if (!code.text().isEmpty()) {
            int start = 0;
            for (int end = code.text().indexOf('\n');
                    end >= 0;
                    end = code.text().indexOf('\n', start)) {
                sheet.line(code.text().substring(start, end));
                start = end + 1;
            }
            sheet.line(code.text().substring(start));
        }
        sheet.line(fence);
    }

    private void table(Table table) {
        if (!Blankness.isBlank(table.caption())) {
            lines.paragraph(strong(table.caption()));
            sheet.gap();
        }
        tables.write(table);
    }

    private void callout(Callout callout) {
        sheet.put("> ");
        String before = sheet.into("> ");
        lines.paragraph(strong(List.of(new Text(callout.title()))));
        if (!Blankness.areNothing(callout.blocks())) {
            sheet.gap();
        }
        sheet.back(before);
        inside(callout.blocks(), "> ");
    }

    static List<Inline> strong(List<Inline> content) {
        return List.of(new Strong(content));
    }

    /** As AWS writes them: a title in brackets between lines across, and such a line at the end. */
    private void tabs(List<Tab> tabs) {
        for (Tab tab : tabs) {
            sheet.put("___");
            sheet.gap();
            sheet.put("#### [ ");
            lines.bracketed(tab.title());
            sheet.put(" ]");
            sheet.gap();
            if (!Blankness.areNothing(tab.blocks())) {
                inside(tab.blocks(), "");
                sheet.gap();
            }
        }
        sheet.put("___");
    }

    private void expandable(Expandable expandable) {
        sheet.put("<details><summary>").put(escaped(expandable.title())).put("</summary>");
        sheet.gap();
        if (!Blankness.areNothing(expandable.blocks())) {
            inside(expandable.blocks(), "");
            sheet.gap();
        }
        sheet.put("</details>");
    }

    private static String escaped(String title) {
        return title.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace('\n', ' ');
    }
}
