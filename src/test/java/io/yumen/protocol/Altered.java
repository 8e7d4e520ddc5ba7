package io.yumen.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.Consumer;

/** Texts that are nearly good: what a fuzzer, or chance, makes of one. */
public final class Altered {
    private static final int ROUNDS = 3_000;
    private static final int MOST_BYTES = 24;

    private Altered() {}

    /** That text with some of its characters replaced, as the bytes say; or the bytes themselves, where the first is odd. */
    public static String by(byte[] bytes, String good) {
        if (bytes.length > 0 && bytes[0] % 2 != 0) {
            return new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder(good);
        for (int i = 1; i + 2 < bytes.length && !text.isEmpty(); i += 3) {
            int at = ((bytes[i] & 0xff) << 8 | bytes[i + 1] & 0xff) % text.length();
            if (bytes[i + 2] == 0) {
                text.deleteCharAt(at);
            } else {
                text.setCharAt(at, (char) (bytes[i + 2] & 0x7f));
            }
        }
        return text.toString();
    }

    /** Tries it with many heaps of bytes, the same each time. */
    public static void often(Consumer<byte[]> trial) {
        Random random = new Random(7);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = new byte[random.nextInt(MOST_BYTES)];
            random.nextBytes(bytes);
            trial.accept(bytes);
        }
    }
}
