package io.yumen.service.awsdocs.html;

import io.yumen.service.awsdocs.page.Assembly;
import io.yumen.service.awsdocs.page.Block;
import io.yumen.service.awsdocs.page.Block.Callout;
import io.yumen.service.awsdocs.page.Block.Expandable;
import io.yumen.service.awsdocs.page.Block.Quote;
import io.yumen.service.awsdocs.page.Flow;
import io.yumen.service.awsdocs.page.Inline;
import io.yumen.service.awsdocs.page.Urgency;
import io.yumen.service.awsdocs.page.Words;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;

/** Elements that end the paragraph before them. */
final class BlockElements {
    private static final List<String> TITLES = List.of("header", "title", "header-text", "data-title");

    private BlockElements() {}

    static void plain(Walker walker, Element element, Flow flow) {
        flow.flush();
        walker.anchor(element, flow);
        walker.children(element, flow);
        flow.flush();
    }

    static void division(Walker walker, Element element, Flow flow) {
        if (element.attributesSize() > 0) {
            if (TabElements.isContainer(element)) {
                TabElements.ofOld(walker, element, flow);
                return;
            }
            if (element.attr("role").equals("tablist") && TabElements.ofRoles(walker, element, flow)) {
                return;
            }
            Optional<Urgency> urgency = urgency(element);
            if (urgency.isPresent() && walker.mayNest()) {
                callout(walker, element, flow, urgency.get());
                return;
            }
        }
        plain(walker, element, flow);
    }

    static void heading(Walker walker, Element element, Flow flow) {
        flow.flush();
        List<Inline> line = walker.line(element);
        int level = element.normalName().charAt(1) - '0';
        if (level == 6 && isInBox(element)) {
            // "Topics" and the goal of a procedure name a box, and not a part of the page.
            Assembly.paragraph(List.of(new Inline.Strong(line))).forEach(flow::add);
        } else {
            Assembly.heading(level, line).forEach(flow::add);
        }
    }

    private static boolean isInBox(Element element) {
        Element box = element.parent();
        return box != null && (box.hasClass("highlights") || box.hasClass("procedure"));
    }

    static void rule(Walker walker, Element element, Flow flow) {
        flow.add(new Block.Rule());
    }

    static void quote(Walker walker, Element element, Flow flow) {
        if (!walker.mayNest()) {
            plain(walker, element, flow);
            return;
        }
        flow.flush();
        flow.add(new Quote(walker.inside(element)));
    }

    static void details(Walker walker, Element element, Flow flow) {
        Optional<Element> summary = Optional.ofNullable(element.firstElementChild())
                .filter(child -> child.normalName().equals("summary"));
        summary.ifPresent(walker::take);
        expandable(
                walker,
                element,
                flow,
                summary.map(each -> Words.of(walker.line(each))).orElse(""));
    }

    /** The title is an attribute, which is why others lose it. */
    static void expandable(Walker walker, Element element, Flow flow) {
        String title = TITLES.stream()
                .map(element::attr)
                .filter(each -> !each.isBlank())
                .findFirst()
                .orElse("");
        expandable(walker, element, flow, LineElements.collapsed(walker.clean(title)));
    }

    private static void expandable(Walker walker, Element element, Flow flow, String title) {
        flow.flush();
        if (walker.mayNest()) {
            flow.add(new Expandable(title, walker.inside(element)));
        } else {
            flow.text(title);
            plain(walker, element, flow);
        }
    }

    private static void callout(Walker walker, Element element, Flow flow, Urgency byClass) {
        flow.flush();
        Optional<Element> title = title(element);
        title.ifPresent(walker::take);
        String words = title.map(each -> Words.of(walker.line(each))).orElse("");
        Urgency urgency = Urgency.of(words).orElse(byClass);
        flow.add(new Callout(urgency, words.isEmpty() ? capital(urgency) : words, walker.inside(element)));
    }

    private static Optional<Element> title(Element callout) {
        return Optional.ofNullable(callout.firstElementChild())
                .filter(child -> child.hasClass("awsdocs-note-title")
                        || child.hasClass("title")
                        || child.normalName().matches("h[1-6]")
                        || Urgency.of(child.text()).isPresent());
    }

    private static String capital(Urgency urgency) {
        return urgency.name().charAt(0) + urgency.name().substring(1).toLowerCase(Locale.ROOT);
    }

    /** The last class that says one: all have the class of notes, too. */
    private static Optional<Urgency> urgency(Element element) {
        String classes = element.className();
        return classes.isEmpty()
                ? Optional.empty()
                : Stream.of(classes.split("\\s+", -1))
                        .flatMap(each -> Urgency.of(each.replaceFirst("^aws(docs)?-", "")).stream())
                        .reduce((first, last) -> last);
    }
}
