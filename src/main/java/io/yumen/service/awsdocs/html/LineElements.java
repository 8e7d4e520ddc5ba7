package io.yumen.service.awsdocs.html;

import io.yumen.service.awsdocs.page.Flow;
import io.yumen.service.awsdocs.page.Inline;
import io.yumen.service.awsdocs.page.Words;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/** Elements that stand in a line. */
final class LineElements {
    private LineElements() {}

    static void plain(Walker walker, Element element, Flow flow) {
        walker.anchor(element, flow);
        walker.children(element, flow);
    }

    static void strong(Walker walker, Element element, Flow flow) {
        flow.open(Inline.Strong::new);
        plain(walker, element, flow);
        flow.close();
    }

    static void emphasis(Walker walker, Element element, Flow flow) {
        if (isReplaceable(element)) {
            placeholder(walker, element, flow);
            return;
        }
        flow.open(Inline.Emphasis::new);
        plain(walker, element, flow);
        flow.close();
    }

    static void span(Walker walker, Element element, Flow flow) {
        if (isReplaceable(element)) {
            placeholder(walker, element, flow);
        } else {
            plain(walker, element, flow);
        }
    }

    static void placeholder(Walker walker, Element element, Flow flow) {
        walker.anchor(element, flow);
        around(words(walker, element), flow, Inline.Placeholder::new);
    }

    /** Code is words alone; but a link in it leads on. */
    static void code(Walker walker, Element element, Flow flow) {
        if (isReplaceable(element)) {
            placeholder(walker, element, flow);
            return;
        }
        walker.anchor(element, flow);
        StringBuilder words = new StringBuilder();
        for (Node node : element.childNodes()) {
            if (node instanceof Element child && child.normalName().equals("a") && child.hasAttr("href")) {
                around(words.toString(), flow, Inline.Code::new);
                words.setLength(0);
                linkedCode(walker, child, flow);
            } else {
                append(walker, node, words);
            }
        }
        around(words.toString(), flow, Inline.Code::new);
    }

    private static void linkedCode(Walker walker, Element link, Flow flow) {
        walker.anchor(link, flow);
        Optional<String> address = walker.resolve(link.attr("href"));
        address.ifPresent(whole -> flow.open(content -> new Inline.Link(whole, content)));
        around(words(walker, link), flow, Inline.Code::new);
        if (address.isPresent()) {
            flow.close();
        }
    }

    static void link(Walker walker, Element element, Flow flow) {
        walker.anchor(element, flow);
        Optional<String> address = element.hasAttr("href") ? walker.resolve(element.attr("href")) : Optional.empty();
        if (address.isEmpty()) {
            walker.children(element, flow);
            return;
        }
        flow.open(content -> new Inline.Link(address.get(), content));
        walker.children(element, flow);
        flow.close();
    }

    static void lineBreak(Walker walker, Element element, Flow flow) {
        walker.anchor(element, flow);
        flow.lineBreak();
    }

    static void picture(Walker walker, Element element, Flow flow) {
        walker.anchor(element, flow);
        String says = collapsed(walker.clean(element.attr("alt")));
        Optional<String> address =
                element.attr("src").isBlank() ? Optional.empty() : walker.resolve(element.attr("src"));
        if (address.isPresent()) {
            flow.atom(new Inline.Picture(address.get(), says));
        } else {
            flow.text(says);
        }
    }

    /** 10<sup>6</sup> is not 106. */
    static void raised(Walker walker, Element element, Flow flow, String sign) {
        walker.anchor(element, flow);
        if (!element.text().isBlank()) {
            flow.text(sign);
        }
        walker.children(element, flow);
    }

    /** The words in an element as they stand, with breaks as blanks, without what a browser would not show. */
    static String words(Walker walker, Element element) {
        StringBuilder words = new StringBuilder();
        element.childNodes().forEach(node -> append(walker, node, words));
        return words.toString();
    }

    private static void append(Walker walker, Node node, StringBuilder words) {
        if (node instanceof TextNode text) {
            words.append(walker.clean(text.getWholeText()));
        } else if (node instanceof Element element) {
            if (element.normalName().equals("br")) {
                words.append('\n');
            } else if (!walker.leavesOut(element)) {
                element.childNodes().forEach(each -> append(walker, each, words));
            }
        }
    }

    /** Blanks at the edges of what is written in another way stand outside it. */
    private static void around(String words, Flow flow, Function<String, Inline> meaning) {
        String inner = collapsed(words);
        if (inner.isEmpty()) {
            flow.text(words.isEmpty() ? "" : " ");
            return;
        }
        flow.text(Character.isWhitespace(words.charAt(0)) ? " " : "");
        flow.atom(meaning.apply(inner));
        flow.text(Character.isWhitespace(words.charAt(words.length() - 1)) ? " " : "");
    }

    static String collapsed(String words) {
        Flow flow = new Flow(() -> {});
        flow.text(words);
        List<Inline> line = flow.endLine();
        return Words.of(line);
    }

    static boolean isReplaceable(Element element) {
        return element.attributesSize() > 0 && element.hasClass("replaceable");
    }
}
