package io.yumen.service.awsdocs.html;

import io.yumen.service.awsdocs.page.Block;
import io.yumen.service.awsdocs.page.Block.Item;
import io.yumen.service.awsdocs.page.Block.ListBlock;
import io.yumen.service.awsdocs.page.Block.Numbering;
import io.yumen.service.awsdocs.page.Block.Term;
import io.yumen.service.awsdocs.page.Block.Terms;
import io.yumen.service.awsdocs.page.Flow;
import io.yumen.service.awsdocs.page.Inline;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Element;

/** Lists of items, and of terms with their meaning. */
final class ListElements {
    private static final int LARGEST = 999_999_999;

    private ListElements() {}

    static void list(Walker walker, Element element, Flow flow) {
        if (element.attr("role").equals("tablist") && TabElements.ofRoles(walker, element, flow)) {
            return;
        }
        if (!walker.mayNest()) {
            BlockElements.plain(walker, element, flow);
            return;
        }
        flow.flush();
        walker.anchor(element, flow);
        List<Item> items = items(walker, element);
        if (!items.isEmpty()) {
            flow.add(new ListBlock(numbering(element), start(element), items));
        }
    }

    private static List<Item> items(Walker walker, Element list) {
        List<List<Block>> items = new ArrayList<>();
        for (Element child : list.children()) {
            boolean isItem = child.normalName().equals("li");
            if (walker.leavesOut(child)) {
                continue;
            }
            // What stands right in a list, such as another list, belongs to the item before it.
            if (isItem || items.isEmpty()) {
                items.add(new ArrayList<>());
            }
            items.getLast().addAll(isItem ? walker.inside(child) : lone(walker, child));
        }
        return items.stream().map(Item::new).toList();
    }

    private static List<Block> lone(Walker walker, Element child) {
        Flow flow = walker.flow();
        Elements.of(child).take(walker, child, flow);
        return flow.end();
    }

    private static Numbering numbering(Element list) {
        return list.normalName().equals("ol") ? Numbering.NUMBERS : Numbering.BULLETS;
    }

    private static int start(Element list) {
        try {
            return Math.clamp(Integer.parseInt(list.attr("start").strip()), 0, LARGEST);
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    static void terms(Walker walker, Element element, Flow flow) {
        if (!walker.mayNest()) {
            BlockElements.plain(walker, element, flow);
            return;
        }
        flow.flush();
        walker.anchor(element, flow);
        List<Named> terms = new ArrayList<>();
        terms(walker, element, terms);
        if (!terms.isEmpty()) {
            flow.add(new Terms(terms.stream()
                    .map(each -> new Term(each.name(), each.meaning()))
                    .toList()));
        }
    }

    /** A term, whose meaning grows. */
    private record Named(List<Inline> name, List<Block> meaning) {
        Named(List<Inline> name) {
            this(name, new ArrayList<>());
        }
    }

    private static void terms(Walker walker, Element element, List<Named> terms) {
        for (Element child : element.children()) {
            if (walker.leavesOut(child)) {
                continue;
            }
            switch (child.normalName()) {
                case "dt" -> terms.add(new Named(bare(walker.line(child))));
                case "div" -> terms(walker, child, terms);
                default -> {
                    if (terms.isEmpty()) {
                        terms.add(new Named(List.of()));
                    }
                    terms.getLast().meaning().addAll(walker.inside(child));
                }
            }
        }
    }

    /** A term is a name, and says it only once. */
    private static List<Inline> bare(List<Inline> name) {
        return name.size() == 1 && name.getFirst() instanceof Inline.Strong strong ? strong.content() : name;
    }
}
