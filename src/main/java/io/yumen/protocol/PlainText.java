package io.yumen.protocol;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes what others wrote (servers, clients, child processes) fit for a log, a terminal and a list of names: it cannot move
 * the cursor, forge a line, reverse the text, look like something else, or fill a page.
 */
public final class PlainText {
    /** The characters of somebody else's value that an error message repeats at most. */
    public static final int LONGEST_ECHO = 200;

    private static final int LONGEST_EXACT = 8_192;

    private static final Pattern UNWANTED = Pattern.compile(
            // A terminal's control sequences, operating system commands, and other escapes, in this order.
            "\\x1b\\[[0-?]*[ -/]*[@-~]?"
                    + "|\\x1b[\\]PX^_][^\\x07\\x1b]*(?:\\x07|\\x1b\\\\)?"
                    + "|\\x1b[ -/]*[0-~]?"
                    // Controls, and the invisible format characters that reorder or break lines.
                    + "|[\\p{Cc}\\p{Cf}\\u2028\\u2029&&[^\\t]]");

    /** Characters that a name has no use for: nobody sees them, and two names that differ in them look alike. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029]");

    /** The same, without the two joiners that some scripts are written with, and emoji are made of. */
    private static final Pattern INVISIBLE_IN_TEXT =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029&&[^\\u200c\\u200d]]");

    private PlainText() {}

    /** What those bytes show. */
    public static String of(byte[] bytes) {
        return of(new String(bytes, StandardCharsets.UTF_8));
    }

    /** What that text shows, on one line. */
    public static String of(String text) {
        return UNWANTED.matcher(text).replaceAll("").replace('\t', ' ');
    }

    /** The same line by line: what stands on several lines stays there. */
    public static String lines(String text) {
        return text.lines().map(PlainText::of).collect(Collectors.joining("\n"));
    }

    /** That text with an escape in place of each character that cannot be seen, but for tabs and the ends of lines. */
    public static String escaped(String text) {
        return INVISIBLE.matcher(text).replaceAll(found -> switch (found.group()) {
            case "\n", "\t" -> found.group();
            default ->
                found.group()
                        .chars()
                        .mapToObj(unit -> String.format("\\\\u%04x", unit))
                        .collect(Collectors.joining());
        });
    }

    /** That text for an error message: shortened where somebody made it long. */
    public static String echo(String text) {
        boolean isLong = text.length() > LONGEST_ECHO;
        return of(isLong ? text.substring(0, LONGEST_ECHO) : text) + (isLong ? "..." : "");
    }

    /** That text as it is, for a field that repeats it, unless nobody writes such long ones. */
    public static String echoLong(String text) {
        return text.length() > LONGEST_EXACT ? echo(text) : text;
    }

    /** Whether everything in that name can be seen. */
    public static boolean isVisible(String name) {
        return !INVISIBLE.matcher(name).find();
    }

    /** That title without what cannot be seen; line breaks and tabs become spaces. */
    public static String title(String text) {
        return INVISIBLE_IN_TEXT.matcher(text.replaceAll("[\\t\\r\\n]+", " ")).replaceAll("");
    }
}
