package io.yumen.http.client;

import io.yumen.http.Headers;
import io.yumen.http.HttpSyntax;

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
        // By length first: every relayed request passes here, and most names are not even that close.
        return switch (name.length()) {
            case 2 -> name.equalsIgnoreCase("te");
            case 4 -> name.equalsIgnoreCase("host");
            case 6 -> name.equalsIgnoreCase("expect");
            case 7 -> name.equalsIgnoreCase("trailer") || name.equalsIgnoreCase("upgrade");
            case 10 -> name.equalsIgnoreCase("connection") || name.equalsIgnoreCase("keep-alive");
            case 14 -> name.equalsIgnoreCase("content-length");
            case 16 -> name.equalsIgnoreCase("proxy-connection");
            case 17 -> name.equalsIgnoreCase("transfer-encoding");
            default -> false;
        };
    }
}
