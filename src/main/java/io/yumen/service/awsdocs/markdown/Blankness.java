package io.yumen.service.awsdocs.markdown;

import io.yumen.service.awsdocs.page.Block;
import io.yumen.service.awsdocs.page.Block.Anchor;
import io.yumen.service.awsdocs.page.Block.Container;
import io.yumen.service.awsdocs.page.Block.Heading;
import io.yumen.service.awsdocs.page.Block.Leaf;
import io.yumen.service.awsdocs.page.Block.ListBlock;
import io.yumen.service.awsdocs.page.Block.Paragraph;
import io.yumen.service.awsdocs.page.Block.Quote;
import io.yumen.service.awsdocs.page.Block.Tabs;
import io.yumen.service.awsdocs.page.Block.Terms;
import io.yumen.service.awsdocs.page.Inline;
import io.yumen.service.awsdocs.page.Table;
import io.yumen.service.awsdocs.page.Words;
import java.util.List;

/** Tells what would leave nothing on the sheet. */
final class Blankness {
    private Blankness() {}

    static boolean areNothing(List<Block> blocks) {
        return blocks.stream().allMatch(Blankness::isNothing);
    }

    static boolean isNothing(Block block) {
        return switch (block) {
            case Leaf leaf -> isNothing(leaf);
            case Container container -> isNothing(container);
        };
    }

    private static boolean isNothing(Leaf leaf) {
        return switch (leaf) {
            case Anchor anchor -> true;
            case Heading heading -> isBlank(heading.content());
            case Paragraph paragraph -> isBlank(paragraph.content());
            case Block.Code code -> false;
            case Block.Image image -> false;
            case Block.Rule rule -> false;
        };
    }

    private static boolean isNothing(Container container) {
        return switch (container) {
            case ListBlock list -> isNothing(list);
            case Terms terms -> terms.terms().stream().allMatch(Blankness::isNothing);
            case Tabs tabs -> tabs.tabs().isEmpty();
            case Table table -> table.grid().width() == 0;
            case Quote quote -> areNothing(quote.blocks());
            case Block.Callout callout -> callout.title().isBlank() && areNothing(callout.blocks());
            case Block.Expandable expandable -> false;
        };
    }

    private static boolean isNothing(Block.Term term) {
        return isBlank(term.name()) && areNothing(term.meaning());
    }

    /** A number shows that something is there. */
    private static boolean isNothing(ListBlock list) {
        return list.numbering() == Block.Numbering.BULLETS
                ? list.items().stream().allMatch(item -> areNothing(item.blocks()))
                : list.items().isEmpty();
    }

    /** Whether the line shows nothing. */
    static boolean isBlank(List<Inline> line) {
        for (Inline each : line) {
            if (each instanceof Inline.Picture || !Words.of(List.of(each)).isBlank()) {
                return false;
            }
            if (each instanceof Inline.Span span && !isBlank(span.content())) {
                return false;
            }
        }
        return true;
    }
}
