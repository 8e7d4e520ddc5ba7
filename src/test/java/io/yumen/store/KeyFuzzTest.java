package io.yumen.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.protocol.Altered;
import io.yumen.tenant.TenantId;
import org.junit.jupiter.api.Test;

/** Whatever stands where a key of the store should: one key has one text, and all else is refused. */
class KeyFuzzTest {
    private static final String GOOD =
            Space.KEYS.in(new TenantId("acme")).below("a b").key("name/of it").text();

    @FuzzTest(maxDuration = "60s")
    void any_text_is_a_key_or_is_refused(byte[] bytes) {
        String text = Altered.by(bytes, GOOD);
        try {
            Key key = Key.parse(text);
            assertThat(Key.parse(key.text())).isEqualTo(key);
        } catch (IllegalArgumentException e) {
            assertThat(text).isNotEqualTo(GOOD);
        }
    }

    @Test
    void any_change_of_a_good_one_is_understood_or_refused() {
        any_text_is_a_key_or_is_refused(new byte[0]);
        Altered.often(this::any_text_is_a_key_or_is_refused);
    }
}
