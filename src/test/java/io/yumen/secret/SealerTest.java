package io.yumen.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever comes back as sealed or marked by us: only what we made is good, and only as we wrote it. */
class SealerTest {
    private static final Sealer SEALER = new Sealer(new byte[32]);
    private static final String CONTEXT = "context";
    private static final byte[] VALUE = "a value".getBytes(StandardCharsets.US_ASCII);
    private static final String SEALED = SEALER.seal(VALUE, CONTEXT);
    private static final byte[] WHOLE = Base64.getUrlDecoder().decode(SEALED.substring(SEALED.indexOf('.') + 1));
    private static final String MARK = SEALER.mark("value", CONTEXT);

    private static void requireShut(byte[] bytes) {
        char[] letters = SEALED.toCharArray();
        byte[] whole = WHOLE.clone();
        for (int at = 0; at < bytes.length; at++) {
            letters[at % letters.length] ^= (char) (bytes[at] & 0x7f);
            whole[at % whole.length] ^= bytes[at];
        }
        String respelled = new String(letters);
        String changed =
                SEALER.id() + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
        assertThat(SEALER.open(respelled, CONTEXT).isPresent()).as(respelled).isEqualTo(respelled.equals(SEALED));
        assertThat(SEALER.open(changed, CONTEXT).isPresent()).as(changed).isEqualTo(Arrays.equals(whole, WHOLE));
    }

    @Test
    void any_heap_of_changes_keeps_it_shut() {
        Random random = new Random(11);
        for (int round = 0; round < 5_000; round++) {
            byte[] changes = new byte[random.nextInt(SEALED.length())];
            if (changes.length > 0) {
                changes[random.nextInt(changes.length)] = (byte) random.nextInt(1 << Byte.SIZE);
            }
            requireShut(changes);
            requireNoOtherMark(changes);
        }
    }

    private static void requireNoOtherMark(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        char[] letters = MARK.toCharArray();
        for (int at = 0; at < bytes.length; at++) {
            letters[at % letters.length] ^= (char) (bytes[at] & 0x7f);
        }
        for (String one : List.of(text, new String(letters), MARK + text, SEALER.id() + "." + text)) {
            boolean isOurs = one.equals(MARK) || one.equals(SEALER.id() + "." + MARK);
            assertThat(SEALER.isMark(one, "value", CONTEXT)).as(one).isEqualTo(isOurs);
        }
    }
}
