package io.yumen.service.awsdocs.page;

import io.yumen.service.awsdocs.page.Inline.Mark;
import io.yumen.service.awsdocs.page.Inline.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What comes of the parts of one element or container, whatever form the page has: words gather to lines, lines to paragraphs, between blocks. Blanks collapse as a browser
 * collapses them, across elements: a blank at the edge of one stands outside it. A block within a link or emphasis ends the paragraph,
 * and what follows it is linked or emphasised again.
 */
public final class Flow {
    /** What is longer is not copied to be joined with more. */
    private static final int LONG = 1_000;

    private enum Last {
        /** Nothing in this line yet: a blank is none. */
        NOTHING,
        BLANK,
        WORD
    }

    private static final class Level {
        private final Function<List<Inline>, ? extends Inline> meaning;
        private List<Inline> content = new ArrayList<>();

        Level(Function<List<Inline>, ? extends Inline> meaning) {
            this.meaning = meaning;
        }
    }

    private final List<Block> blocks = new ArrayList<>();
    private final List<Level> levels = new ArrayList<>();
    private final StringBuilder words = new StringBuilder();
    private final Runnable counted;
    private Last last = Last.NOTHING;
    private boolean pending;

    /** @param counted runs for each block, and throws when there are too many */
    public Flow(Runnable counted) {
        this.counted = counted;
        levels.add(new Level(content -> Inline.Break.HERE));
    }

    public void text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isBlank(c)) {
                pending |= last == Last.WORD;
            } else {
                word();
                words.append(c);
            }
        }
    }

    /** Something with its own look in the line. */
    public void atom(Inline atom) {
        word();
        gather();
        top().content.add(atom);
    }

    /** The line ends here: blanks at both sides are none. */
    public void lineBreak() {
        pending = false;
        gather();
        List<Inline> content = top().content;
        int end = content.size();
        while (end > 0 && content.get(end - 1) instanceof Mark) {
            end--;
        }
        stripEnd(content.subList(0, end));
        content.add(Inline.Break.HERE);
        last = Last.NOTHING;
    }

    public void mark(String anchor) {
        if (pending) {
            blank();
        }
        gather();
        top().content.add(new Mark(anchor));
    }

    /** What comes until {@link #close} has that meaning. */
    public void open(Function<List<Inline>, ? extends Inline> meaning) {
        gather();
        levels.add(new Level(meaning));
    }

    public void close() {
        gather();
        Level level = levels.removeLast();
        finish(level.content, level.meaning);
    }

    /** What was gathered gets its meaning. Breaks and marks at its edges stand outside it. */
    private void finish(List<Inline> content, Function<List<Inline>, ? extends Inline> meaning) {
        int first = 0;
        while (first < content.size() && isEdge(content.get(first))) {
            first++;
        }
        int end = content.size();
        while (end > first && isEdge(content.get(end - 1))) {
            end--;
        }
        List<Inline> outer = top().content;
        outer.addAll(content.subList(0, first));
        if (end > first) {
            List<Inline> inner = new ArrayList<>(content.subList(first, end));
            boolean isBlank = stripEnd(inner);
            if (!inner.isEmpty()) {
                outer.add(meaning.apply(List.copyOf(inner)));
            }
            if (isBlank) {
                outer.add(new Text(" "));
            }
        }
        outer.addAll(content.subList(end, content.size()));
    }

    /** A blank that a mark followed stands outside, too. */
    private static boolean stripEnd(List<Inline> content) {
        if (content.isEmpty()
                || !(content.getLast() instanceof Text text)
                || !text.text().endsWith(" ")) {
            return false;
        }
        String words = text.text().stripTrailing();
        if (words.isEmpty()) {
            content.removeLast();
        } else {
            content.set(content.size() - 1, new Text(words));
        }
        return true;
    }

    private static boolean isEdge(Inline inline) {
        return inline instanceof Mark || inline instanceof Inline.Break;
    }

    /** The paragraph ends here. */
    public void flush() {
        gather();
        if (levels.size() == 1 && levels.getFirst().content.isEmpty()) {
            last = Last.NOTHING;
            pending = false;
            return;
        }
        List<Block> paragraph = Assembly.paragraph(line());
        paragraph.forEach(this::put);
    }

    /** A block, after what came before it. */
    public void add(Block block) {
        flush();
        put(block);
    }

    /** All blocks. */
    public List<Block> end() {
        flush();
        return List.copyOf(blocks);
    }

    /** All words, where only a line may stand; what would be blocks are its parts. */
    public List<Inline> endLine() {
        if (blocks.isEmpty()) {
            gather();
            return Assembly.trimmed(line());
        }
        flush();
        return Assembly.trimmed(Words.lines(blocks));
    }

    private void put(Block block) {
        counted.run();
        blocks.add(block);
    }

    /** The words so far, through all levels, which stay open for what follows. */
    private List<Inline> line() {
        List<Level> open = new ArrayList<>(levels);
        while (levels.size() > 1) {
            Level level = levels.removeLast();
            finish(level.content, level.meaning);
            level.content = new ArrayList<>();
        }
        List<Inline> line = levels.getFirst().content;
        levels.getFirst().content = new ArrayList<>();
        levels.addAll(open.subList(1, open.size()));
        last = Last.NOTHING;
        pending = false;
        return line;
    }

    private void word() {
        if (pending) {
            blank();
        }
        last = Last.WORD;
    }

    /** A blank that is due stands where the innermost level with words ends. */
    private void blank() {
        pending = false;
        last = Last.BLANK;
        if (!words.isEmpty()) {
            words.append(' ');
            return;
        }
        int at = levels.size() - 1;
        while (at > 0 && levels.get(at).content.isEmpty()) {
            at--;
        }
        append(levels.get(at).content, " ");
    }

    /** The words so far become one text of the innermost level. */
    private void gather() {
        if (!words.isEmpty()) {
            append(top().content, words.toString());
            words.setLength(0);
        }
    }

    private static void append(List<Inline> content, String more) {
        if (!content.isEmpty()
                && content.getLast() instanceof Text text
                && text.text().length() < LONG) {
            content.set(content.size() - 1, new Text(text.text() + more));
        } else {
            content.add(new Text(more));
        }
    }

    private Level top() {
        return levels.getLast();
    }

    private static boolean isBlank(char c) {
        return c <= ' ' || c == '\u00A0';
    }
}
