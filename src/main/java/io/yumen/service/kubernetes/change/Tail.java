package io.yumen.service.kubernetes.change;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The last bytes of what may be much longer. For one thread. */
final class Tail {
    private final int most;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private long all;

    /** @param most bytes that are told; at most twice as many are held, so that they are moved seldom */
    Tail(int most) {
        this.most = most;
    }

    void add(byte[] bytes) {
        all += bytes.length;
        kept.writeBytes(bytes);
        if (kept.size() > 2 * most) {
            byte[] held = kept.toByteArray();
            kept.reset();
            kept.write(held, held.length - most, most);
        }
    }

    /** How many bytes were before those that are told. */
    long lost() {
        return Math.max(0, all - most);
    }

    String text() {
        byte[] held = kept.toByteArray();
        int length = Math.min(most, held.length);
        return new String(held, held.length - length, length, StandardCharsets.UTF_8);
    }
}
