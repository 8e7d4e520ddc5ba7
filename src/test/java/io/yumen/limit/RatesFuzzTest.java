package io.yumen.limit;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Whatever is written as a rate is one, or is refused. */
class RatesFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void any_text_is_a_rate_or_none(byte[] bytes) {
        try {
            RateConfig rate = RateConfig.parse(new String(bytes, StandardCharsets.ISO_8859_1));
            assertThat(rate.count()).isPositive();
            assertThat(rate.burst()).isPositive();
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
