package io.yumen.service.awsdocs.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.service.awsdocs.page.Block;
import io.yumen.service.awsdocs.page.Block.Callout;
import io.yumen.service.awsdocs.page.Block.Code;
import io.yumen.service.awsdocs.page.Block.Expandable;
import io.yumen.service.awsdocs.page.Block.Heading;
import io.yumen.service.awsdocs.page.Block.Image;
import io.yumen.service.awsdocs.page.Block.ListBlock;
import io.yumen.service.awsdocs.page.Block.Paragraph;
import io.yumen.service.awsdocs.page.Block.Quote;
import io.yumen.service.awsdocs.page.Block.Tabs;
import io.yumen.service.awsdocs.page.Block.Terms;
import io.yumen.service.awsdocs.page.Document;
import io.yumen.service.awsdocs.page.Inline;
import io.yumen.service.awsdocs.page.Page;
import io.yumen.service.awsdocs.page.PageRefused;
import io.yumen.service.awsdocs.page.Part;
import io.yumen.service.awsdocs.page.Table;
import io.yumen.service.awsdocs.page.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What a page shows, by its model: the same as {@link ParsedBack} finds in the text of it. */
final class Shown {
    final List<List<List<String>>> tables = new ArrayList<>();
    final List<String> code = new ArrayList<>();
    final StringBuilder words = new StringBuilder();

    /** Whatever is read is refused, or written so that a reader that is not ours finds the same tables, code and words. */
    static void check(Supplier<Page> reading) {
        Document document;
        try {
            document = Figures.written(reading.get());
        } catch (PageRefused refused) {
            return;
        }
        Shown shown = of(document.page());
        ParsedBack parsed = ParsedBack.of(document.text());
        assertThat(parsed.tables).as(document.text()).isEqualTo(shown.tables);
        assertThat(parsed.code.stream().map(Shown::withoutBlankLines).toList())
                .as(document.text())
                .isEqualTo(shown.code.stream().map(Shown::withoutBlankLines).toList());
        assertThat(letters(parsed.words)).as(document.text()).isEqualTo(letters(shown.words));
        int end = 0;
        for (Part part : document.parts()) {
            assertThat(part.start()).isGreaterThanOrEqualTo(end);
            end = part.end();
        }
    }

    /** In a list, CommonMark knows no line of blanks. */
    private static String withoutBlankLines(String code) {
        return code.replaceAll("(?m)^[ \\t]+$", "");
    }

    static Shown of(Page page) {
        Shown shown = new Shown();
        shown.blocks(page.blocks());
        return shown;
    }

    /** Without blanks, which two paragraphs or a break have between them. */
    static String letters(CharSequence words) {
        return words.toString().replaceAll("[\\s\u00A0\u2028\u2029\u0085\\p{Zs}]+", "");
    }

    private void blocks(List<Block> blocks) {
        blocks.forEach(this::block);
    }

    private void block(Block block) {
        switch (block) {
            case Heading heading -> line(heading.content());
            case Paragraph paragraph -> line(paragraph.content());
            case Code listing -> {
                code.add(listing.text());
                words.append(listing.text());
            }
            case Image image -> words.append(image.text());
            case ListBlock list -> list.items().forEach(item -> blocks(item.blocks()));
            case Quote quote -> blocks(quote.blocks());
            case Callout callout -> titled(callout.title(), callout.blocks());
            case Expandable expandable -> titled(expandable.title(), expandable.blocks());
            case Tabs tabs -> tabs.tabs().forEach(tab -> titled("[" + tab.title() + "]", tab.blocks()));
            case Terms terms ->
                terms.terms().forEach(term -> {
                    line(term.name());
                    blocks(term.meaning());
                });
            case Table table -> table(table);
            case Block.Rule rule -> {}
            case Block.Anchor anchor -> {}
        }
    }

    private void titled(String title, List<Block> blocks) {
        words.append(title);
        blocks(blocks);
    }

    private void table(Table table) {
        line(table.caption());
        List<List<String>> rows = new ArrayList<>();
        for (int row = table.headRows() > 0 ? 0 : -1; row < table.grid().height(); row++) {
            if (row >= 1 && row < table.headRows()) {
                continue;
            }
            List<String> cells = new ArrayList<>();
            for (int column = 0; column < table.grid().width(); column++) {
                String text = row < 0
                        ? ""
                        : row == 0 && table.headRows() > 1 ? title(table, column) : text(table, row, column);
                cells.add(text);
                words.append(text);
            }
            rows.add(cells);
        }
        tables.add(rows);
    }

    private static String title(Table table, int column) {
        List<String> titles = new ArrayList<>();
        for (int row = 0; row < table.headRows(); row++) {
            String text = text(table, row, column);
            boolean isSame =
                    row > 0 && table.grid().at(row, column) == table.grid().at(row - 1, column);
            if (!isSame && !text.isBlank()) {
                titles.add(text);
            }
        }
        return String.join(" - ", titles);
    }

    private static String text(Table table, int row, int column) {
        return Words.ofBlocks(table.grid().at(row, column).blocks());
    }

    private void line(List<Inline> line) {
        words.append(Words.of(line));
    }
}
