package io.yumen.service.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.protocol.JsonCodec;
import io.yumen.service.ToolFailure;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What is in a Secret of Helm is read, or refused with a sentence. */
class PackedTest {
    @Test
    void what_was_packed_is_unpacked() {
        Random random = new Random(42);
        for (int i = 0; i < 200; i++) {
            String manifest = random.ints(random.nextInt(2_000), 0, 0xd800)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            ObjectNode made = Made.release("default", "web" + i, 1 + random.nextInt(1_000), manifest);
            assertThat(Packed.release(Made.packed(made)).tree()).isEqualTo(made);
        }
    }

    @Test
    void what_helm_did_not_zip_is_read() {
        ObjectNode made = Made.release("default", "web", 3, "");
        assertThat(Packed.release(Made.twice(JsonCodec.bytes(made))).tree()).isEqualTo(made);
    }

    @Test
    void a_small_secret_that_holds_far_too_much_is_not_read() {
        String bomb = Made.packed(new byte[Packed.MOST_BYTES + 1]);
        assertThat(bomb).hasSizeLessThan(1 << 20);
        assertThatExceptionOfType(ToolFailure.class)
                .isThrownBy(() -> Packed.release(bomb))
                .withMessageContaining("more than 16777216 bytes")
                .matches(failure -> failure.code().equals("too_large"));
    }

    @Test
    void what_is_no_release_is_refused() {
        refused("", "is no JSON");
        refused("%%%", "is no Base64");
        refused(Made.packed("[1]".getBytes(StandardCharsets.UTF_8)), "is no object");
        refused(Made.packed("{".getBytes(StandardCharsets.UTF_8)), "is no JSON");
        refused(Made.twice(new byte[] {0x1f, (byte) 0x8b, 8, 0}), "is no gzip");
    }

    @FuzzTest(maxDuration = "20s")
    void any_release_is_told_or_refused(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        for (String data : new String[] {text, Made.packed(bytes), Made.packed(Made.release("a", "b", 1, text))}) {
            try {
                Release release = Packed.release(data);
                for (Parts.Part part : Parts.Part.values()) {
                    assertThat(Parts.of(release, part, Parts.Values.ALL).full()).isNotNull();
                }
                assertThat(Changes.between(release, release, Changes.Scope.ALL)).isEmpty();
            } catch (ToolFailure refused) {
                assertThat(refused).message().isNotBlank();
            }
        }
    }

    private static void refused(String data, String why) {
        assertThatExceptionOfType(ToolFailure.class)
                .isThrownBy(() -> Packed.release(data))
                .withMessageContaining(why);
    }
}
