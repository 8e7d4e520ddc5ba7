package io.yumen.http.websocket;

import io.yumen.http.Headers;
import io.yumen.http.HttpException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The opening handshake (RFC 6455 section 4), as headers: switching the connection is up to HTTP. */
public final class Handshake {
    private static final String VERSION = "13";
    private static final String PROTOCOL = "Sec-WebSocket-Protocol";
    private static final String KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String key;
    private final List<String> offered;

    private Handshake(String key, List<String> offered) {
        this.key = key;
        this.offered = offered;
    }

    /** What a server says to a client that wants to open a WebSocket. */
    public sealed interface Verdict {
        /**
         * It may.
         *
         * @param headers those of the response of status 101, without {@code Connection}
         * @param subprotocol the first that it offered and we know
         */
        record Accepted(Headers headers, Optional<String> subprotocol) implements Verdict {}

        /** It may not, with that status. */
        record Refused(int status, Headers headers, String reason) implements Verdict {}
    }

    /** Whether a request asks for a WebSocket at all. */
    public static boolean isWanted(Headers request) {
        return request.hasToken("Upgrade", "websocket");
    }

    /**
     * Checks a client's request.
     *
     * @param known subprotocols, of which the first that the client offers is agreed on
     */
    public static Verdict check(String method, Headers request, List<String> known) {
        if (!method.equals("GET")) {
            return new Verdict.Refused(405, Headers.of("Allow", "GET"), "A WebSocket is opened with GET");
        }
        if (!isWanted(request) || !request.hasToken("Connection", "Upgrade")) {
            Headers upgrade = Headers.of("Upgrade", "websocket");
            return new Verdict.Refused(426, upgrade, "Here is a WebSocket; the request does not ask to open one");
        }
        if (!request.all("Sec-WebSocket-Version").equals(List.of(VERSION))) {
            Headers version = Headers.of("Sec-WebSocket-Version", VERSION);
            return new Verdict.Refused(426, version, "Only version " + VERSION + " of WebSocket is spoken");
        }
        List<String> keys = request.all("Sec-WebSocket-Key");
        if (keys.size() != 1 || !isKey(keys.getFirst())) {
            return new Verdict.Refused(400, Headers.none(), "Sec-WebSocket-Key must be there once, with 16 bytes");
        }
        Headers headers = Headers.of("Upgrade", "websocket", "Sec-WebSocket-Accept", accept(keys.getFirst()));
        Optional<String> agreed =
                tokens(request, PROTOCOL).stream().filter(known::contains).findFirst();
        return new Verdict.Accepted(
                agreed.map(subprotocol -> headers.with(PROTOCOL, subprotocol)).orElse(headers), agreed);
    }

    /** A client's handshake with a fresh key, which offers these subprotocols. */
    public static Handshake offering(String... subprotocols) {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return new Handshake(Base64.getEncoder().encodeToString(key), List.of(subprotocols));
    }

    /** The headers of the client's request, without {@code Connection}. */
    public Headers request() {
        Headers headers = Headers.of("Upgrade", "websocket", "Sec-WebSocket-Version", VERSION)
                .with("Sec-WebSocket-Key", key);
        return offered.isEmpty() ? headers : headers.with(PROTOCOL, String.join(", ", offered));
    }

    /**
     * Checks the headers of a server's response of status 101.
     *
     * @throws HttpException with code PROTOCOL when it agreed to something else
     */
    public void confirm(Headers response) {
        if (!isWanted(response) || !response.hasToken("Connection", "Upgrade")) {
            throw broken("it switched to something other than WebSocket");
        }
        if (!response.all("Sec-WebSocket-Accept").equals(List.of(accept(key)))) {
            throw broken("its Sec-WebSocket-Accept does not fit to our key");
        }
        if (response.has("Sec-WebSocket-Extensions")) {
            throw broken("it uses an extension that was not offered");
        }
        List<String> chosen = tokens(response, PROTOCOL);
        if (chosen.size() > 1 || !offered.containsAll(chosen)) {
            throw broken("it chose a subprotocol that was not offered");
        }
    }

    private static String accept(String key) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            byte[] digest = sha1.digest((key + KEY_SUFFIX).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime has no SHA-1", e);
        }
    }

    private static boolean isKey(@Nullable String text) {
        try {
            return text != null && Base64.getDecoder().decode(text).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static List<String> tokens(Headers headers, String name) {
        List<String> tokens = new ArrayList<>();
        for (String value : headers.all(name)) {
            for (String token : value.split(",", -1)) {
                tokens.add(token.strip());
            }
        }
        return tokens;
    }

    private static HttpException broken(String reason) {
        return new HttpException(HttpException.Code.PROTOCOL, HttpException.Progress.NEVER_SENT, reason, null);
    }
}
