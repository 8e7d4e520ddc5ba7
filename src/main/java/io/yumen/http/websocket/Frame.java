package io.yumen.http.websocket;

/**
 * One frame, without its mask.
 *
 * @param last whether the message ends with it
 * @param payload never changed any more
 */
@SuppressWarnings("ArrayRecordComponent") // bytes of the wire, never compared
record Frame(Opcode opcode, End last, byte[] payload) {
    static final int MAX_CONTROL_BYTES = 125;

    /** Whether more of the message follows. */
    enum End {
        LAST,
        MORE
    }
}
