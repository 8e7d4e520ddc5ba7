package io.yumen.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RateConfigTest {
    @Test
    void a_text_says_how_often_and_how_much_at_once() {
        assertThat(RateConfig.parse("1000/h burst 2000")).isEqualTo(new RateConfig(1_000, Duration.ofHours(1), 2_000));
        assertThat(RateConfig.parse(" 5 / M, burst 7 ")).isEqualTo(new RateConfig(5, Duration.ofMinutes(1), 7));
    }

    @Test
    void without_a_burst_a_second_comes_at_once_or_a_hundred() {
        assertThat(RateConfig.parse("20000/s").burst()).isEqualTo(20_000);
        assertThat(RateConfig.parse("1000/h").burst()).isEqualTo(100);
        assertThat(RateConfig.parse("3/d").burst()).isEqualTo(3);
    }

    @Test
    void what_is_written_is_read_again() {
        RateConfig rate = RateConfig.parse("7/m burst 9");
        assertThat(RateConfig.parse(rate.toString())).isEqualTo(rate);
        assertThat(rate.toString()).matches(RateConfig.PATTERN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "100",
                "100/",
                "/s",
                "100/w",
                "-1/s",
                "1.5/s",
                "0/s",
                "1/s burst 0",
                "1/s burst",
                "1/s 5",
                "999999999999/s",
                "1/s burst 999999999999",
                "1/s burst 5 burst 6",
                "１/s"
            })
    void anything_else_is_refused(String text) {
        assertThatThrownBy(() -> RateConfig.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
