package io.yumen.secret;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.protocol.Altered;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Whatever stands where a master key, a seal or a mark should: it is one of ours, or it is refused. */
class SecretFuzzTest {
    private static final String CONTEXT = "context";
    private static final String ONE = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String OTHER =
            Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
    private static final Sealer SEALER =
            MasterKey.read(new Secret(ONE + " " + OTHER), "here").sealer("purpose");
    private static final String SEAL = SEALER.seal("value".getBytes(StandardCharsets.US_ASCII), CONTEXT);
    private static final String MARK = SEALER.namedMark("value", CONTEXT);

    /** What no words of ours say by themselves. */
    private static final String SECRET = "kq7vx2";

    @FuzzTest(maxDuration = "60s")
    void any_text_is_keys_or_is_refused_and_never_repeated(byte[] bytes) {
        String text = Altered.by(bytes, ONE + "\n" + OTHER + "\n");
        try {
            MasterKey key = MasterKey.read(new Secret(text), "here");
            assertThat(key.ids()).hasSizeBetween(1, MasterKey.MOST).contains(key.id());
            Sealer sealer = key.sealer("purpose");
            assertThat(sealer.open(sealer.seal(bytes, CONTEXT), CONTEXT)).hasValue(bytes);
        } catch (IllegalStateException e) {
            assertThat(e.getMessage()).startsWith("here ").contains("openssl rand -base64 32");
        }
        try {
            assertThat(MasterKey.read(new Secret(text + SECRET), "here").ids()).isNotEmpty();
        } catch (IllegalStateException e) {
            assertThat(e.getMessage()).doesNotContain(SECRET);
        }
    }

    @FuzzTest(maxDuration = "60s")
    void any_text_is_a_seal_of_ours_or_stays_shut(byte[] bytes) {
        String seal = Altered.by(bytes, SEAL);
        assertThat(SEALER.open(seal, CONTEXT).isPresent())
                .isEqualTo(seal.equals(SEAL) || seal.equals(SEAL.substring(SEAL.indexOf('.') + 1)));
        assertThat(SEALER.open(seal, CONTEXT + "s")).isEmpty();
        String mark = Altered.by(bytes, MARK);
        assertThat(SEALER.isMark(mark, "value", CONTEXT))
                .isEqualTo(mark.equals(MARK) || mark.equals(MARK.substring(MARK.indexOf('.') + 1)));
        assertThat(SEALER.isMark(mark, "valu", CONTEXT)).isFalse();
    }

    @Test
    void any_change_of_a_good_one_is_told() {
        Altered.often(this::any_text_is_keys_or_is_refused_and_never_repeated);
        Altered.often(this::any_text_is_a_seal_of_ours_or_stays_shut);
    }
}
