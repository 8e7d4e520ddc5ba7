package io.yumen.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sun, 06 Nov 1994 08:49:37 GMT    | 1994-11-06T08:49:37Z",
                "Sun, 6 Nov 1994 08:49:37 GMT     | 1994-11-06T08:49:37Z",
                "Sunday, 06-Nov-94 08:49:37 GMT   | 1994-11-06T08:49:37Z",
                "Sun Nov  6 08:49:37 1994         | 1994-11-06T08:49:37Z",
                "Tuesday, 01-Dec-76 00:00:00 GMT  | 2076-12-01T00:00:00Z",
                "Wednesday, 01-Dec-77 00:00:00 GMT | 1977-12-01T00:00:00Z",
                "Sat, 31 Dec 2016 23:59:60 GMT    | 2017-01-01T00:00:00Z",
                "Thu, 29 Feb 2024 00:00:00 GMT    | 2024-02-29T00:00:00Z"
            })
    void each_form_is_read(String text, Instant moment) {
        assertThat(HttpDate.parse(text, NOW)).contains(moment);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "-1",
                "soon",
                "2026-03-01T12:00:00Z",
                "Sun, 30 Feb 2026 00:00:00 GMT",
                "Sun, 06 Abc 2026 00:00:00 GMT",
                "Sun, 06 Nov 2026 24:00:00 GMT",
                "Sun, 06 Nov 2026 00:60:00 GMT",
                "Sun, 06 Nov 2026 00:00:61 GMT",
                "Sun, 06 Nov 2026 00:00:00 CET",
                "Sun, 06 Nov 2026 00:00:00",
                "Sun, 00 Nov 2026 00:00:00 GMT"
            })
    void anything_else_is_none(String text) {
        assertThat(HttpDate.parse(text, NOW)).isEmpty();
    }

    @Test
    void any_moment_that_is_written_is_read() {
        Random random = new Random(11);
        for (int i = 0; i < 1_000; i++) {
            Instant moment = Instant.ofEpochSecond(random.nextLong(0, 4_000_000_000L));
            for (String form : new String[] {"EEE, dd MMM yyyy HH:mm:ss 'GMT'", "EEE MMM ppd HH:mm:ss yyyy"}) {
                String text = DateTimeFormatter.ofPattern(form, Locale.ENGLISH).format(moment.atOffset(ZoneOffset.UTC));
                assertThat(HttpDate.parse(text, NOW)).as(text).contains(moment);
            }
        }
    }

    @FuzzTest(maxDuration = "20s")
    void any_text_is_a_date_or_none(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        HttpDate.parse(text, NOW)
                .ifPresent(moment -> assertThat(moment.getNano()).isZero());
        HttpDate.parse("Sun, " + text + " GMT", NOW);
    }
}
