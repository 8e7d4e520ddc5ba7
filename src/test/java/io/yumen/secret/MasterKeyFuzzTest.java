package io.yumen.secret;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Whatever stands where a master key is to be is keys, or is refused without being shown. */
class MasterKeyFuzzTest {
    private static final int BYTES = 32;

    /** What no words of ours say by themselves. */
    private static final String SECRET = "kq7vx2";

    @FuzzTest(maxDuration = "60s")
    void any_text_is_keys_or_is_refused(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        for (String one : List.of(text, text + SECRET)) {
            try {
                MasterKey key = MasterKey.read(new Secret(one), "here");
                assertThat(key.ids()).hasSizeBetween(1, MasterKey.MOST).doesNotHaveDuplicates();
                assertThat(key.newest().ids()).containsExactly(key.id());
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageStartingWith("here ").hasMessageNotContaining(SECRET);
            }
        }
    }

    @FuzzTest(maxDuration = "60s")
    void any_bits_are_a_key_that_opens_what_it_sealed_also_after_a_newer_one_came(byte[] bytes) {
        String old = Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, BYTES));
        MasterKey key = MasterKey.read(new Secret(" " + old + "\r\n"), "here");
        String sealed = key.sealer("purpose").seal(bytes, "context");
        MasterKey both = key.rotated();
        assertThat(both.ids()).hasSize(2).endsWith(key.id());
        assertThat(both.sealer("purpose").open(sealed, "context"))
                .hasValueSatisfying(opened -> assertThat(opened).isEqualTo(bytes));
        assertThat(both.sealer("another purpose").open(sealed, "context")).isEmpty();
        assertThat(both.newest().sealer("purpose").open(sealed, "context")).isEmpty();
        assertThat(both.toString()).doesNotContain(old);
    }
}
