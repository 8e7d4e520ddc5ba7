package io.yumen.process.pipe;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Makes what a child printed fit for a log and a terminal: it cannot move the cursor, forge a line, or reverse the
 * text.
 */
public final class PlainText {

    private static final Pattern UNWANTED = Pattern.compile(
            // A terminal's control sequences, operating system commands, and other escapes, in this order.
            "\\x1b\\[[0-?]*[ -/]*[@-~]?"
                    + "|\\x1b[\\]PX^_][^\\x07\\x1b]*(?:\\x07|\\x1b\\\\)?"
                    + "|\\x1b[ -/]*[0-~]?"
                    // Controls, and the invisible format characters that reorder or break lines.
                    + "|[\\p{Cc}\\p{Cf}\\u2028\\u2029&&[^\\t]]");

    private PlainText() {}

    public static String of(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return UNWANTED.matcher(text).replaceAll("").replace('\t', ' ');
    }
}
