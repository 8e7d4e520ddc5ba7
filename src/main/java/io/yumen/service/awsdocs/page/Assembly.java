package io.yumen.service.awsdocs.page;

import io.yumen.service.awsdocs.page.Block.Anchor;
import io.yumen.service.awsdocs.page.Block.Heading;
import io.yumen.service.awsdocs.page.Block.Image;
import io.yumen.service.awsdocs.page.Block.Paragraph;
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
                List<String> all = new ArrayList<>(heading.anchors());
                anchors.stream().filter(each -> !all.contains(each)).forEach(all::add);
                joined.add(new Heading(heading.level(), heading.content(), all));
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

    /** Without blanks and breaks at both ends. */
    public static List<Inline> trimmed(List<Inline> line) {
        List<Inline> kept = new ArrayList<>(line);
        int first = 0;
        while (first < kept.size() && (kept.get(first) instanceof Mark || trim(kept, first, Edge.FRONT))) {
            first += first < kept.size() && kept.get(first) instanceof Mark ? 1 : 0;
        }
        int last = kept.size() - 1;
        while (last >= first && trim(kept, last, Edge.BACK)) {
            last--;
        }
        return List.copyOf(kept);
    }

    private enum Edge {
        FRONT,
        BACK
    }

    private static boolean trim(List<Inline> line, int at, Edge edge) {
        Inline inline = line.get(at);
        if (inline instanceof Mark) {
            return true;
        }
        if (inline instanceof Text text) {
            String words = edge == Edge.FRONT
                    ? text.text().stripLeading()
                    : text.text().stripTrailing();
            if (!words.isEmpty()) {
                line.set(at, new Text(words));
                return false;
            }
        }
        boolean isNothing = inline instanceof Text
                || inline instanceof Break
                || (inline instanceof Span span && span.content().isEmpty());
        if (isNothing) {
            line.remove(at);
        }
        return isNothing;
    }
}
