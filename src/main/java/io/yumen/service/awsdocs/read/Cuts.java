package io.yumen.service.awsdocs.read;

import io.yumen.service.awsdocs.page.Document;
import io.yumen.service.awsdocs.page.Part;
import io.yumen.service.awsdocs.read.Stretches.Kind;
import io.yumen.service.awsdocs.read.Stretches.Stretch;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Where the text of a page may be cut: between its blocks. A block that is longer than what may be read at once is cut between its
 * lines, but not in a listing or a table of it that fits; those that do not fit between their lines, and a line that does not fit
 * between words.
 */
final class Cuts {
    private final String text;
    /** Where blocks begin, and the end of the text. */
    private final TreeSet<Integer> borders = new TreeSet<>();

    Cuts(Document document) {
        this.text = document.text();
        borders.add(0);
        document.parts().stream().map(Part::start).forEach(borders::add);
        borders.add(text.length());
    }

    /** The place from which on to read, for who asks for that one and reads so many characters: there, or before it. */
    int start(int wanted, int length) {
        int block = before(wanted);
        if (block == wanted || after(wanted) - block <= length) {
            return block;
        }
        Stretch stretch = stretch(wanted);
        if (stretch.end() - stretch.start() <= length) {
            return stretch.start();
        }
        int line = text.lastIndexOf('\n', wanted - 1) + 1;
        boolean isLine = Stretches.lineEnd(text, line, stretch.end()) - line <= length;
        return isLine ? Math.max(line, stretch.start()) : whole(wanted);
    }

    /** Where what begins there ends, if it may have so many characters and ends with that border at last. */
    int end(int start, int length, int last) {
        if (last - start <= length) {
            return last;
        }
        int limit = start + length;
        int block = before(limit);
        return block > start ? block : within(start, limit);
    }

    private int within(int start, int limit) {
        int end = start;
        for (Stretch stretch : stretches(start)) {
            if (stretch.end() > limit) {
                break;
            }
            end = Math.max(end, stretch.end());
        }
        if (end > start) {
            return end;
        }
        int line = text.lastIndexOf('\n', limit - 1) + 1;
        return line > start ? line : word(start, limit);
    }

    /** After the last blank, or where the limit is, which does not part a character. */
    private int word(int start, int limit) {
        int blank = text.lastIndexOf(' ', limit - 1) + 1;
        if (blank > start) {
            return blank;
        }
        int end = whole(limit);
        return end > start ? end : start + Character.charCount(text.codePointAt(start));
    }

    /** That place, or the one before it where it stands in the middle of a character. */
    private int whole(int at) {
        boolean isWithin = at > 0
                && at < text.length()
                && Character.isHighSurrogate(text.charAt(at - 1))
                && Character.isLowSurrogate(text.charAt(at));
        return isWithin ? at - 1 : at;
    }

    /** The border at the place or before it. */
    private int before(int at) {
        Integer border = borders.floor(at);
        return border == null ? 0 : border;
    }

    /** The border after the place. */
    int after(int at) {
        Integer border = borders.higher(at);
        return border == null ? text.length() : border;
    }

    /** The first place from that one on where something stands: an anchor of a block may be before the lines that part it from another. */
    int shown(int at) {
        return text.substring(at, after(at)).isBlank() ? after(at) : at;
    }

    /** Those of the block that the place is in. */
    private Iterable<Stretch> stretches(int at) {
        return Stretches.between(text, before(at), after(at));
    }

    private Stretch stretch(int at) {
        for (Stretch stretch : stretches(at)) {
            if (stretch.end() > at) {
                return stretch;
            }
        }
        return new Stretch(Kind.LINE, at, text.length());
    }

    /** The lines by which a listing or a table began that goes on at the place: without them it cannot be read. */
    Optional<String> begun(int at) {
        if (at >= text.length() || borders.contains(at)) {
            return Optional.empty();
        }
        Stretch stretch = stretch(at);
        if (stretch.kind() == Kind.LINE || stretch.start() == at) {
            return Optional.empty();
        }
        int first = Stretches.lineEnd(text, stretch.start(), at);
        int head = stretch.kind() == Kind.TABLE ? Stretches.lineEnd(text, first, at) : first;
        return Optional.of(text.substring(stretch.start(), head).stripTrailing());
    }
}
