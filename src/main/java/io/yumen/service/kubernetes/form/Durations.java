package io.yumen.service.kubernetes.form;

import io.yumen.protocol.PlainText;
import io.yumen.service.ToolFailure;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as people write them. */
public final class Durations {
    private static final Pattern LENGTH = Pattern.compile("(\\d{1,9})([smhd])");
    private static final Map<String, Long> SECONDS = Map.of("s", 1L, "m", 60L, "h", 3_600L, "d", 86_400L);

    private Durations() {}

    /** Whether that is a time (RFC 3339), and no length. */
    public static boolean isTime(String text) {
        try {
            OffsetDateTime.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** The seconds of a length, as in {@code 10m}. */
    public static long seconds(String text) {
        Matcher length = LENGTH.matcher(text.length() > 20 ? "" : text);
        if (!length.matches()) {
            throw new ToolFailure("\"" + PlainText.echo(text)
                    + "\" is no time; write it as in 30s, 10m, 2h, 1d or 2026-11-21T08:00:00Z");
        }
        return Math.max(1, Long.parseLong(length.group(1)) * SECONDS.getOrDefault(length.group(2), 1L));
    }
}
