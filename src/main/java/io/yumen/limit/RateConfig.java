package io.yumen.limit;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often something may happen: so many times in a span of time in the long run, and so many times at once after a rest. As a
 * text: {@code 100/s}, {@code 1000/h burst 2000}.
 *
 * @param count how often in {@code per}
 * @param per that span: a second, a minute, an hour or a day
 * @param burst how often at once, at most
 */
public record RateConfig(long count, Duration per, long burst) {
    /** What a text without a burst allows at once, unless a second allows more. */
    public static final long USUAL_BURST = 100;

    private static final long MOST_PER_SECOND = 10_000_000;
    private static final long LARGEST_BURST = 10_000_000;
    /** What a text looks like, for the JSON Schema. */
    public static final String PATTERN = "^(\\d{1,12})\\s*/\\s*([smhd])(?:[,\\s]\\s*burst\\s+(\\d{1,12}))?$";

    private static final Pattern TEXT = Pattern.compile(PATTERN);
    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    public RateConfig {
        if (count < 1 || burst < 1 || burst > LARGEST_BURST) {
            throw new IllegalArgumentException("A rate allows at least 1, and a burst of 1 to " + LARGEST_BURST);
        }
        if (!UNITS.containsValue(per)) {
            throw new IllegalArgumentException("A rate is per second, minute, hour or day");
        }
        if (count / per.toSeconds() > MOST_PER_SECOND) {
            throw new IllegalArgumentException("A rate allows at most " + MOST_PER_SECOND + " a second");
        }
    }

    /**
     * Reads a text.
     *
     * @throws IllegalArgumentException when it is none; says what one looks like
     */
    public static RateConfig parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "A rate looks like \"100/s\" or \"1000/h burst 2000\": a number, / and s, m, h or d");
        }
        long count = Long.parseLong(matcher.group(1));
        Duration per = UNITS.getOrDefault(matcher.group(2), Duration.ZERO);
        String burst = matcher.group(3);
        return new RateConfig(count, per, burst == null ? usualBurst(count, per) : Long.parseLong(burst));
    }

    private static long usualBurst(long count, Duration per) {
        long least = Math.max(1, Math.min(count, USUAL_BURST));
        return Math.min(LARGEST_BURST, Math.max(least, count / Math.max(1, per.toSeconds())));
    }

    /** The time that one of them takes up, in nanoseconds. */
    long intervalNanos() {
        return Math.max(1, per.toNanos() / count);
    }

    @Override
    public String toString() {
        String unit = UNITS.entrySet().stream()
                .filter(entry -> entry.getValue().equals(per))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("?");
        return count + "/" + unit + " burst " + burst;
    }
}
