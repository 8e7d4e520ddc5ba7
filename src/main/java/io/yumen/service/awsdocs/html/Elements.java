package io.yumen.service.awsdocs.html;

import io.yumen.service.awsdocs.page.Flow;
import java.util.HashMap;
import java.util.Map;
import org.jsoup.nodes.Element;

/** What each element means, by its name. */
final class Elements {
    /** Reads one kind of element into the flow that it stands in. */
    @FunctionalInterface
    interface Meaning {
        void take(Walker walker, Element element, Flow flow);
    }

    private static final Map<String, Meaning> BY_NAME = table();

    private Elements() {}

    static Meaning of(Element element) {
        Meaning meaning = BY_NAME.get(element.normalName());
        if (meaning != null) {
            return meaning;
        }
        // An element of AWS's own that we do not know holds blocks, where it holds something.
        return element.isBlock() || element.normalName().indexOf('-') > 0 ? BlockElements::plain : LineElements::plain;
    }

    private static Map<String, Meaning> table() {
        Map<String, Meaning> table = new HashMap<>();
        put(table, "b strong", LineElements::strong);
        put(table, "em i cite dfn", LineElements::emphasis);
        put(table, "var replaceable", LineElements::placeholder);
        put(table, "code tt samp kbd", LineElements::code);
        put(table, "a", LineElements::link);
        put(table, "br", LineElements::lineBreak);
        put(table, "img", LineElements::picture);
        put(table, "span", LineElements::span);
        put(table, "sup", (walker, element, flow) -> LineElements.raised(walker, element, flow, "^"));
        put(table, "sub", (walker, element, flow) -> LineElements.raised(walker, element, flow, "_"));
        put(table, "div", BlockElements::division);
        put(table, "h1 h2 h3 h4 h5 h6", BlockElements::heading);
        put(table, "pre", CodeElement::take);
        put(table, "hr", BlockElements::rule);
        put(table, "blockquote", BlockElements::quote);
        put(table, "details", BlockElements::details);
        put(table, "awsui-expandable-section awsdocs-expandable-section", BlockElements::expandable);
        put(table, "ul ol menu dir", ListElements::list);
        put(table, "dl", ListElements::terms);
        put(table, "table", TableElement::take);
        put(table, "awsdocs-tabs", TabElements::ofAws);
        return Map.copyOf(table);
    }

    private static void put(Map<String, Meaning> table, String names, Meaning meaning) {
        for (String name : names.split(" ", -1)) {
            table.put(name, meaning);
        }
    }
}
