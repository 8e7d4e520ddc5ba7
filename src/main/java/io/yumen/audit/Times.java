package io.yumen.audit;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as they stand in a record: UTC, always with six digits of a second, so that texts sort as times do. */
public final class Times {
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Times() {}

    public static String text(Instant time) {
        return FORM.format(time);
    }

    /**
     * The time that people write: a day of UTC, which stands for its beginning, or a time with its zone.
     *
     * @throws IllegalArgumentException where it is none, or of no year from 0 to 9999
     */
    public static Instant read(String text) {
        try {
            Instant time = text.indexOf('T') < 0
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
            int year = time.atZone(ZoneOffset.UTC).getYear();
            if (year >= 0 && year <= 9999) {
                return time;
            }
        } catch (DateTimeException e) {
            // It is told below.
        }
        throw new IllegalArgumentException("A time is written as in 2026-11-21 or 2026-11-21T08:00:00Z");
    }
}
