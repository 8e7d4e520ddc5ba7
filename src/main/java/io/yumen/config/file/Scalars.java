package io.yumen.config.file;

import io.yumen.config.ByteSize;
import io.yumen.limit.RateConfig;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The texts that stand for durations and sizes. */
final class Scalars {
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,15})\\s*([A-Za-z]*)");
    private static final Map<String, Duration> TIME_UNITS = Map.of(
            "", Duration.ofMillis(1),
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));
    private static final Map<String, Long> SIZE_UNITS = Map.of(
            "", 1L,
            "B", 1L,
            "KB", 1000L,
            "KiB", 1L << 10,
            "MB", 1000_000L,
            "MiB", 1L << 20,
            "GB", 1000_000_000L,
            "GiB", 1L << 30);

    /** What is written as a text, by the type that it becomes. */
    static final Map<Class<?>, Kind> KINDS = Map.of(
            Duration.class, new Kind(Scalars::duration, "a duration such as \"30s\", \"5m\" or 1500"),
            ByteSize.class, new Kind(Scalars::size, "a size such as \"4MiB\" or 1048576"),
            RateConfig.class, new Kind(Scalars::rate, "a rate such as \"100/s\" or \"1000/h burst 2000\""));

    private Scalars() {}

    /**
     * One such type.
     *
     * @param read reads a text; empty where it is none
     * @param expected what a text looks like
     */
    record Kind(Function<String, Optional<?>> read, String expected) {}

    /** A duration such as {@code 30s}; a bare number counts milliseconds. */
    static Optional<Duration> duration(String text) {
        Matcher matcher = AMOUNT.matcher(text.strip());
        if (!matcher.matches() || !TIME_UNITS.containsKey(matcher.group(2))) {
            return Optional.empty();
        }
        try {
            return Optional.of(TIME_UNITS.get(matcher.group(2)).multipliedBy(Long.parseLong(matcher.group(1))));
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** A rate such as {@code 1000/h burst 2000}. */
    static Optional<RateConfig> rate(String text) {
        try {
            return Optional.of(RateConfig.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A size such as {@code 4MiB}; a bare number counts bytes. */
    static Optional<ByteSize> size(String text) {
        Matcher matcher = AMOUNT.matcher(text.strip());
        if (!matcher.matches() || !SIZE_UNITS.containsKey(matcher.group(2))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ByteSize(
                    Math.multiplyExact(SIZE_UNITS.get(matcher.group(2)), Long.parseLong(matcher.group(1)))));
        } catch (ArithmeticException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
