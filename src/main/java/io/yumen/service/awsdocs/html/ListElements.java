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
        List<Item> items = new ArrayList<>();
        for (Element child : list.children()) {
            boolean isItem = child.normalName().equals("li");
            if (walker.isJunk(child)) {
                continue;
            }
            List<Block> blocks = new ArrayList<>(
                    isItem || items.isEmpty() ? List.of() : items.removeLast().blocks());
            // What stands right in a list, such as another list, belongs to the item before it.
            blocks.addAll(isItem ? walker.inside(child) : lone(walker, child));
            items.add(new Item(blocks));
        }
        return items;
    }

    private static List<Block> lone(Walker walker, Element child) {
        Flow flow = walker.flow();
        Elements.of(child).take(walker, child, flow);
        return flow.end();
    }

    private static Numbering numbering(Element list) {
        if (!list.normalName().equals("ol")) {
            return Numbering.BULLETS;
        }
        return list.attr("type").equalsIgnoreCase("a") ? Numbering.LETTERS : Numbering.NUMBERS;
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
        List<Term> terms = new ArrayList<>();
        terms(walker, element, terms);
        if (!terms.isEmpty()) {
            flow.add(new Terms(terms));
        }
    }

    private static void terms(Walker walker, Element element, List<Term> terms) {
        for (Element child : element.children()) {
            if (walker.isJunk(child)) {
                continue;
            }
            switch (child.normalName()) {
                case "dt" -> terms.add(new Term(bare(walker.line(child)), List.of()));
                case "div" -> terms(walker, child, terms);
                default -> {
                    Term named = terms.isEmpty() ? new Term(List.of(), List.of()) : terms.removeLast();
                    List<Block> meaning = new ArrayList<>(named.meaning());
                    meaning.addAll(walker.inside(child));
                    terms.add(new Term(named.name(), meaning));
                }
            }
        }
    }

    /** A term is a name, and says it only once. */
    private static List<Inline> bare(List<Inline> name) {
        return name.size() == 1 && name.getFirst() instanceof Inline.Strong strong ? strong.content() : name;
    }
}
