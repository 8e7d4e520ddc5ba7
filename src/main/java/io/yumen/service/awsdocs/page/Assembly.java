package io.yumen.service.awsdocs.page;

import io.yumen.service.awsdocs.page.Block.Anchor;
import io.yumen.service.awsdocs.page.Block.Heading;
import io.yumen.service.awsdocs.page.Block.Image;
import io.yumen.service.awsdocs.page.Block.Paragraph;
import io.yumen.service.awsdocs.page.Inline.Atom;
import io.yumen.service.awsdocs.page.Inline.Break;
import io.yumen.service.awsdocs.page.Inline.Mark;
import io.yumen.service.awsdocs.page.Inline.Picture;
import io.yumen.service.awsdocs.page.Inline.Span;
import io.yumen.service.awsdocs.page.Inline.Text;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Makes blocks of what readers find, so that both representations of a page give the same ones. */
public final class Assembly {
    private Assembly() {}

    /** A line that stands alone: a paragraph, the picture or the anchors that it is, or nothing. */
    public static List<Block> paragraph(List<Inline> line) {
        List<Inline> content = trimmed(line);
        List<Inline> seen =
                content.stream().filter(each -> !(each instanceof Mark)).toList();
        boolean isPicture = seen.size() == 1 && seen.getFirst() instanceof Picture;
        if (!seen.isEmpty() && !isPicture) {
            return List.of(new Paragraph(content));
        }
        List<Block> blocks = new ArrayList<>();
        for (Inline each : content) {
            if (each instanceof Mark mark) {
                blocks.add(new Anchor(mark.anchor()));
            }
        }
        if (isPicture) {
            Picture picture = (Picture) seen.getFirst();
            blocks.add(new Image(picture.address(), picture.text()));
        }
        return blocks;
    }

    /** A heading, whose anchors stand in it; nothing where it has no words. */
    public static List<Block> heading(int level, List<Inline> line) {
        Set<String> anchors = new LinkedHashSet<>();
        List<Inline> content = trimmed(withoutMarks(line, anchors));
        if (content.isEmpty()) {
            return anchors.stream().<Block>map(Anchor::new).toList();
        }
        return List.of(new Heading(Math.clamp(level, 1, 6), content, List.copyOf(anchors)));
    }

    /** Anchors that stand right before a heading are the heading's. */
    public static List<Block> joined(List<Block> blocks) {
        List<Block> joined = new ArrayList<>(blocks.size());
        for (Block block : blocks) {
            if (block instanceof Heading heading) {
                Set<String> anchors = new LinkedHashSet<>();
                while (!joined.isEmpty() && joined.getLast() instanceof Anchor anchor) {
                    anchors.add(anchor.name());
                    joined.removeLast();
                }
                // Those of the heading itself are what its author cites.
                Set<String> all = new LinkedHashSet<>(heading.anchors());
                all.addAll(anchors);
                joined.add(new Heading(heading.level(), heading.content(), List.copyOf(all)));
            } else {
                joined.add(block);
            }
        }
        return joined;
    }

    /** The title of the page that its first heading is, or the other one. */
    public static String title(List<Block> blocks, String other) {
        for (Block block : blocks) {
            if (block instanceof Heading heading && heading.level() == 1) {
                return Words.of(heading.content());
            }
        }
        return other;
    }

    private static List<Inline> withoutMarks(List<Inline> line, Set<String> anchors) {
        List<Inline> kept = new ArrayList<>(line.size());
        for (Inline each : line) {
            if (each instanceof Mark mark) {
                anchors.add(mark.anchor());
            } else {
                kept.add(each instanceof Break ? new Text(" ") : each);
            }
        }
        return kept;
    }

    /** Without blanks and breaks at both ends; marks there stay. */
    public static List<Inline> trimmed(List<Inline> line) {
        int first = 0;
        while (first < line.size() && isNothing(line.get(first))) {
            first++;
        }
        int end = line.size();
        while (end > first && isNothing(line.get(end - 1))) {
            end--;
        }
        List<Inline> kept = marks(line.subList(0, first));
        for (int i = first; i < end; i++) {
            kept.add(stripped(line.get(i), i == first, i == end - 1));
        }
        kept.addAll(marks(line.subList(end, line.size())));
        return List.copyOf(kept);
    }

    private static List<Inline> marks(List<Inline> edge) {
        List<Inline> marks = new ArrayList<>();
        for (Inline each : edge) {
            if (each instanceof Mark) {
                marks.add(each);
            }
        }
        return marks;
    }

    private static Inline stripped(Inline inline, boolean isFirst, boolean isLast) {
        if (!(inline instanceof Text text) || !(isFirst || isLast)) {
            return inline;
        }
        String front = isFirst ? text.text().stripLeading() : text.text();
        return new Text(isLast ? front.stripTrailing() : front);
    }

    /** Whether nobody sees it. */
    private static boolean isNothing(Inline inline) {
        return switch (inline) {
            case Text text -> text.text().isBlank();
            case Span span -> span.content().isEmpty();
            case Atom atom -> atom instanceof Mark || atom instanceof Break;
        };
    }
}
