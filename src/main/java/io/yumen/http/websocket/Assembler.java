package io.yumen.http.websocket;

import io.yumen.http.ByteWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts the fragments of a message together, and checks the text as it comes. For one thread. */
final class Assembler {
    private final int maxBytes;
    private @Nullable ByteWriter begun;
    private Utf8 utf8 = new Utf8();

    Assembler(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Takes a frame that is no control frame; the message, when it is complete.
     *
     * @throws Violation when it does not fit to the one before, is no text, or makes the message too large
     */
    Optional<byte[]> take(Frame frame) {
        ByteWriter open = begun;
        check(frame.opcode(), open);
        int before = open == null ? 0 : open.length();
        if (frame.payload().length > maxBytes - before) {
            throw new Violation(CloseStatus.TOO_BIG, "A message holds at most " + maxBytes + " bytes");
        }
        utf8.take(frame.payload());
        return frame.last() == Frame.End.LAST ? Optional.of(complete(open, frame)) : begin(open, frame);
    }

    private static void check(Opcode opcode, @Nullable ByteWriter open) {
        switch (opcode) {
            case TEXT -> {
                if (open != null) {
                    throw broken("A message began within another");
                }
            }
            case CONTINUATION -> {
                if (open == null) {
                    throw broken("There is no message to continue");
                }
            }
            case BINARY -> throw new Violation(CloseStatus.UNACCEPTABLE, "Only text messages are taken");
            case CLOSE, PING, PONG -> throw new IllegalArgumentException("A control frame is no part of a message");
        }
    }

    private byte[] complete(@Nullable ByteWriter open, Frame frame) {
        utf8.end();
        begun = null;
        utf8 = new Utf8();
        return open == null ? frame.payload() : open.bytes(frame.payload()).toBytes();
    }

    private Optional<byte[]> begin(@Nullable ByteWriter open, Frame frame) {
        begun = (open == null ? new ByteWriter(2 * frame.payload().length) : open).bytes(frame.payload());
        return Optional.empty();
    }

    private static Violation broken(String message) {
        return new Violation(CloseStatus.PROTOCOL_ERROR, message);
    }
}
