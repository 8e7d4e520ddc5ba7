package io.yumen.service.browser.snapshot;

import io.yumen.service.browser.snapshot.Interest.Within;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a page or a part of it: {@code uid=1_2 button "Send" focusable focused}, each two spaces further in than what it is
 * in.
 *
 * @param lines the lines
 * @param cut why it ends before the page does; null where it has all
 */
public record Outline(List<Row> lines, @Nullable Cut cut) {
    /** Two words for a fact that can hold or not, as chrome-devtools-mcp writes them. */
    private static final Map<String, String> POSSIBLE = Map.of(
            "disabled", "disableable", "expanded", "expandable", "focused", "focusable", "selected", "selectable");

    public Outline {
        lines = List.copyOf(lines);
    }

    /**
     * A line.
     *
     * @param uid the name of the element
     * @param role what it is
     * @param name what it is called
     * @param level how far in it stands
     * @param text the line itself, without the spaces before it
     */
    public record Row(String uid, String role, String name, int level, String text) {}

    /** Why an outline ends. */
    public enum Cut {
        /** There is no more room. */
        ROOM,
        /** More levels are not wanted. */
        LEVELS
    }

    /** What an outline shows. */
    public enum Detail {
        /** What a reader wants to see. */
        INTERESTING,
        /** All that the tree has. */
        VERBOSE
    }

    /** The outline of what stands at that node and below it. */
    public static Outline of(Spot root, Branches branches, Uids uids, Detail detail, OutlineLimits limits) {
        return of(root, branches, uids, limits, new Wanted(detail, line -> true));
    }

    /** The lines that are wanted, of all. */
    public static Outline of(Spot root, Branches branches, Uids uids, OutlineLimits limits, Wanted wanted) {
        Writer writer = new Writer(branches, uids, limits, wanted);
        writer.write(root, 0, 0, Within.NOTHING);
        return new Outline(writer.lines, writer.cut);
    }

    /**
     * What of a page is wanted.
     *
     * @param detail which nodes have lines
     * @param line which of these are told
     */
    public record Wanted(Detail detail, Predicate<Row> line) {}

    /** All lines as one text. */
    public String text() {
        StringBuilder text = new StringBuilder();
        lines.forEach(line ->
                text.append("  ".repeat(line.level())).append(line.text()).append('\n'));
        return text.toString();
    }

    /** All lines as one text, none further in than another. */
    public String flat() {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line.text()).append('\n'));
        return text.toString();
    }

    /** One walk through a tree, in the order of the document. For one thread. */
    private static final class Writer {
        private final Branches branches;
        private final Uids uids;
        private final OutlineLimits limits;
        private final Wanted wanted;
        private final Interest interest;
        private final List<Row> lines = new ArrayList<>();
        private int characters;
        private int nodes;
        private @Nullable Cut cut;

        Writer(Branches branches, Uids uids, OutlineLimits limits, Wanted wanted) {
            this.branches = branches;
            this.uids = uids;
            this.limits = limits;
            this.wanted = wanted;
            this.interest = new Interest(branches);
        }

        /** @param depth how deep the node is in the tree, which has levels without lines */
        void write(Spot spot, int depth, int level, Within within) {
            if (cut == Cut.ROOM) {
                return;
            }
            if (++nodes > limits.nodes() || depth > limits.levels() * 4) {
                cut = Cut.ROOM;
                return;
            }
            boolean isShown = isShown(spot, within);
            if (isShown && !add(spot, level)) {
                return;
            }
            below(spot, depth, isShown ? level + 1 : level, within);
        }

        private void below(Spot spot, int depth, int level, Within within) {
            if (wanted.detail() == Detail.INTERESTING && interest.isLeaf(spot)) {
                return;
            }
            Within inner = Interest.isControl(spot.node()) ? Within.CONTROL : within;
            List<Spot> children = branches.below(spot);
            if (level > limits.levels() && !children.isEmpty()) {
                cut = Cut.LEVELS;
                return;
            }
            children.forEach(child -> write(child, depth + 1, level, inner));
        }

        private boolean isShown(Spot spot, Within within) {
            return wanted.detail() == Detail.VERBOSE ? !spot.node().role().isEmpty() : interest.in(spot, within);
        }

        private boolean add(Spot spot, int level) {
            AxNode node = spot.node();
            String uid = uids.of(new Uids.Element(spot.loader(), node.backend()));
            Row line = new Row(uid, node.role(), node.name(), level, text(uid, node));
            if (!wanted.line().test(line)) {
                return true;
            }
            characters += line.text().length() + 2 * level + 1;
            if (characters > limits.characters()) {
                cut = Cut.ROOM;
                return false;
            }
            lines.add(line);
            return true;
        }

        private String text(String uid, AxNode node) {
            StringBuilder text = new StringBuilder("uid=").append(uid).append(' ');
            text.append(node.ignored() ? "ignored" : node.role());
            if (!node.name().isEmpty()) {
                text.append(' ').append(quoted(node.name()));
            }
            node.facts().forEach((fact, value) -> fact(text, fact, value));
            return text.toString();
        }

        private void fact(StringBuilder text, String fact, String value) {
            String possible = POSSIBLE.get(fact);
            if (value.equals("false")) {
                text.append(fact.equals("expanded") ? " expandable" : "");
            } else if (!value.isEmpty()) {
                text.append(' ').append(fact).append('=').append(quoted(value));
            } else if (!fact.equals("focusable") && !fact.equals("editable")) {
                text.append(possible == null ? "" : " " + possible).append(' ').append(fact);
            }
        }

        /** In quotes; a quote within becomes a single one, so that the end is where it seems to be. */
        private String quoted(String value) {
            String whole = value.replace('"', '\'');
            return whole.length() <= limits.name()
                    ? "\"" + whole + "\""
                    : "\"" + whole.substring(0, limits.name()) + "\" (" + (whole.length() - limits.name())
                            + " more characters)";
        }
    }
}
