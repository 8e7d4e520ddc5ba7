package io.yumen.service.prometheus;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where an axis has marks, and what stands beside them: round numbers, and round times of UTC. */
final class Ticks {
    private static final int NUMBERS = 6;
    private static final int TIMES = 8;

    /** Beyond twice as many there is a mistake in the numbers, and no picture. */
    private static final int MOST = 16;

    private static final int MOST_DIGITS = 6;
    private static final double LEAST_PLAIN = 1e-3;
    private static final double GREATEST_PLAIN = 1e15;
    private static final long DAY = Duration.ofDays(1).toSeconds();
    private static final List<Long> STEPS = List.of(
            1L, 2L, 5L, 10L, 15L, 30L, 60L, 120L, 300L, 600L, 900L, 1_800L, 3_600L, 7_200L, 10_800L, 21_600L, 43_200L);

    private Ticks() {}

    /** A mark at that value. */
    record Tick(double at, String label) {}

    /** Those of numbers; the greatest is more than the least. */
    static List<Tick> ofNumbers(double least, double greatest) {
        double step = roundStep((greatest - least) / NUMBERS);
        double size = Math.max(Math.abs(least), Math.abs(greatest));
        List<Tick> ticks = new ArrayList<>();
        double first = Math.ceil(least / step) * step;
        for (int i = 0; i < MOST && first + i * step <= greatest; i++) {
            double at = first + i * step;
            ticks.add(new Tick(at, label(at, size, step)));
        }
        return ticks;
    }

    private static double roundStep(double rough) {
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double part = rough / power;
        return power * (part <= 1 ? 1 : part <= 2 ? 2 : part <= 5 ? 5 : 10);
    }

    private static String label(double at, double size, double step) {
        if (size < LEAST_PLAIN || size >= GREATEST_PLAIN) {
            return String.format(Locale.ROOT, "%.1e", at);
        }
        Unit unit = Unit.of(size);
        int digits = (int) Math.ceil(-Math.log10(step / unit.value) - 1e-9);
        BigDecimal number = BigDecimal.valueOf(at / unit.value)
                .setScale(Math.clamp(digits, 0, MOST_DIGITS), RoundingMode.HALF_EVEN);
        return number.signum() == 0 ? "0" : number.toPlainString() + unit.word;
    }

    /** Those of times in seconds since 1970. */
    static List<Tick> ofTimes(double start, double end) {
        double rough = (end - start) / TIMES;
        long days = Math.max(1, (long) Math.ceil(rough / DAY));
        long step = STEPS.stream().filter(each -> each >= rough).findFirst().orElse(days * DAY);
        DateTimeFormatter form = form(step, end - start);
        List<Tick> ticks = new ArrayList<>();
        long first = (long) Math.ceil(start / step) * step;
        for (int i = 0; i < MOST && first + i * step <= end; i++) {
            long at = first + i * step;
            ticks.add(new Tick(at, form.format(Instant.ofEpochSecond(at))));
        }
        return ticks;
    }

    private static DateTimeFormatter form(long step, double length) {
        String pattern;
        if (step < 60) {
            pattern = "HH:mm:ss";
        } else if (step < DAY) {
            pattern = length > DAY ? "MM-dd HH:mm" : "HH:mm";
        } else {
            pattern = length > 300 * DAY ? "yyyy-MM-dd" : "MM-dd";
        }
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    private enum Unit {
        ONE(1, ""),
        KILO(1e3, "k"),
        MEGA(1e6, "M"),
        GIGA(1e9, "G"),
        TERA(1e12, "T");

        private final double value;
        private final String word;

        Unit(double value, String word) {
            this.value = value;
            this.word = word;
        }

        static Unit of(double size) {
            Unit found = ONE;
            for (Unit unit : values()) {
                if (size >= 10 * unit.value) {
                    found = unit;
                }
            }
            return found;
        }
    }
}
