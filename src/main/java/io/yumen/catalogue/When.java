package io.yumen.catalogue;

import io.yumen.service.ToolFailure;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times and lengths of time as people and models write them. Safe for many threads. */
public final class When {
    private static final Pattern BACK = Pattern.compile("(?:now)?\\s*+-?\\s*+((?:\\d{1,4}(?:ms|[smhdwy])){1,7})");
    private static final Pattern PART = Pattern.compile("(\\d{1,4})(ms|[smhdwy])");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,12}(?:\\.\\d{1,9})?");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1),
            "w", Duration.ofDays(7),
            "y", Duration.ofDays(365));

    /** What is longer is no time, and no pattern is tried on it. */
    private static final int LONGEST = 64;

    private final InstantSource clock;

    public When(InstantSource clock) {
        this.clock = clock;
    }

    public Instant now() {
        return clock.instant();
    }

    /** That time, or the other where nothing is said. */
    public Instant time(@Nullable String text, Instant fallback) {
        return text == null || text.isBlank() ? fallback : time(text.strip());
    }

    /** A length of time, as in {@code 15s} or {@code 1h30m}, or in seconds. */
    public static Duration length(String text) {
        String plain = text.length() > LONGEST ? "" : text.strip();
        if (SECONDS.matcher(plain).matches()) {
            return Duration.ofMillis(Math.round(Double.parseDouble(plain) * 1_000));
        }
        Matcher back = BACK.matcher(plain);
        if (!back.matches()) {
            throw new ToolFailure("\"" + text + "\" is no length of time; write it as in 15s, 5m or 1h30m");
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(back.group(1));
        while (part.find()) {
            sum = sum.plus(
                    UNITS.getOrDefault(part.group(2), Duration.ZERO).multipliedBy(Long.parseLong(part.group(1))));
        }
        return sum;
    }

    /** As services read it. */
    public static String text(Instant time) {
        return DateTimeFormatter.ISO_INSTANT.format(time);
    }

    private Instant time(String said) {
        String text = said.length() > LONGEST ? said.substring(0, LONGEST) + "…" : said;
        if (text.equals("now")) {
            return now();
        }
        try {
            if (SECONDS.matcher(text).matches()) {
                return Instant.ofEpochMilli(Math.round(Double.parseDouble(text) * 1_000));
            }
            if (BACK.matcher(text).matches()) {
                return now().minus(length(text));
            }
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
        } catch (DateTimeException | ArithmeticException e) {
            throw new ToolFailure("\"" + text + "\" is no time; write it as in 2026-11-21T08:00:00Z, 1763712000, now or"
                    + " 30m for half an hour ago");
        }
    }
}
