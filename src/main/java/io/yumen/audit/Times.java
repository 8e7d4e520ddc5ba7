package io.yumen.audit;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as they stand in a record: UTC, always with six digits of a second, so that texts sort as times do. */
public final class Times {
    private Times() {}

    /** That time, of a year from 0 to 9999. By hand, for each record has one, and a formatter takes as long as the rest of it. */
    public static String text(Instant time) {
        LocalDateTime utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC);
        byte[] text = "0000-00-00T00:00:00.000000Z".getBytes(StandardCharsets.ISO_8859_1);
        digits(text, 4, utc.getYear());
        digits(text, 7, utc.getMonthValue());
        digits(text, 10, utc.getDayOfMonth());
        digits(text, 13, utc.getHour());
        digits(text, 16, utc.getMinute());
        digits(text, 19, utc.getSecond());
        digits(text, 26, utc.getNano() / 1_000);
        return new String(text, StandardCharsets.ISO_8859_1);
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

    /** Puts a number so that its last digit stands before that place; what stands there for more digits is zeros. */
    private static void digits(byte[] text, int end, int number) {
        int at = end;
        for (int left = number; left > 0; left /= 10) {
            text[--at] = (byte) ('0' + left % 10);
        }
    }
}
