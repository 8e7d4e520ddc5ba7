package io.yumen.service.awsdocs.markdown;

import io.yumen.service.awsdocs.page.Inline;
import io.yumen.service.awsdocs.page.Inline.Atom;
import io.yumen.service.awsdocs.page.Inline.Break;
import io.yumen.service.awsdocs.page.Inline.Code;
import io.yumen.service.awsdocs.page.Inline.Emphasis;
import io.yumen.service.awsdocs.page.Inline.Link;
import io.yumen.service.awsdocs.page.Inline.Mark;
import io.yumen.service.awsdocs.page.Inline.Picture;
import io.yumen.service.awsdocs.page.Inline.Placeholder;
import io.yumen.service.awsdocs.page.Inline.Span;
import io.yumen.service.awsdocs.page.Inline.Strong;
import io.yumen.service.awsdocs.page.Inline.Text;
import io.yumen.service.awsdocs.page.Layout;
import java.util.List;

/**
 * Writes what stands in a line. Emphasis is written only where a reader would find it: CommonMark reads a star by its neighbours, and
 * words without emphasis are better than words with stars.
 */
final class LineWriter {
    private final Sheet sheet;
    private final Layout layout;
    private final Escapes escapes;
    private Place place = Place.PARAGRAPH;
    private boolean isStrong;
    private boolean isEmphasised;
    private boolean isLinked;
    private int endOfCode = -1;

    LineWriter(Sheet sheet, Layout layout) {
        this.sheet = sheet;
        this.layout = layout;
        this.escapes = new Escapes(sheet);
    }

    void paragraph(List<Inline> content) {
        place = Place.PARAGRAPH;
        escapes.startLine();
        all(content, ' ');
    }

    void heading(List<Inline> content) {
        place = Place.HEADING;
        escapes.startLine();
        all(content, ' ');
    }

    /** Words of a heading that stand between square brackets. */
    void bracketed(String title) {
        escapes.goOn();
        escapes.openBracket();
        escapes.text(title, Place.HEADING, ' ');
        escapes.closeBracket();
    }

    void cell(List<Inline> content) {
        place = Place.CELL;
        escapes.goOn();
        all(content, ' ');
    }

    /** @param follow the character after the last of them */
    private void all(List<Inline> content, char follow) {
        int i = 0;
        while (i < content.size()) {
            int next = endOfRun(content, i);
            char after = peek(content, next, follow);
            if (next > i + 1) {
                run(content.subList(i, next), after);
            } else {
                one(content.get(i), after);
            }
            i = next;
        }
    }

    /** Texts that follow each other are one, and so are codes: the marks of two would be read as others. */
    private static int endOfRun(List<Inline> content, int from) {
        Class<?> type = content.get(from).getClass();
        int end = from + 1;
        if (type == Text.class || type == Code.class) {
            while (end < content.size() && content.get(end).getClass() == type) {
                end++;
            }
        }
        return end;
    }

    private void run(List<Inline> run, char after) {
        StringBuilder words = new StringBuilder();
        boolean isText = run.getFirst() instanceof Text;
        for (Inline each : run) {
            words.append(each instanceof Text text ? text.text() : each instanceof Code code ? code.text() : "");
        }
        one(isText ? new Text(words.toString()) : new Code(words.toString()), after);
    }

    private void one(Inline inline, char after) {
        switch (inline) {
            case Atom atom -> atom(atom, after);
            case Span span -> span(span, after);
        }
    }

    private void atom(Atom atom, char after) {
        switch (atom) {
            case Text text -> escapes.text(text.text(), place, after);
            case Code code -> code(code.text(), after);
            case Placeholder placeholder -> emphasised(List.of(new Text(placeholder.text())), after);
            case Picture picture -> picture(picture);
            case Break end -> lineBreak();
            case Mark mark -> layout.anchor(mark.anchor(), sheet.length());
        }
    }

    private void span(Span span, char after) {
        switch (span) {
            case Strong strong -> strong(strong.content(), after);
            case Emphasis emphasis -> emphasised(emphasis.content(), after);
            case Link link -> link(link, after);
        }
    }

    private void strong(List<Inline> content, char after) {
        String mark = isStrong ? "" : mark(content, after, 2);
        isStrong = !mark.isEmpty() || isStrong;
        marked(content, mark, after);
        isStrong = mark.isEmpty() && isStrong;
    }

    private void emphasised(List<Inline> content, char after) {
        String mark = isEmphasised ? "" : mark(content, after, 1);
        isEmphasised = !mark.isEmpty() || isEmphasised;
        marked(content, mark, after);
        isEmphasised = mark.isEmpty() && isEmphasised;
    }

    private void marked(List<Inline> content, String mark, char after) {
        if (mark.isEmpty()) {
            all(content, after);
            return;
        }
        sheet.put(mark);
        escapes.goOn();
        all(content, mark.charAt(0));
        sheet.put(mark);
    }

    /** Stars or underscores that are read as emphasis here; nothing where neither would be. */
    private String mark(List<Inline> content, char after, int count) {
        char before = escapes.isAtStart() || sheet.isEmpty() ? ' ' : sheet.last();
        if (!opens(content, before) || !closes(content, after)) {
            return "";
        }
        return isStrong || isEmphasised || before == '*' ? underscores(before, after, count) : "*".repeat(count);
    }

    /** Within stars, and right after some. */
    private static String underscores(char before, char after, int count) {
        return before != '_' && isGap(before) && isGap(after) ? "_".repeat(count) : "";
    }

    private static boolean opens(List<Inline> content, char before) {
        char first = peek(content, 0, ' ');
        boolean isLetter = isWordlike(first) && !isSpan(content, 0, 1);
        return !isBlank(first) && (isLetter || isGap(before));
    }

    private static boolean closes(List<Inline> content, char after) {
        char last = lastOf(content);
        boolean isLetter = isWordlike(last) && !isSpan(content, content.size() - 1, -1);
        return !isBlank(last) && (isLetter || isGap(after));
    }

    private void link(Link link, char after) {
        if (isLinked || Blankness.isBlank(link.content())) {
            all(link.content(), after);
            return;
        }
        sheet.put('[');
        escapes.goOn();
        isLinked = true;
        escapes.openBracket();
        all(link.content(), ']');
        escapes.closeBracket();
        isLinked = false;
        sheet.put("](");
        escapes.address(link.address(), place);
        sheet.put(')');
    }

    private void picture(Picture picture) {
        sheet.put("![");
        escapes.goOn();
        escapes.openBracket();
        escapes.text(picture.text(), place, ']');
        escapes.closeBracket();
        sheet.put("](");
        escapes.address(picture.address(), place);
        sheet.put(')');
    }

    private void code(String text, char after) {
        if (text.isEmpty()) {
            return;
        }
        if (sheet.length() == endOfCode) {
            // The marks of two that touch would be read as those of one.
            escapes.text(text, place, after);
            return;
        }
        String line = text.replace('\n', ' ').replace('\r', ' ');
        String fence = "`".repeat(longestRun(line, '`') + 1);
        boolean isPadded = line.startsWith("`")
                || line.endsWith("`")
                || (line.startsWith(" ") && line.endsWith(" ") && !line.isBlank());
        String pad = isPadded ? " " : "";
        sheet.put(fence).put(pad);
        escapes.goOn();
        sheet.put(place == Place.CELL ? line.replace("|", "\\|") : line);
        sheet.put(pad).put(fence);
        endOfCode = sheet.length();
    }

    private void lineBreak() {
        switch (place) {
            case PARAGRAPH -> {
                sheet.put('\\');
                sheet.line();
                escapes.startLine();
            }
            case HEADING -> sheet.put(' ');
            case CELL -> sheet.put("<br>");
        }
    }

    /** The first character that the next of them is read as; of emphasis, that of its words, with which it must do without stars, too. */
    private static char peek(List<Inline> content, int from, char follow) {
        for (int i = from; i < content.size(); i++) {
            char first = first(content.get(i));
            if (first != 0) {
                return first;
            }
        }
        return follow;
    }

    private static char first(Inline inline) {
        return switch (inline) {
            case Atom atom -> edge(atom, 0);
            case Link link -> '[';
            case Span span -> peek(span.content(), 0, (char) 0);
        };
    }

    /** Whether what begins or ends there may have stars of its own, so that no letter is at that end. */
    private static boolean isSpan(List<Inline> content, int from, int step) {
        int i = from;
        while (i >= 0 && i < content.size() && content.get(i) instanceof Mark) {
            i += step;
        }
        return i >= 0
                && i < content.size()
                && (content.get(i) instanceof Span || content.get(i) instanceof Placeholder);
    }

    private static char lastOf(List<Inline> content) {
        for (int i = content.size() - 1; i >= 0; i--) {
            char last = switch (content.get(i)) {
                case Atom atom -> edge(atom, Integer.MAX_VALUE);
                case Link link -> ')';
                case Span span -> lastOf(span.content());
            };
            if (last != 0) {
                return last;
            }
        }
        return 0;
    }

    /** The character at one end; none where nothing is seen. */
    private static char edge(Atom atom, int index) {
        return switch (atom) {
            case Text text -> edge(text.text(), index);
            case Placeholder placeholder -> edge(placeholder.text(), index);
            case Code code -> code.text().isEmpty() ? 0 : '`';
            case Picture picture -> index == 0 ? '!' : ')';
            case Break end -> ' ';
            case Mark mark -> 0;
        };
    }

    private static char edge(String words, int index) {
        return words.isEmpty() ? 0 : words.charAt(Math.min(index, words.length() - 1));
    }

    private static boolean isBlank(char c) {
        return c == 0 || c == '\n' || c == '\t' || Character.getType(c) == Character.SPACE_SEPARATOR;
    }

    private static boolean isWordlike(char c) {
        return Character.isLetterOrDigit(c);
    }

    /** Whether it surely ends a word; a character of which that is not sure does not. */
    private static boolean isGap(char c) {
        return isBlank(c) || (c < 0x80 && !isWordlike(c));
    }

    static int longestRun(String text, char wanted) {
        int longest = 0;
        int run = 0;
        for (int i = text.indexOf(wanted); i >= 0 && i < text.length(); i++) {
            run = text.charAt(i) == wanted ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    static boolean isWord(String language) {
        return language.chars().allMatch(c -> c < 0x80 && (isWordlike((char) c) || "+#._-".indexOf(c) >= 0));
    }
}
