package io.yumen.service.awsdocs.page;

import io.yumen.service.awsdocs.page.Removed.Reason;
import java.util.EnumMap;
import java.util.Map;

/** Lets through what a reader of the page sees, and counts the rest. For one page, by one thread. */
public final class Sieve {
    private static final char JOINER_FROM = '\u200C';
    private static final char JOINER_TO = '\u200D';

    /** Blanks without width, marks of direction, signs that only programs know. */
    private static final String INVISIBLE =
            "\u00AD\u061C\u180E\u200B\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2060\u2061\u2062"
                    + "\u2063\u2064\u2065\u2066\u2067\u2068\u2069\u206A\u206B\u206C\u206D\u206E\u206F\uFEFF\uFFF9\uFFFA\uFFFB";

    private final Map<Reason, Integer> counts = new EnumMap<>(Reason.class);

    public void count(Reason reason) {
        counts.merge(reason, 1, Integer::sum);
    }

    public Removed removed() {
        return new Removed(counts);
    }

    /** The same text, without characters that nobody sees; line ends are as on Unix. */
    public String clean(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' ? c != '\n' && c != '\t' : c > '~' && isSuspect(c)) {
                return cleaned(text, i);
            }
        }
        return text;
    }

    private String cleaned(String text, int from) {
        StringBuilder kept = new StringBuilder(text.length()).append(text, 0, from);
        int i = from;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c == '\f') {
                kept.append(' ');
            } else if (c == '\r') {
                if (i >= text.length() || text.charAt(i) != '\n') {
                    kept.append('\n');
                }
            } else if (isInvisible(c, kept)) {
                count(Reason.INVISIBLE);
            } else {
                kept.appendCodePoint(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? '\uFFFD' : c);
            }
        }
        return kept.toString();
    }

    /** Whether the character is worth a closer look: the first look is at each character of a page. */
    private static boolean isSuspect(char c) {
        return c < '\u00B0'
                || (c >= '\u200B' && c <= '\u206F')
                || c >= Character.MIN_SURROGATE
                || c == '\u061C'
                || c == '\u180E';
    }

    private static boolean isInvisible(int c, StringBuilder before) {
        if (c >= JOINER_FROM && c <= JOINER_TO) {
            // Between letters of some scripts, and within emoji, it changes what is seen.
            return before.isEmpty() || before.charAt(before.length() - 1) < 0x80;
        }
        if (c == '\n' || c == '\t') {
            return false;
        }
        return Character.isISOControl(c) || INVISIBLE.contains(Character.toString(c)) || (c >= 0xE0000 && c <= 0xE0FFF);
    }
}
