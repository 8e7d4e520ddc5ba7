package io.yumen.service.awsdocs.html;

import io.yumen.service.awsdocs.page.Address;
import io.yumen.service.awsdocs.page.Block;
import io.yumen.service.awsdocs.page.Flow;
import io.yumen.service.awsdocs.page.Inline;
import io.yumen.service.awsdocs.page.PageLimits;
import io.yumen.service.awsdocs.page.PageRefused;
import io.yumen.service.awsdocs.page.Removed.Reason;
import io.yumen.service.awsdocs.page.Sieve;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/** Walks the tree of one page. The parser bounds how deep it is. */
final class Walker {
    private final PageLimits limits;
    private final Address address;
    private final Sieve sieve;
    private final Surroundings surroundings = new Surroundings();
    private final Set<Element> taken = Collections.newSetFromMap(new IdentityHashMap<>());
    private int blocks;
    private int places;
    private int depth;

    Walker(PageLimits limits, Address address, Sieve sieve) {
        this.limits = limits;
        this.address = address;
        this.sieve = sieve;
    }

    List<Block> walk(Element root) {
        Flow flow = flow();
        children(root, flow);
        return flow.end();
    }

    /** The blocks in the element, as those of a container. */
    List<Block> inside(Element element) {
        Flow flow = flow();
        depth++;
        anchor(element, flow);
        children(element, flow);
        depth--;
        return flow.end();
    }

    /** The words in the element as one line. */
    List<Inline> line(Element element) {
        Flow flow = flow();
        anchor(element, flow);
        children(element, flow);
        return flow.endLine();
    }

    Flow flow() {
        return new Flow(this::countBlock);
    }

    void children(Element element, Flow flow) {
        int size = element.childNodeSize();
        for (int i = 0; i < size; i++) {
            Node node = element.childNode(i);
            if (node instanceof TextNode text) {
                flow.text(sieve.clean(text.getWholeText()));
            } else if (node instanceof Element child) {
                element(child, flow);
            } else if (node instanceof Comment) {
                sieve.count(Reason.COMMENT);
            }
        }
    }

    private void element(Element element, Flow flow) {
        if (taken.contains(element) || leavesOut(element)) {
            return;
        }
        Elements.of(element).take(this, element, flow);
    }

    /** Whether the element is no part of the page, which is then counted. */
    boolean leavesOut(Element element) {
        Optional<Reason> reason = surroundings.reason(element);
        reason.ifPresent(sieve::count);
        return reason.isPresent();
    }

    /** The element is read with another one, and passed over where it stands. */
    void take(Element element) {
        taken.add(element);
    }

    /** Whether a container may stand here; if not, its words stand where it would. */
    boolean mayNest() {
        boolean may = depth < limits.depth();
        if (!may) {
            sieve.count(Reason.DEPTH);
        }
        return may;
    }

    /** The place that an address may name. */
    void anchor(Element element, Flow flow) {
        if (element.attributesSize() > 0) {
            String id =
                    element.id().isEmpty() && element.normalName().equals("a") ? element.attr("name") : element.id();
            if (!id.isEmpty()) {
                flow.mark(sieve.clean(id));
            }
        }
    }

    Optional<String> resolve(String reference) {
        Optional<String> whole = address.resolve(sieve.clean(reference));
        if (whole.isEmpty()) {
            sieve.count(Reason.ADDRESS);
        }
        return whole;
    }

    String clean(String text) {
        return sieve.clean(text);
    }

    /** How many places tables may still have. */
    int placesLeft() {
        return limits.places() - places;
    }

    void countPlaces(int more) {
        places += more;
    }

    private void countBlock() {
        if (++blocks > limits.blocks()) {
            throw new PageRefused("The page has more than " + limits.blocks() + " blocks");
        }
    }
}
