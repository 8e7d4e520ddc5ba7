package io.yumen.service.awsdocs.read;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** The text of a page as lines, listings and tables, wherever in lists and quotes they stand. Knows how our writer writes them. */
final class Stretches {
    enum Kind {
        LINE,
        LISTING,
        TABLE
    }

    /**
     * @param start of its first line
     * @param end after its last line, the end of that line with it
     */
    record Stretch(Kind kind, int start, int end) {}

    private static final int FENCE = 3;

    private final String text;
    private final int end;

    private Stretches(String text, int end) {
        this.text = text;
        this.end = end;
    }

    /** Those between two places, of which the first is the start of a line; each is looked for when it is wanted. */
    static Iterable<Stretch> between(String text, int start, int end) {
        Stretches stretches = new Stretches(text, end);
        return () -> new Iterator<>() {
            private int at = start;

            @Override
            public boolean hasNext() {
                return at < end;
            }

            @Override
            public Stretch next() {
                if (at >= end) {
                    throw new NoSuchElementException("The text has no more stretches");
                }
                Stretch next = stretches.from(at);
                at = next.end();
                return next;
            }
        };
    }

    private Stretch from(int start) {
        int content = content(start);
        int fence = run(content);
        Kind kind = Kind.LINE;
        int after = lineEnd(start);
        if (fence >= FENCE && text.substring(content + fence, after).indexOf('`') < 0) {
            kind = Kind.LISTING;
            after = listingEnd(after, fence);
        } else if (isRow(start)) {
            kind = Kind.TABLE;
            while (after < end && isRow(after)) {
                after = lineEnd(after);
            }
        }
        return new Stretch(kind, start, after);
    }

    private int listingEnd(int from, int fence) {
        int line = from;
        while (line < end) {
            int after = lineEnd(line);
            int content = content(line);
            int run = run(content);
            if (run >= fence && text.substring(content + run, after).isBlank()) {
                return after;
            }
            line = after;
        }
        return end;
    }

    private boolean isRow(int line) {
        int content = content(line);
        return content < end && text.charAt(content) == '|';
    }

    /** After the line that begins there. */
    private int lineEnd(int line) {
        return lineEnd(text, line, end);
    }

    static int lineEnd(String text, int line, int end) {
        int feed = text.indexOf('\n', line);
        return feed < 0 || feed >= end ? end : feed + 1;
    }

    private int run(int from) {
        int at = from;
        while (at < end && text.charAt(at) == '`') {
            at++;
        }
        return at - from;
    }

    /** Where a line begins after what makes it part of a list or a quote. */
    private int content(int line) {
        int at = line;
        for (int marker = marker(at); marker > 0; marker = marker(at)) {
            at += marker;
        }
        return at;
    }

    private int marker(int at) {
        if (at >= end) {
            return 0;
        }
        return switch (text.charAt(at)) {
            case ' ', '>' -> 1;
            case '-', '*' -> isBlank(at + 1) ? 2 : 0;
            default -> number(at);
        };
    }

    private int number(int from) {
        int at = from;
        while (at < end && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        boolean isMarker =
                at > from && at < end && (text.charAt(at) == '.' || text.charAt(at) == ')') && isBlank(at + 1);
        return isMarker ? at + 2 - from : 0;
    }

    private boolean isBlank(int at) {
        return at < end && text.charAt(at) == ' ';
    }
}
