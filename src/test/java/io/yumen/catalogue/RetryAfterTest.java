package io.yumen.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7                               | 7",
                " 120                            | 120",
                "0                               | 1",
                "86400                           | 3600",
                "99999999999999999999            | 3600",
                "-1                              | 5",
                "1.5                             | 5",
                "later                           | 5",
                "Sun, 01 Mar 2026 12:01:30 GMT   | 90",
                "Sunday, 01-Mar-26 12:01:30 GMT  | 90",
                "Sun Mar  1 12:01:30 2026        | 90",
                "Sun, 01 Mar 2026 12:00:00 GMT   | 1",
                "Sun, 01 Mar 2020 12:00:00 GMT   | 1",
                "Mon, 02 Mar 2026 12:00:00 GMT   | 3600",
                "Sun, 31 Feb 2026 12:00:00 GMT   | 5"
            })
    void it_is_read_in_seconds_and_as_a_date(String said, int seconds) {
        assertThat(RetryAfter.of(said, NOW)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void where_nothing_is_said_it_is_soon_and_after_a_failure_nothing() {
        assertThat(RetryAfter.of(null)).isEqualTo(Duration.ofSeconds(5));
        assertThat(RetryAfter.afterFailure(null)).isZero();
        assertThat(RetryAfter.afterFailure("9")).isEqualTo(Duration.ofSeconds(9));
    }
}
