package io.yumen.http.websocket;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Why a WebSocket was closed (RFC 6455 section 7.4).
 *
 * @param code 1000 to 4999
 * @param reason for the log; cut to what fits into the frame, which is 123 bytes
 */
public record CloseStatus(int code, String reason) {
    /** The purpose is fulfilled. */
    public static final int NORMAL = 1000;

    /** The server goes down, or the page is left. */
    public static final int GOING_AWAY = 1001;

    public static final int PROTOCOL_ERROR = 1002;

    /** A message of a kind that is not taken, such as binary. */
    public static final int UNACCEPTABLE = 1003;

    /** The peer said nothing about why; never sent. */
    public static final int NO_STATUS = 1005;

    /** The connection was lost without a word; never sent. */
    public static final int ABNORMAL = 1006;

    /** A text that is not UTF-8. */
    public static final int NOT_UTF8 = 1007;

    /** Against the rules of the application, such as its limits. */
    public static final int POLICY = 1008;

    public static final int TOO_BIG = 1009;

    /** The server failed. */
    public static final int FAILURE = 1011;

    /** Come back later. */
    public static final int TRY_AGAIN = 1013;

    private static final int MAX_REASON_BYTES = Frame.MAX_CONTROL_BYTES - 2;

    public CloseStatus {
        if (code < NORMAL || code > 4999) {
            throw new IllegalArgumentException("There is no close code " + code);
        }
        reason = cut(reason);
    }

    /** Whether the code may stand in a frame. */
    static boolean isSendable(int code) {
        boolean named = code >= 1000 && code <= 1014 && code != 1004 && code != NO_STATUS && code != ABNORMAL;
        return named || (code >= 3000 && code <= 4999);
    }

    /**
     * Reads the payload of a close frame.
     *
     * @throws Violation when it is none
     */
    static CloseStatus read(byte[] payload) {
        if (payload.length == 0) {
            return new CloseStatus(NO_STATUS, "");
        }
        int code = payload.length == 1 ? 0 : ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
        if (!isSendable(code)) {
            throw new Violation(PROTOCOL_ERROR, "The close frame holds no valid code");
        }
        byte[] reason = Arrays.copyOfRange(payload, 2, payload.length);
        Utf8 utf8 = new Utf8();
        utf8.take(reason);
        utf8.end();
        return new CloseStatus(code, new String(reason, StandardCharsets.UTF_8));
    }

    /** The payload of the frame that says this; empty where it cannot be said. */
    byte[] payload() {
        if (!isSendable(code)) {
            return new byte[0];
        }
        byte[] words = reason.getBytes(StandardCharsets.UTF_8);
        byte[] payload = new byte[2 + words.length];
        payload[0] = (byte) (code >> 8);
        payload[1] = (byte) code;
        System.arraycopy(words, 0, payload, 2, words.length);
        return payload;
    }

    private static String cut(String text) {
        int end = text.length();
        String shorter = text;
        while (shorter.getBytes(StandardCharsets.UTF_8).length > MAX_REASON_BYTES) {
            end = text.offsetByCodePoints(end, -1);
            shorter = text.substring(0, end);
        }
        return shorter;
    }

    @Override
    public String toString() {
        return reason.isEmpty() ? Integer.toString(code) : code + " (" + reason + ")";
    }
}
