package io.yumen.service.browser.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.service.ToolFailure;
import java.nio.charset.StandardCharsets;

/** Whatever is written as keys, it names some, or a sentence says that it does not. */
class KeysFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void any_words_name_keys_or_are_refused(byte[] bytes) {
        String words = new String(bytes, StandardCharsets.UTF_8);
        try {
            assertThat(Keys.chord(words).bits()).isBetween(0, 15);
        } catch (ToolFailure refused) {
            assertThat(refused).hasMessageMatching("(?s).*(There is no key|cannot be held).*");
        }
    }
}
