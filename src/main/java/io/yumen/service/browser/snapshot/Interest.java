package io.yumen.service.browser.snapshot;

import java.util.List;
import java.util.Set;

/** Which nodes a reader wants to see: what can be used, what is named, and what gives the page its parts. */
final class Interest {
    /** Deeper than any element that is used as a whole. */
    private static final int DEEPEST = 32;

    private static final Set<String> CONTROLS = Set.of(
            "button",
            "checkbox",
            "ColorWell",
            "combobox",
            "DisclosureTriangle",
            "link",
            "listbox",
            "menu",
            "menubar",
            "menuitem",
            "menuitemcheckbox",
            "menuitemradio",
            "option",
            "radio",
            "scrollbar",
            "searchbox",
            "slider",
            "spinbutton",
            "switch",
            "tab",
            "textbox",
            "tree",
            "treeitem");

    private static final Set<String> PARTS = Set.of(
            "RootWebArea",
            "Iframe",
            "IframePresentational",
            "alert",
            "alertdialog",
            "banner",
            "complementary",
            "contentinfo",
            "dialog",
            "form",
            "heading",
            "main",
            "navigation",
            "region",
            "search",
            "status");

    /** What has nothing below it that is worth a line. */
    private static final Set<String> LEAVES = Set.of(
            "graphics-symbol",
            "image",
            "img",
            "InlineTextBox",
            "LineBreak",
            "Meter",
            "meter",
            "progressbar",
            "scrollbar",
            "separator",
            "slider",
            "StaticText");

    private static final Set<String> TEXT = Set.of("StaticText", "InlineTextBox", "LineBreak");

    private final Branches branches;

    Interest(Branches branches) {
        this.branches = branches;
    }

    /**
     * Whether a node has a line.
     *
     * @param within whether it is a part of something that is used as a whole
     */
    boolean in(Spot spot, Within within) {
        AxNode node = spot.node();
        if (isHidden(node)) {
            return false;
        }
        if (PARTS.contains(node.role()) || isControl(node) || node.is("focusable")) {
            return true;
        }
        return within == Within.NOTHING && !node.name().isEmpty() && isLeaf(spot);
    }

    /** What a node is a part of. */
    enum Within {
        NOTHING,
        CONTROL
    }

    static boolean isControl(AxNode node) {
        return CONTROLS.contains(node.role());
    }

    /** Whether what is below a node is not looked at. */
    boolean isLeaf(Spot spot) {
        AxNode node = spot.node();
        if (LEAVES.contains(node.role())
                || (node.childIds().isEmpty() && !node.role().startsWith("Iframe"))) {
            return true;
        }
        boolean isNamed =
                !node.name().isEmpty() && (isControl(node) || node.role().equals("heading"));
        return (isNamed && !isUsedWithin(spot, DEEPEST)) || isPlainText(spot);
    }

    private boolean isPlainText(Spot spot) {
        AxNode node = spot.node();
        return (node.role().equals("textbox") || node.role().equals("searchbox"))
                && branches.below(spot).stream().noneMatch(child -> isUsed(child.node()))
                && !isUsedWithin(spot, DEEPEST);
    }

    private boolean isUsedWithin(Spot spot, int deepest) {
        if (deepest == 0) {
            return true;
        }
        List<Spot> below = TEXT.contains(spot.node().role()) ? List.of() : branches.below(spot);
        return below.stream().anyMatch(child -> isUsed(child.node()) || isUsedWithin(child, deepest - 1));
    }

    private static boolean isUsed(AxNode node) {
        return !isHidden(node)
                && (node.is("focusable") || isControl(node) || node.role().startsWith("Iframe"));
    }

    private static boolean isHidden(AxNode node) {
        return node.ignored() || node.is("hidden");
    }
}
