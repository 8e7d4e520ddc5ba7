package io.yumen.http.websocket;

import io.yumen.http.ByteWriter;
import java.security.SecureRandom;

/** Puts frames into bytes, each message in one. Safe for many threads. */
final class FrameWriter {
    private static final int LONGEST_HEAD = 14;

    private final Role role;
    private final SecureRandom random;

    FrameWriter(Role role, SecureRandom random) {
        this.role = role;
        this.random = random;
    }

    /** The frame's bytes. */
    ByteWriter encode(Opcode opcode, byte[] payload) {
        ByteWriter out = new ByteWriter(LONGEST_HEAD + payload.length);
        out.bytes(head(opcode, payload.length));
        if (!role.masks()) {
            return out.bytes(payload);
        }
        byte[] mask = new byte[4];
        random.nextBytes(mask);
        out.bytes(mask);
        int start = out.length();
        out.bytes(payload);
        Mask.apply(mask, out.array(), start, payload.length);
        return out;
    }

    private byte[] head(Opcode opcode, int length) {
        int extra = length < 126 ? 0 : length < 1 << 16 ? 2 : 8;
        int seven = extra == 0 ? length : extra == 2 ? 126 : 127;
        byte[] head = new byte[2 + extra];
        head[0] = (byte) (0x80 | opcode.bits());
        head[1] = (byte) ((role.masks() ? 0x80 : 0) | seven);
        long rest = length;
        for (int i = head.length - 1; i >= 2; i--) {
            head[i] = (byte) rest;
            rest >>= 8;
        }
        return head;
    }
}
