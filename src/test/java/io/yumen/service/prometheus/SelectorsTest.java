package io.yumen.service.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a query reads is found in it, and nothing else. */
final class SelectorsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "up | up",
                "1 + 1e5 | ~~",
                "up{job=\"a\"} | up{job=\"a\"}",
                "{__name__=~\"a.*\"} | {__name__=~\"a.*\"}",
                "sum by (job, up) (rate(a:b_c[5m:1s] offset 1d)) | a:b_c",
                "a and on (x) b unless ignoring (y) c or bool | a b c",
                "a * on (x) group_left (y, z) b | a b",
                "topk(5, up) > bool 3 | up",
                "a{x=\"}, b{\\\"\"} + b{y=~`\\`} | a{x=\"}, b{\\\"\"} b{y=~`\\`}",
                "sum without (a) (b @ start()) + avg(b) | b",
                "label_replace(up, \"x\", \"$1\", \"job\", \"(down).*\") | up",
                "histogram_quantile(0.9, sum by (le) (rate(x_bucket{le!=\"+Inf\"}[1h30m]))) | x_bucket{le!=\"+Inf\"}",
                "Inf - NaN | ~~",
            })
    void selectors_are_found(String query, String selectors) {
        assertThat(String.join(" ", Selectors.of(query))).isEqualTo(selectors);
    }

    @FuzzTest(maxDuration = "20s")
    void whatever_is_asked_its_selectors_are_parts_of_it(byte[] bytes) {
        String query = new String(bytes, StandardCharsets.UTF_8);
        assertThat(Selectors.of(query)).allMatch(query::contains).doesNotContain("");
    }
}
