package io.yumen.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets are found however they are spelled, and what is none stays as it was. */
class HiddenTest {
    private static final Hidden HIDDEN =
            new Hidden(List.of("hunter22/a+b=", "123456789012", "hunter22/a+b=c d", "short"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hunter22/a+b=",
                "hunter22%2Fa%2Bb%3D",
                "hunter22%2fa%2bb%3d",
                "hunter22/a%2bb=",
                "hunter22%252Fa%252Bb%253D",
                "hunter22\\/a+b=",
                "hunter22\\/a+b\\u003d",
                "hunter22\\u002Fa\\u002bb\\u003D",
                "%68unter22/a+b=",
                "hunter22/a+b=c d",
                "hunter22/a+b=c+d",
                "hunter22%2Fa%2Bb%3Dc%20d",
            })
    void each_spelling_is_found(String spelling) {
        assertThat(out("at " + spelling + " it is")).isEqualTo("at [redacted] it is");
        assertThat(out("{\"at\": \"x?key=" + spelling + "&y\", \"n\": 1.50}"))
                .isEqualTo("{\"at\":\"x?key=[redacted]&y\",\"n\":1.50}");
        assertThat(out("[{\"" + spelling + "\": 1}]")).isEqualTo("[{\"[redacted]\":1}]");
    }

    @Test
    void a_number_stays_one_and_json_stays_json() {
        String numbers = "{ \"accountId\": 123456789012, \"of\": [123456789012] }";
        assertThat(out(numbers)).isEqualTo(numbers);
        assertThat(out("{\"accountId\": 123456789012, \"seen\": \"123456789012\"}"))
                .isEqualTo("{\"accountId\":123456789012,\"seen\":\"[redacted]\"}");
    }

    @Test
    void what_is_no_secret_stays() {
        String other = "{\"a\": \"hunter22/a+b\", \"b\": \"short\", \"c\": \"100% \\\\ %2\"}";
        assertThat(out(other)).isEqualTo(other);
        FixedQuery query = new FixedQuery(
                Map.of("api-version", "2024-05-01-preview", "key", "hunter22hunter22"), Set.of("api-version"));
        byte[] body = "2024-05-01-preview hunter22hunter22".getBytes(StandardCharsets.UTF_8);
        assertThat(new String(query.hidden().out(body), StandardCharsets.UTF_8))
                .isEqualTo("2024-05-01-preview [redacted]");
        assertThat(query).asString().doesNotContain("hunter22");
    }

    @Test
    void letters_of_other_languages_are_found_and_kept() {
        Hidden hidden = new Hidden(List.of("Schlüsselwörter"));
        byte[] body = "{\"ä\": \"Schlüsselwörter Schl%C3%BCsselw%c3%b6rter ö\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(new String(hidden.out(body), StandardCharsets.UTF_8))
                .isEqualTo("{\"ä\":\"[redacted] [redacted] ö\"}");
    }

    private static String out(String text) {
        return new String(HIDDEN.out(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }
}
