package io.yumen.service.awsdocs.page;

import io.yumen.secret.Sha256;
import io.yumen.service.awsdocs.page.Block.Heading;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A page and its text. Offsets are into the text, which its hash names: who comes back with an offset brings the hash with it.
 *
 * @param parts the blocks of the page that show something, in order
 * @param anchors where each is in the text, those within blocks, too
 */
public record Document(Page page, String text, List<Part> parts, Map<String, Integer> anchors) {
    private static final int HASH_BYTES = 16;

    public Document {
        parts = List.copyOf(parts);
        anchors = Map.copyOf(anchors);
    }

    /** Names this text: another text has another one. */
    public String hash() {
        return HexFormat.of().formatHex(Sha256.of(text), 0, HASH_BYTES);
    }

    public String text(Section section) {
        return text.substring(section.start(), section.end());
    }

    /** The sections in order; each comes before those in it. */
    public List<Section> outline() {
        List<Part> headings =
                parts.stream().filter(part -> part.block() instanceof Heading).toList();
        List<Section> sections = new ArrayList<>(headings.size());
        int[] end = new int[7];
        Arrays.fill(end, text.length());
        for (int i = headings.size() - 1; i >= 0; i--) {
            Part part = headings.get(i);
            Heading heading = (Heading) part.block();
            String anchor = heading.anchors().isEmpty() ? "" : heading.anchors().getFirst();
            sections.add(new Section(heading.level(), anchor, part.path(), part.start(), end[heading.level()]));
            Arrays.fill(end, heading.level(), end.length, part.start());
        }
        return sections.reversed();
    }

    /** The smallest section that the anchor stands in; that of the heading, where it is a heading's. */
    public Optional<Section> at(String anchor) {
        Integer offset = anchors.get(anchor);
        return offset == null
                ? Optional.empty()
                : outline().stream()
                        .filter(section -> section.start() <= offset && offset < section.end())
                        .reduce((outer, inner) -> inner);
    }

    /** The sections under that heading; letters of either case and any blanks will do. */
    public List<Section> named(String heading) {
        String wanted = Section.folded(heading);
        return outline().stream()
                .filter(section -> Section.folded(section.title()).equals(wanted))
                .toList();
    }
}
