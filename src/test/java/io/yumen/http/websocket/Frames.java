package io.yumen.http.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Frames put together by hand, also such as no decent peer sends. */
final class Frames {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Random random;

    Frames(long seed) {
        random = new Random(seed);
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    Frames text(String text) {
        return masked(0x81, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A frame as a client sends it. */
    Frames masked(int first, byte[] payload) {
        byte[] mask = new byte[4];
        random.nextBytes(mask);
        head(first, 0x80, payload.length);
        bytes.writeBytes(mask);
        for (int i = 0; i < payload.length; i++) {
            bytes.write(payload[i] ^ mask[i % 4]);
        }
        return this;
    }

    /** A frame as a server sends it. */
    Frames plain(int first, byte[] payload) {
        head(first, 0, payload.length);
        bytes.writeBytes(payload);
        return this;
    }

    Frames raw(int... values) {
        for (int value : values) {
            bytes.write(value);
        }
        return this;
    }

    private void head(int first, int mask, int length) {
        bytes.write(first);
        if (length < 126) {
            bytes.write(mask | length);
        } else if (length < 1 << 16) {
            raw(mask | 126, length >> 8, length);
        } else {
            raw(mask | 127, 0, 0, 0, 0, length >> 24, length >> 16, length >> 8, length);
        }
    }
}
