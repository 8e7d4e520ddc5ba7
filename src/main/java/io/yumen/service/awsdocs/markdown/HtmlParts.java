package io.yumen.service.awsdocs.markdown;

import io.yumen.service.awsdocs.page.Block;
import io.yumen.service.awsdocs.page.Removed.Reason;
import io.yumen.service.awsdocs.page.Words;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;
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
    /** What was looked for once and does not end here. */
    private final Set<String> endless = new HashSet<>();

    HtmlParts(Reading reading) {
        this.reading = reading;
    }

    /** One piece by itself, where containers nest too deep. */
    Part flat(HtmlBlock block) {
        return html(block.getLiteral(), block);
    }

    Part part(HtmlBlock block) {
        Tag tag = Tag.of(block.getLiteral());
        boolean isHidden = tag.reason().filter(Reason.HIDDEN::equals).isPresent();
        boolean isWhole = isHidden || WHOLE.contains(tag.name());
        Optional<Node> end = isWhole && !isWithin(block, tag) ? end(block, tag) : Optional.empty();
        return end.map(last -> isHidden ? hidden(last) : joined(tag, block, last))
                .orElseGet(() -> flat(block));
    }

    private Part hidden(Node end) {
        reading.sieve().count(Reason.HIDDEN);
        return new Part(Kind.HIDDEN, end, "", List.of());
    }

    private Part joined(Tag tag, HtmlBlock first, Node end) {
        return tag.name().equals(EXPANDABLE)
                ? new Part(Kind.EXPANDABLE, end, title(first.getLiteral()), List.of())
                : html(source(first, end), end);
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

    /** Whether the piece has its end in it. */
    private static boolean isWithin(HtmlBlock block, Tag tag) {
        return balance(block.getLiteral(), tag.name()) <= 0;
    }

    /** The node that closes the tag, those in between counted. */
    private Optional<Node> end(HtmlBlock block, Tag tag) {
        if (endless.contains(tag.name())) {
            return Optional.empty();
        }
        int open = balance(block.getLiteral(), tag.name());
        for (Node node = block.getNext(); node != null; node = node.getNext()) {
            if (node instanceof HtmlBlock other) {
                open += balance(other.getLiteral(), tag.name());
                if (open <= 0) {
                    return Optional.of(node);
                }
            }
        }
        endless.add(tag.name());
        return Optional.empty();
    }

    private static int balance(String literal, String name) {
        int balance = 0;
        Matcher tags = Pattern.compile("(?i)<(/?)" + Pattern.quote(name) + "(?=[\\s/>])")
                .matcher(literal);
        while (tags.find()) {
            balance += tags.group(1).isEmpty() ? 1 : -1;
        }
        return balance;
    }

    private String source(Node first, Node last) {
        List<SourceSpan> start = first.getSourceSpans();
        List<SourceSpan> end = last.getSourceSpans();
        SourceSpan closing = end.getLast();
        return reading.markdown()
                .substring(start.getFirst().getInputIndex(), closing.getInputIndex() + closing.getLength());
    }
}
