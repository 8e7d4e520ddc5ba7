package io.yumen.service.awsdocs.shelf.desk;

import io.yumen.service.awsdocs.shelf.Key;
import java.util.List;

/** Some addresses: {@code *} stands for anything, all else for itself. */
public final class Pattern {
    private final String text;
    private final List<String> pieces;

    private Pattern(String text, List<String> pieces) {
        this.text = text;
        this.pieces = pieces;
    }

    public static Pattern of(String text) {
        if (text.isBlank() || text.length() > Key.LONGEST) {
            throw new IllegalArgumentException("A pattern of addresses has 1 to " + Key.LONGEST + " characters");
        }
        return new Pattern(text, List.of(text.split("\\*", -1)));
    }

    /** Whether it stands for all of that. Each piece is looked for once, from left to right. */
    public boolean matches(String address) {
        String first = pieces.getFirst();
        String last = pieces.getLast();
        if (pieces.size() == 1) {
            return address.equals(first);
        }
        if (!address.startsWith(first)
                || !address.endsWith(last)
                || address.length() < first.length() + last.length()) {
            return false;
        }
        int at = first.length();
        int end = address.length() - last.length();
        for (String piece : pieces.subList(1, pieces.size() - 1)) {
            int found = address.indexOf(piece, at);
            if (found < 0 || found + piece.length() > end) {
                return false;
            }
            at = found + piece.length();
        }
        return true;
    }

    @Override
    public String toString() {
        return text;
    }
}
