package io.yumen.service.awsdocs.markdown;

import io.yumen.service.awsdocs.page.Block;
import io.yumen.service.awsdocs.page.Removed.Reason;
import io.yumen.service.awsdocs.page.Words;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Node;
import org.jspecify.annotations.Nullable;

/**
 * HTML among the blocks of one container. CommonMark ends it at an empty line, so that a table with such lines comes in pieces, which are
 * joined here.
 */
final class HtmlParts {
    /** What HTML in Markdown is. */
    enum Kind {
        EXPANDABLE,
        HTML,
        HIDDEN
    }

    /**
     * @param end the last node that belongs to it
     * @param title of what is expandable
     */
    record Part(Kind kind, @Nullable Node end, String title, List<Block> blocks) {
        Part {
            blocks = List.copyOf(blocks);
        }
    }

    private static final String EXPANDABLE = "details";
    private static final Set<String> WHOLE = Set.of(EXPANDABLE, "table", "dl", "ul", "ol");

    private final Reading reading;
    private final HtmlEnds ends;

    /** The parts among the blocks in that node. */
    HtmlParts(Reading reading, Node parent) {
        this.reading = reading;
        this.ends = new HtmlEnds(parent);
    }

    /** One piece by itself, where containers nest too deep. */
    Part flat(HtmlBlock block) {
        return html(block.getLiteral(), block);
    }

    /** @param last the node that the part may reach to; none where that is the last of all */
    Part part(HtmlBlock block, @Nullable Node last) {
        Tag tag = Tag.of(block.getLiteral());
        boolean isHidden = tag.reason().filter(Reason.HIDDEN::equals).isPresent();
        boolean isWhole = isHidden || WHOLE.contains(tag.name());
        Optional<Node> end = isWhole ? ends.end(block, last) : Optional.empty();
        return end.map(closing -> isHidden ? hidden(closing) : joined(tag, block, closing))
                .orElseGet(() -> flat(block));
    }

    private Part hidden(Node end) {
        reading.sieve().count(Reason.HIDDEN);
        return new Part(Kind.HIDDEN, end, "", List.of());
    }

    private Part joined(Tag tag, HtmlBlock first, Node end) {
        return tag.name().equals(EXPANDABLE)
                ? new Part(Kind.EXPANDABLE, end, title(first.getLiteral()), List.of())
                : html(reading.source(first, end), end);
    }

    private Part html(String source, Node end) {
        return new Part(Kind.HTML, end, "", reading.html().blocks(source, reading.address(), reading.sieve()));
    }

    /** What stands in the summary. */
    private String title(String literal) {
        int open = literal.indexOf("<summary");
        int start = open < 0 ? -1 : literal.indexOf('>', open);
        int end = start < 0 ? -1 : literal.indexOf("</summary>", start);
        return end < 0
                ? ""
                : Words.ofBlocks(
                        reading.html().blocks(literal.substring(start + 1, end), reading.address(), reading.sieve()));
    }
}
