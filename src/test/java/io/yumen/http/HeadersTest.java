package io.yumen.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HeadersTest {
    @Test
    void names_are_found_in_any_case_and_values_keep_their_order() {
        Headers headers = Headers.of("Accept", "a", "X", "b", "ACCEPT", "c").with("accept", "d");
        assertThat(headers.first("aCCept")).contains("a");
        assertThat(headers.all("accept")).containsExactly("a", "c", "d");
        assertThat(headers.without("Accept")).isEqualTo(Headers.of("X", "b"));
        assertThat(headers.first("absent")).isEmpty();
        assertThat(headers.size()).isEqualTo(4);
    }

    @Test
    void tokens_are_found_in_lists() {
        Headers headers = Headers.of("Connection", "keep-alive, Upgrade", "Connection", "Close");
        assertThat(headers.hasToken("connection", "upgrade")).isTrue();
        assertThat(headers.hasToken("connection", "close")).isTrue();
        assertThat(headers.hasToken("connection", "keep")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nEvil: 1", "a\nb", "a\rb", "a\u0000b", "a\u007fb", "\u20ac", "\u0100"})
    void a_value_that_could_break_out_is_refused(String value) {
        assertThatThrownBy(() -> Headers.of("X", value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Headers.none().with("X", value)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a:", "a\r\n", "a\u0000", "\u00e9", "(x)"})
    void a_name_that_could_break_out_is_refused(String name) {
        assertThatThrownBy(() -> Headers.of(name, "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void printing_shows_no_values() {
        assertThat(Headers.of("Authorization", "Bearer secret")).hasToString("[Authorization]");
    }
}
