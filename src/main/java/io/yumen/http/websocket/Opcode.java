package io.yumen.http.websocket;

/** What a frame is (RFC 6455 section 5.2). */
enum Opcode {
    CONTINUATION(0),
    TEXT(1),
    BINARY(2),
    CLOSE(8),
    PING(9),
    PONG(10);

    private final int bits;

    Opcode(int bits) {
        this.bits = bits;
    }

    int bits() {
        return bits;
    }

    /** Whether frames of this kind may come between the fragments of a message, and are whole in themselves. */
    boolean isControl() {
        return bits >= 8;
    }

    /** @throws Violation when the bits are reserved */
    static Opcode of(int bits) {
        for (Opcode opcode : values()) {
            if (opcode.bits == bits) {
                return opcode;
            }
        }
        throw new Violation(CloseStatus.PROTOCOL_ERROR, "The operation code " + bits + " is reserved");
    }
}
