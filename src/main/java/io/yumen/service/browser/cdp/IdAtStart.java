package io.yumen.service.browser.cdp;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which command a message answers that cannot be read as a whole: Chrome writes the id first. */
final class IdAtStart {
    /** How much of a message is enough to find it. */
    static final int BYTES = 64;

    private static final Pattern ID =
            Pattern.compile("\\s{0,8}\\{\\s{0,8}\"id\"\\s{0,8}:\\s{0,8}(\\d{1,18})[\\s,}].*", Pattern.DOTALL);

    private IdAtStart() {}

    static OptionalLong of(byte[] message) {
        String start = new String(message, 0, Math.min(message.length, BYTES), StandardCharsets.ISO_8859_1);
        Matcher matcher = ID.matcher(start);
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }
}
