package io.yumen.http.websocket;

/** The mask of a client's frame (RFC 6455 section 5.3). */
final class Mask {
    private Mask() {}

    /** Masks, or unmasks, these bytes in place. */
    static void apply(byte[] mask, byte[] bytes, int offset, int length) {
        for (int i = 0; i < length; i++) {
            bytes[offset + i] ^= mask[i & 3];
        }
    }
}
