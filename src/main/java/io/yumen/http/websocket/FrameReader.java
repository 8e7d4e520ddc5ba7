package io.yumen.http.websocket;

import io.yumen.http.Duplex;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts what comes over a connection into frames, strictly (RFC 6455 section 5). For one thread. */
final class FrameReader {
    private static final int FIRST_CAPACITY = 8 << 10;

    private final Duplex in;
    private final Role role;
    private final int maxBytes;
    private final byte[] head = new byte[8];

    FrameReader(Duplex in, Role role, int maxBytes) {
        this.in = in;
        this.role = role;
        this.maxBytes = maxBytes;
    }

    /**
     * The next frame; null when the connection ended, between frames or within one.
     *
     * @throws Violation when it is none
     */
    @Nullable
    Frame next() {
        if (!fill(head, 2)) {
            return null;
        }
        Opcode opcode = Opcode.of(head[0] & 0x0f);
        Frame.End end = (head[0] & 0x80) == 0 ? Frame.End.MORE : Frame.End.LAST;
        boolean masked = (head[1] & 0x80) != 0;
        check(opcode, end, masked);
        long length = length(opcode, head[1] & 0x7f);
        if (length < 0 || (masked && !fill(head, 4))) {
            return null;
        }
        byte[] mask = masked ? Arrays.copyOf(head, 4) : new byte[0];
        byte[] payload = payload((int) length);
        if (payload == null) {
            return null;
        }
        if (masked) {
            Mask.apply(mask, payload, 0, payload.length);
        }
        return new Frame(opcode, end, payload);
    }

    private void check(Opcode opcode, Frame.End end, boolean masked) {
        if ((head[0] & 0x70) != 0) {
            throw broken("A reserved bit is set, but no extension was agreed on");
        }
        if (masked != role.expectsMask()) {
            throw broken(masked ? "A server must not mask its frames" : "A client must mask its frames");
        }
        if (opcode.isControl() && end == Frame.End.MORE) {
            throw broken("A control frame must not be fragmented");
        }
    }

    /** The length of the payload; negative when the connection ended. */
    private long length(Opcode opcode, int seven) {
        if (seven < 126) {
            return seven;
        }
        if (opcode.isControl()) {
            throw broken("A control frame holds at most " + Frame.MAX_CONTROL_BYTES + " bytes");
        }
        int count = seven == 126 ? 2 : 8;
        return fill(head, count) ? longLength(count) : -1;
    }

    private long longLength(int count) {
        long length = 0;
        for (int i = 0; i < count; i++) {
            length = (length << 8) | (head[i] & 0xff);
        }
        if (length < 0 || length < (count == 2 ? 126 : 1 << 16)) {
            throw broken("The length of a frame is not in its shortest form");
        }
        if (length > maxBytes) {
            throw new Violation(CloseStatus.TOO_BIG, "A frame holds at most " + maxBytes + " bytes");
        }
        return length;
    }

    /** Grows with what arrives, not with what is announced. */
    private byte @Nullable [] payload(int length) {
        byte[] payload = new byte[Math.min(length, FIRST_CAPACITY)];
        int count = 0;
        while (count < length) {
            if (count == payload.length) {
                payload = Arrays.copyOf(payload, (int) Math.min(length, 2L * count));
            }
            int some = in.read(payload, count, payload.length - count);
            if (some < 0) {
                return null;
            }
            count += some;
        }
        return payload;
    }

    private boolean fill(byte[] into, int length) {
        int count = 0;
        while (count < length) {
            int some = in.read(into, count, length - count);
            if (some < 0) {
                return false;
            }
            count += some;
        }
        return true;
    }

    private static Violation broken(String message) {
        return new Violation(CloseStatus.PROTOCOL_ERROR, message);
    }
}
