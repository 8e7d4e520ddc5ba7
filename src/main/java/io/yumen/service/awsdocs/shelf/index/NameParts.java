package io.yumen.service.awsdocs.shelf.index;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

/**
 * Tells of each name the whole, what stands between its marks, and the words of which that is made: of {@code s3:GetObject} also
 * {@code s3}, {@code GetObject}, {@code Get} and {@code Object}.
 */
final class NameParts extends TokenFilter {
    /** Longer ones are no names. */
    private static final int LONGEST = 200;

    private static final Pattern MARKS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final PositionIncrementAttribute step = addAttribute(PositionIncrementAttribute.class);
    private final Deque<String> waiting = new ArrayDeque<>();

    NameParts(TokenStream names) {
        super(names);
    }

    @Override
    public boolean incrementToken() throws IOException {
        while (waiting.isEmpty()) {
            if (!input.incrementToken()) {
                return false;
            }
            waiting.addAll(parts(term.toString()));
            if (!waiting.isEmpty()) {
                tell();
                return true;
            }
        }
        tell();
        step.setPositionIncrement(0);
        return true;
    }

    @Override
    public void reset() throws IOException {
        super.reset();
        waiting.clear();
    }

    private void tell() {
        term.setEmpty().append(waiting.removeFirst());
    }

    /** The name, and all that it is made of. */
    static Set<String> parts(String text) {
        String name = stripped(text);
        Set<String> parts = new LinkedHashSet<>();
        if (name.isEmpty() || name.length() > LONGEST) {
            return parts;
        }
        parts.add(name);
        for (String piece : MARKS.splitAsStream(name).toList()) {
            if (!piece.isEmpty()) {
                parts.add(piece);
                words(piece, parts);
            }
        }
        return parts;
    }

    /** Cuts before a capital that follows a small letter, and before the last of several that a small letter follows. */
    private static void words(String piece, Set<String> parts) {
        int start = 0;
        for (int i = 1; i < piece.length(); i++) {
            boolean isCapital = Character.isUpperCase(piece.charAt(i));
            boolean afterSmall = !Character.isUpperCase(piece.charAt(i - 1));
            boolean beforeSmall = i + 1 < piece.length() && Character.isLowerCase(piece.charAt(i + 1));
            if (isCapital && (afterSmall || beforeSmall)) {
                parts.add(piece.substring(start, i));
                start = i;
            }
        }
        parts.add(piece.substring(start));
    }

    /** Without the marks at its ends. */
    private static String stripped(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && !Character.isLetterOrDigit(text.charAt(start))) {
            start++;
        }
        while (end > start && !Character.isLetterOrDigit(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }
}
