package io.yumen.service.prometheus;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a query reads: its selectors, as in {@code up{job="a"}}, without ranges, offsets and what is done with them. Prometheus 2 does not
 * tell that; a query is looked through that it has formatted, so that it is right, and has no comments. For one query.
 */
final class Selectors {
    /** Before lists of labels. */
    private static final Set<String> LISTS =
            Set.of("by", "without", "on", "ignoring", "group_left", "group_right", "keep_metric_names");

    private static final Set<String> WORDS =
            Set.of("and", "or", "unless", "atan2", "bool", "offset", "inf", "nan", "start", "end");

    private final String text;
    private final Set<String> found = new LinkedHashSet<>();
    private int at;

    private Selectors(String text) {
        this.text = text;
    }

    /** The selectors of a query, each once. */
    static List<String> of(String formatted) {
        Selectors selectors = new Selectors(formatted);
        while (selectors.at < formatted.length()) {
            selectors.step();
        }
        return List.copyOf(selectors.found);
    }

    private void step() {
        char next = text.charAt(at);
        if (isQuote(next)) {
            passString();
        } else if (next == '[') {
            pass(']');
        } else if (next == '{') {
            take(at);
        } else if (isFirst(next)) {
            word();
        } else if (Character.isDigit(next)) {
            passWord();
        } else {
            at++;
        }
    }

    private void word() {
        int from = at;
        passWord();
        String word = text.substring(from, at);
        passSpace();
        char next = at < text.length() ? text.charAt(at) : ' ';
        String small = word.toLowerCase(Locale.ROOT);
        if (next == '{') {
            take(from);
        } else if (next == '(') {
            // A function goes on with what it is of; a list of labels is passed over.
            if (LISTS.contains(small)) {
                pass(')');
            }
        } else if (!LISTS.contains(small) && !WORDS.contains(small) && !isGroupedNext()) {
            found.add(word);
        }
    }

    /** Whether a list of labels is next: what stands before it is no selector, but what is done with one. */
    private boolean isGroupedNext() {
        return Stream.of("by", "without")
                .anyMatch(word -> text.regionMatches(true, at, word + " (", 0, word.length() + 2));
    }

    /** What begins there, up to the end of the braces that are next. */
    private void take(int from) {
        pass('}');
        found.add(text.substring(from, at));
    }

    /** To after the closing character, which no quotes are around. */
    private void pass(char closing) {
        while (at < text.length() && text.charAt(at) != closing) {
            if (isQuote(text.charAt(at))) {
                passString();
            } else {
                at++;
            }
        }
        at = Math.min(text.length(), at + 1);
    }

    private void passString() {
        char quote = text.charAt(at++);
        while (at < text.length() && text.charAt(at) != quote) {
            at += text.charAt(at) == '\\' && quote != '`' ? 2 : 1;
        }
        at = Math.min(text.length(), at + 1);
    }

    private void passWord() {
        while (at < text.length()
                && (isFirst(text.charAt(at)) || Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
    }

    private void passSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'' || c == '`';
    }

    private static boolean isFirst(char c) {
        return Character.isLetter(c) || c == '_' || c == ':';
    }
}
