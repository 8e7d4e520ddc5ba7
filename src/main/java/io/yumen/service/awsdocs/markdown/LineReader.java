package io.yumen.service.awsdocs.markdown;

import io.yumen.service.awsdocs.page.Address;
import io.yumen.service.awsdocs.page.Flow;
import io.yumen.service.awsdocs.page.Inline;
import io.yumen.service.awsdocs.page.Removed.Reason;
import io.yumen.service.awsdocs.page.Sieve;
import io.yumen.service.awsdocs.page.Words;
import java.util.List;
import java.util.Optional;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;

/** Reads what stands in a line of Markdown. */
final class LineReader {
    /** A placeholder as AWS writes it: two braces at each side. */
    private static final String OPENS = "{{";

    private static final String CLOSES = "}}";
    private static final int LONGEST_PLACEHOLDER = 200;

    private final Sieve sieve;
    private final Address address;

    LineReader(Reading reading) {
        this.sieve = reading.sieve();
        this.address = reading.address();
    }

    /** The line that the node has. */
    List<Inline> line(Node parent) {
        Flow flow = new Flow(() -> {});
        children(parent, flow);
        return flow.endLine();
    }

    private void children(Node parent, Flow flow) {
        Node node = parent.getFirstChild();
        while (node != null) {
            if (node instanceof HtmlInline html) {
                node = html(html, flow);
            } else {
                one(node, flow);
            }
            node = node.getNext();
        }
    }

    private void one(Node node, Flow flow) {
        switch (node) {
            case Text text -> text(sieve.clean(text.getLiteral()), flow);
            case Code code -> flow.atom(new Inline.Code(sieve.clean(code.getLiteral())));
            case SoftLineBreak end -> flow.text(" ");
            case HardLineBreak end -> flow.lineBreak();
            case StrongEmphasis strong -> {
                flow.open(Inline.Strong::new);
                children(strong, flow);
                flow.close();
            }
            case Emphasis emphasis -> {
                flow.open(Inline.Emphasis::new);
                children(emphasis, flow);
                flow.close();
            }
            case Link link -> link(link, flow);
            case Image image -> image(image, flow);
            default -> children(node, flow);
        }
    }

    private static void text(String words, Flow flow) {
        int from = 0;
        for (int open = words.indexOf(OPENS); open >= 0; open = words.indexOf(OPENS, from)) {
            int close = end(words, open + OPENS.length());
            String name = close < 0
                    ? ""
                    : words.substring(open + OPENS.length(), close).strip();
            if (name.isEmpty()) {
                flow.text(words.substring(from, open + 1));
                from = open + 1;
            } else {
                flow.text(words.substring(from, open));
                flow.atom(new Inline.Placeholder(name));
                from = close + CLOSES.length();
            }
        }
        flow.text(words.substring(from));
    }

    /** Where the name of a placeholder ends; -1 where what begins there is none. */
    private static int end(String words, int from) {
        int most = Math.min(words.length() - 1, from + LONGEST_PLACEHOLDER + 1);
        for (int i = from; i < most && words.charAt(i) != '{'; i++) {
            if (words.startsWith(CLOSES, i)) {
                return i;
            }
        }
        return -1;
    }

    private void link(Link link, Flow flow) {
        Optional<String> whole = resolve(link.getDestination());
        whole.ifPresent(known -> flow.open(content -> new Inline.Link(known, content)));
        children(link, flow);
        if (whole.isPresent()) {
            flow.close();
        }
    }

    private void image(Image image, Flow flow) {
        String says = Words.of(line(image));
        Optional<String> whole = resolve(image.getDestination());
        if (whole.isPresent()) {
            flow.atom(new Inline.Picture(whole.get(), says));
        } else {
            flow.text(says);
        }
    }

    private Optional<String> resolve(String destination) {
        Optional<String> whole = address.resolve(sieve.clean(destination));
        if (whole.isEmpty()) {
            sieve.count(Reason.ADDRESS);
        }
        return whole;
    }

    /** A tag in the line; gives the last node that belongs to it. */
    private Node html(HtmlInline html, Flow flow) {
        Tag tag = Tag.of(html.getLiteral());
        tag.anchor().ifPresent(name -> flow.mark(sieve.clean(name)));
        if (tag.isBreak()) {
            flow.lineBreak();
        }
        Optional<Reason> reason = tag.reason();
        if (reason.isEmpty()) {
            return html;
        }
        sieve.count(reason.get());
        return tag.isComment() ? html : end(html, tag);
    }

    /** Where what nobody is to see ends; where it never does, that is the end of the line. */
    private static Node end(HtmlInline html, Tag tag) {
        Node node = html;
        while (node.getNext() != null) {
            node = node.getNext();
            if (node instanceof HtmlInline other && Tag.of(other.getLiteral()).closes(tag)) {
                return node;
            }
        }
        return node;
    }
}
