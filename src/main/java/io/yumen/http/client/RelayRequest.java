package io.yumen.http.client;

import io.yumen.http.Headers;
import io.yumen.http.HttpSyntax;
import java.util.List;

/**
 * A request to send.
 *
 * @param method such as {@code POST}
 * @param endpoint where to
 * @param headers all fields but those that frame the message, which the client sets: {@code Host}, {@code
 *     Content-Length} and the hop-by-hop ones are refused here
 * @param body the whole body; empty for none; not copied, so it must not change any more
 * @param replay whether the client may send it a second time by itself
 */
@SuppressWarnings("ArrayRecordComponent") // bytes for the wire, never compared
public record RelayRequest(String method, Endpoint endpoint, Headers headers, byte[] body, Replay replay) {
    private static final List<String> OURS = List.of(
            "host",
            "content-length",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "upgrade",
            "expect");

    /** What the client does when a pooled connection turns out closed before any byte of the response came. */
    public enum Replay {
        /** Sends it once more on another connection: repeating it does no harm. */
        SAFE,
        /** Fails: the peer may have acted on it. */
        NEVER
    }

    public RelayRequest {
        if (!HttpSyntax.isToken(method) || method.equals("CONNECT")) {
            throw new IllegalArgumentException("Not a method that can be sent: " + method.length() + " characters");
        }
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.nameAt(i);
            if (isOurs(name)) {
                throw new IllegalArgumentException("The client sets the header " + name + " itself");
            }
        }
    }

    /** A POST that is sent at most once. */
    public static RelayRequest post(Endpoint endpoint, Headers headers, byte[] body) {
        return new RelayRequest("POST", endpoint, headers, body, Replay.NEVER);
    }

    /** A GET, which may be repeated. */
    public static RelayRequest get(Endpoint endpoint, Headers headers) {
        return new RelayRequest("GET", endpoint, headers, new byte[0], Replay.SAFE);
    }

    /** The same, and it may be repeated. */
    public RelayRequest repeatable() {
        return new RelayRequest(method, endpoint, headers, body, Replay.SAFE);
    }

    @Override
    public String toString() {
        return method + " " + endpoint;
    }

    private static boolean isOurs(String name) {
        // A loop, not a stream: every relayed request passes here.
        for (String ours : OURS) {
            if (ours.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }
}
