package io.yumen.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A date as header fields have it, in each of the three forms that RFC 9110 section 5.6.7 wants read. */
public final class HttpDate {
    private static final String TIME = "(?<hour>\\d{2}):(?<minute>\\d{2}):(?<second>\\d{2})";
    private static final String MONTH = "(?<month>[A-Z][a-z]{2})";

    /** Of now, of RFC 850, and of asctime. */
    private static final List<Pattern> FORMS = List.of(
            Pattern.compile("[A-Z][a-z]{2}, (?<day>\\d{1,2}) " + MONTH + " (?<year>\\d{4}) " + TIME + " GMT"),
            Pattern.compile("[A-Z][a-z]{5,8}, (?<day>\\d{2})-" + MONTH + "-(?<year>\\d{2}) " + TIME + " GMT"),
            Pattern.compile("[A-Z][a-z]{2} " + MONTH + " (?<day>[ \\d]\\d) " + TIME + " (?<year>\\d{4})"));

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final int LEAP_SECOND = 60;
    private static final int CENTURY = 100;

    /** A year of two digits that would be further ahead than this is one of the past. */
    private static final int AHEAD = 50;

    private HttpDate() {}

    /**
     * The moment that is written so; empty where it is no such date. Nobody looks whether the day of the week is right.
     *
     * @param now by which a year of two digits is understood
     */
    public static Optional<Instant> parse(String text, Instant now) {
        return FORMS.stream()
                .map(form -> form.matcher(text.strip()))
                .filter(Matcher::matches)
                .findFirst()
                .flatMap(date -> moment(date, now));
    }

    private static Optional<Instant> moment(Matcher date, Instant now) {
        int month = MONTHS.indexOf(date.group("month").toLowerCase(Locale.ROOT));
        int second = number(date, "second");
        if (month < 0 || second > LEAP_SECOND) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDateTime.of(
                            year(date.group("year"), now),
                            Month.of(month + 1),
                            number(date, "day"),
                            number(date, "hour"),
                            number(date, "minute"))
                    .plusSeconds(second)
                    .toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static int year(String said, Instant now) {
        int year = Integer.parseInt(said);
        if (said.length() > 2) {
            return year;
        }
        int thisYear = now.atOffset(ZoneOffset.UTC).getYear();
        int near = thisYear - thisYear % CENTURY + year;
        return near > thisYear + AHEAD ? near - CENTURY : near;
    }

    private static int number(Matcher date, String group) {
        return Integer.parseInt(date.group(group).strip());
    }
}
