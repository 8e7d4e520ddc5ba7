package io.yumen.service.awsdocs.markdown;

import io.yumen.service.awsdocs.page.PageRefused;

/** The text as it grows. Each line of what stands in a list or a quote begins with what makes it part of that. */
final class Sheet {
    private final StringBuilder text = new StringBuilder(1 << 12);
    private final int most;
    private String prefix = "";

    Sheet(int most) {
        this.most = most;
    }

    int length() {
        return text.length();
    }

    String text() {
        return text.toString();
    }

    /** The last character of what was written. */
    char last() {
        return text.charAt(text.length() - 1);
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    Sheet put(String words) {
        text.append(words);
        return this;
    }

    Sheet put(char c) {
        text.append(c);
        return this;
    }

    void put(String words, int from, int to) {
        text.append(words, from, to);
    }

    /** The next line. */
    void line() {
        check();
        text.append('\n').append(prefix);
    }

    /** A line of a listing, which stands as it is; where it is empty, no blank is left behind. */
    void line(String words) {
        check();
        text.append('\n')
                .append(words.isEmpty() ? prefix.stripTrailing() : prefix)
                .append(words);
    }

    /** An empty line, and the next. */
    void gap() {
        check();
        text.append('\n').append(prefix.stripTrailing()).append('\n').append(prefix);
    }

    /** Goes into something, whose further lines begin so; gives what to come {@link #back} to. */
    String into(String more) {
        String before = prefix;
        prefix = before + more;
        return before;
    }

    void back(String before) {
        prefix = before;
    }

    /** Refuses to grow without end: a value is written as often as it spans rows and columns. */
    void check() {
        if (text.length() > most) {
            throw new PageRefused(
                    "The page has more than " + most + " characters as Markdown, with its spans written out");
        }
    }
}
