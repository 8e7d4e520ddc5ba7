package io.yumen.service.awsdocs.markdown;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Node;
import org.jspecify.annotations.Nullable;

/**
 * Where each piece of HTML among the blocks of one container ends that a tag in it leaves open, found in one pass: who looked from each
 * tag for its end would read a page of tags as often as it has tags.
 */
final class HtmlEnds {
    private static final Pattern TAG = Pattern.compile("<(/?)([A-Za-z][A-Za-z0-9-]*)(?=[\\s/>])");

    /**
     * A piece whose first tag is open.
     *
     * @param before how many of its name were open before it
     */
    private record Open(HtmlBlock block, int before) {}

    /** What is open of one name. */
    private static final class Name {
        private final Deque<Open> waiting = new ArrayDeque<>();
        private int open;
    }

    private final Map<String, Name> names = new HashMap<>();
    private final IdentityHashMap<Node, HtmlBlock> ends = new IdentityHashMap<>();
    private final IdentityHashMap<Node, Integer> order = new IdentityHashMap<>();

    /** Of the blocks in that node. */
    HtmlEnds(Node parent) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof HtmlBlock block) {
                order.put(block, order.size());
                add(block);
            }
        }
    }

    private void add(HtmlBlock block) {
        String first = Tag.of(block.getLiteral()).name();
        balances(block.getLiteral()).forEach((name, balance) -> {
            Name known = names.computeIfAbsent(name, unknown -> new Name());
            int before = known.open;
            known.open += balance;
            while (!known.waiting.isEmpty() && known.waiting.peek().before() >= known.open) {
                ends.put(known.waiting.pop().block(), block);
            }
            if (balance > 0 && name.equals(first)) {
                known.waiting.push(new Open(block, before));
            }
        });
    }

    /** How many more tags of each name open than close in it. */
    private static Map<String, Integer> balances(String literal) {
        Map<String, Integer> balances = new HashMap<>();
        Matcher tags = TAG.matcher(literal);
        while (tags.find()) {
            balances.merge(tags.group(2).toLowerCase(Locale.ROOT), tags.group(1).isEmpty() ? 1 : -1, Integer::sum);
        }
        return balances;
    }

    /** The node that closes the first tag of the block; none where it is closed in the block, or only after that one. */
    Optional<Node> end(HtmlBlock block, @Nullable Node last) {
        HtmlBlock end = ends.get(block);
        boolean isWithin = end != null
                && (last == null || order.getOrDefault(end, 0) <= order.getOrDefault(last, Integer.MAX_VALUE));
        return isWithin ? Optional.ofNullable(end) : Optional.empty();
    }
}
