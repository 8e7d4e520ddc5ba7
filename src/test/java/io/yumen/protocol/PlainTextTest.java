package io.yumen.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTextTest {

    @Test
    void colours_titles_and_cursor_moves_are_left_out() {
        assertThat(plain("\033[1;31mred\033[0m \033]0;title\007x\033]8;;http://a\033\\link\033(B\033[2K\033[?25l!"))
                .isEqualTo("red xlink!");
    }

    @Test
    void controls_and_what_reverses_text_are_left_out() {
        assertThat(plain("a\rb\bc\0d\u007fe\u0085f\u202eg\u2028h\u200bi\tj")).isEqualTo("abcdefghi j");
    }

    @Test
    void an_escape_that_is_cut_off_is_left_out() {
        assertThat(plain("a\033")).isEqualTo("a");
        assertThat(plain("a\033[12")).isEqualTo("a");
        assertThat(plain("a\033]0;title")).isEqualTo("a");
    }

    @Test
    void other_languages_stay_and_broken_bytes_show() {
        assertThat(plain("玉门 é")).isEqualTo("玉门 é");
        assertThat(PlainText.of(new byte[] {'a', -1, 'b'})).isEqualTo("a\ufffdb");
    }

    @Test
    void what_is_repeated_of_others_is_short() {
        assertThat(PlainText.echo("x".repeat(2_000_000))).isEqualTo("x".repeat(200) + "...");
        assertThat(PlainText.echo("short\u202e")).isEqualTo("short");
    }

    @Test
    void what_cannot_be_seen_is_escaped_and_lines_stay() {
        assertThat(PlainText.escaped("a\033[2J\u009b\u202e\n\tb")).isEqualTo("a\\u001b[2J\\u009b\\u202e\n\tb");
        assertThat(PlainText.lines("a\033[2J\r\nb")).isEqualTo("a\nb");
    }

    private static String plain(String text) {
        return PlainText.of(text.getBytes(UTF_8));
    }
}
