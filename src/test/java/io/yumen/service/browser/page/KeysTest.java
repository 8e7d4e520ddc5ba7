package io.yumen.service.browser.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.service.ToolFailure;
import io.yumen.service.browser.page.Keys.Chord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {
    @ParameterizedTest
    @CsvSource({
        "Enter, Enter, Enter, 13, 0",
        "Control+A, a, KeyA, 65, 2",
        "Control+Shift+R, R, KeyR, 82, 10",
        "ctrl+a, a, KeyA, 65, 2",
        "Ctrl++, +, Equal, 187, 2",
        "+, +, Equal, 187, 0",
        "Esc, Escape, Escape, 27, 0",
        "F11, F11, F11, 122, 0",
        "Alt+ArrowLeft, ArrowLeft, ArrowLeft, 37, 1",
        "5, 5, Digit5, 53, 0"
    })
    void keys_are_named(String words, String key, String code, int number, int bits) {
        Chord chord = Keys.chord(words);
        assertThat(chord.key().key()).isEqualTo(key);
        assertThat(chord.key().code()).isEqualTo(code);
        assertThat(chord.key().number()).isEqualTo(number);
        assertThat(chord.bits()).isEqualTo(bits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Control+", "A+B", "Nothing", "Control+Nothing", "++"})
    void what_names_no_keys_is_said_so(String words) {
        assertThatThrownBy(() -> Keys.chord(words)).isInstanceOf(ToolFailure.class);
    }

    @Test
    void each_character_of_a_keyboard_has_a_key() {
        for (int character = ' '; character < 127; character++) {
            assertThat(Keys.writing(character))
                    .as(Character.toString(character))
                    .isPresent();
        }
    }
}
