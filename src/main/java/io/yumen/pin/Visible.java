package io.yumen.pin;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Texts of servers, fit for a terminal and a decision: what cannot be seen stands there as its code point. */
final class Visible {
    private static final int LONGEST = 200;
    private static final Pattern UNSEEN =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\u2028\\u2029\\u034f\\u115f\\u1160"
                    + "\\u17b4\\u17b5\\u180b-\\u180f\\u3164\\uffa0\\ufe00-\\ufe0f\\x{e0100}-\\x{e01ef}]");

    private Visible() {}

    /** That text on one line, shortened where somebody made it long. */
    static String of(String text) {
        return whole(text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text);
    }

    /** All of that text, on one line. */
    static String whole(String text) {
        return UNSEEN.matcher(text).replaceAll(found -> switch (found.group()) {
            case "\n" -> "\\\\n";
            case "\t" -> "\\\\t";
            default ->
                found.group()
                        .codePoints()
                        .mapToObj(point -> String.format("\\\\u{%X}", point))
                        .collect(Collectors.joining());
        });
    }
}
