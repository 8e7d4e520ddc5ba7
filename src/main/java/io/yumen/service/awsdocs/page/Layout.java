package io.yumen.service.awsdocs.page;

import io.yumen.service.awsdocs.page.Block.Heading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Notes where the blocks of a page come to stand while its text is written. */
public final class Layout {
    private final List<Part> parts = new ArrayList<>();
    private final Map<String, Integer> anchors = new HashMap<>();
    private final List<Above> headings = new ArrayList<>();
    private List<String> path = List.of();
    private String nearest = "";

    /** A heading that what follows stands under. */
    private record Above(int level, String title) {}

    /** A block of the page stands between the two; those that show nothing are left out. */
    public void place(Block block, int start, int end) {
        if (block instanceof Heading heading) {
            headings.removeIf(each -> each.level() >= heading.level());
            headings.add(new Above(heading.level(), Words.of(heading.content())));
            path = headings.stream().map(Above::title).toList();
            heading.anchors().forEach(anchor -> anchors.putIfAbsent(anchor, start));
            nearest = heading.anchors().isEmpty() ? nearest : heading.anchors().getFirst();
        }
        if (block instanceof Block.Anchor anchor) {
            nearest = anchor.name();
        }
        if (end > start) {
            parts.add(new Part(block, path, nearest, start, end));
        }
    }

    /** An anchor stands at that place; the first of two of one name has it. */
    public void anchor(String name, int offset) {
        anchors.putIfAbsent(name, offset);
    }

    public Document document(Page page, String text) {
        return new Document(page, text, parts, anchors);
    }
}
