package io.yumen.service.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.service.ToolFailure;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Matchers as people write them. */
class MatcherTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a=b;a=\"b\"",
                " a = b c ;a=\"b c\"",
                "a!=\"b\";a!=\"b\"",
                "a=~\"b|c\";a=~\"b|c\"",
                "a!~b.*;a!~\"b.*\"",
                "a=;a=\"\"",
                "a=~\"\\d\\\\.\";a=~\"\\\\d\\\\.\"",
                "a=\"say \\\"x\\\"\";a=\"say \\\"x\\\"\"",
            })
    void what_people_write_is_understood(String written, String told) {
        assertThat(Matcher.of(written)).hasToString(told);
        assertThat(Matcher.of(told)).isEqualTo(Matcher.of(written));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "=b", "a b=c", "a=\"b", "a=\"b\",c=\"d\"", "a=b\"c", "{a=\"b\"}", "1a=b"})
    void what_is_none_is_refused_with_an_example(String text) {
        assertThatThrownBy(() -> Matcher.of(text))
                .isInstanceOf(ToolFailure.class)
                .hasMessageContaining("alertname=\"HighLoad\"");
    }

    @FuzzTest(maxDuration = "20s")
    void any_text_is_a_matcher_that_is_read_back_or_refused(byte[] bytes) {
        Matcher read;
        try {
            read = Matcher.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (ToolFailure refused) {
            return;
        }
        assertThat(Matcher.of(read.toString())).isEqualTo(read);
    }
}
