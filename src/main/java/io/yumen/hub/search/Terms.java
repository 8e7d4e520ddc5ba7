package io.yumen.hub.search;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The words of a text, in the form in which they are compared: small, and without the ending of a plural. */
final class Terms {
    /** Between letters and digits and the rest, and within {@code listPods}. */
    private static final Pattern GAP = Pattern.compile("[^\\p{L}\\p{N}]+|(?<=\\p{Ll})(?=\\p{Lu})");

    private static final int SHORTEST_PLURAL = 4;

    private Terms() {}

    static List<String> of(String text) {
        return GAP.splitAsStream(text)
                .filter(word -> !word.isEmpty())
                .map(word -> singular(word.toLowerCase(Locale.ROOT)))
                .toList();
    }

    private static String singular(String word) {
        return word.length() >= SHORTEST_PLURAL && word.endsWith("s") && !word.endsWith("ss")
                ? word.substring(0, word.length() - 1)
                : word;
    }
}
