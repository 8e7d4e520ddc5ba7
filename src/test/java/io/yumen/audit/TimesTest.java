package io.yumen.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Times are written as the library's own formatter writes them. */
class TimesTest {
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");

    @Test
    void any_time_of_four_digit_years_is_written_as_by_a_formatter() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            isAsByFormatter(Instant.ofEpochSecond(
                    random.nextLong(FIRST.getEpochSecond(), LAST.getEpochSecond()), random.nextInt(1_000_000_000)));
        }
        isAsByFormatter(FIRST);
        isAsByFormatter(LAST);
        isAsByFormatter(Instant.EPOCH);
    }

    private static void isAsByFormatter(Instant time) {
        assertThat(Times.text(time)).isEqualTo(FORM.format(time));
    }
}
