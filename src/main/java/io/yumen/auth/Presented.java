package io.yumen.auth;

import io.yumen.http.server.HttpRequest;
import io.yumen.secret.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * What a request shows of who sent it: nothing, exactly one credential, or something unclear, which is never understood as
 * well as can be but refused. Credentials are read from headers alone; one in the query of a URL stands in logs by then.
 */
sealed interface Presented {
    List<String> QUERY = List.of("access_token", "api_key", "apikey", "token");

    /** The characters of a token, but for the {@code =} at its end. */
    boolean[] OF_TOKEN = ofToken();

    /** No credential at all. */
    record Nothing() implements Presented {}

    /** A key of ours, in {@code X-API-Key} or as a bearer token. */
    record Key(Secret text) implements Presented {}

    /** The token by which the commands of this machine operate its gateway. */
    record Operator(Secret text) implements Presented {}

    /** A bearer token of somebody (RFC 6750). */
    record Bearer(Secret token) implements Presented {}

    /**
     * A token that is bound to a key, with the proof that its sender has that key (RFC 9449).
     *
     * @param proof the header {@code DPoP}; empty where it is missing
     */
    record Bound(Secret token, String proof) implements Presented {}

    /** Name and password (RFC 7617). */
    record Basic(String name, Secret password) implements Presented {}

    /** Something that is not one credential; the message says what is wrong, and never repeats it. */
    record Unclear(String message) implements Presented {}

    /** What that request shows. */
    static Presented by(HttpRequest request) {
        for (String name : QUERY) {
            if (request.queryParameter(name).isPresent()) {
                return new Unclear("Credentials do not belong into the URL (\"" + name
                        + "\"), where they are logged; send the header Authorization");
            }
        }
        List<String> authorizations = request.headers().all("Authorization");
        List<String> keys = request.headers().all("X-API-Key");
        if (authorizations.size() + keys.size() > 1) {
            return new Unclear("The request shows more than one credential");
        }
        if (!keys.isEmpty()) {
            return key(keys.getFirst());
        }
        List<String> proofs = request.headers().all("DPoP");
        if (proofs.size() > 1) {
            return new Unclear("The request has more than one header DPoP");
        }
        return authorizations.isEmpty()
                ? new Nothing()
                : read(authorizations.getFirst(), proofs.isEmpty() ? "" : proofs.getFirst());
    }

    private static Presented read(String authorization, String proof) {
        int space = authorization.indexOf(' ');
        if (space < 0) {
            return new Unclear("The header Authorization is a scheme and a credential");
        }
        String credential = authorization.substring(space + 1).strip();
        return switch (authorization.substring(0, space).toLowerCase(Locale.ROOT)) {
            case "bearer" -> bearer(credential);
            case "dpop" -> bound(credential, proof);
            case "basic" -> basic(credential);
            default -> new Unclear("The scheme of Authorization is Bearer, DPoP or Basic");
        };
    }

    /** Whether it has the form of a token: RFC 6750 section 2.1. Looked at by hand, as each request of everybody is. */
    private static boolean isToken(String text) {
        // What is not of Latin-1 becomes a question mark, which is of no token.
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == '=') {
            end--;
        }
        for (int i = 0; i < end; i++) {
            if (!OF_TOKEN[bytes[i] & 0xff]) {
                return false;
            }
        }
        return end > 0;
    }

    private static boolean[] ofToken() {
        boolean[] known = new boolean[256];
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-._~+/"
                .chars()
                .forEach(c -> known[c] = true);
        return known;
    }

    private static Presented bearer(String token) {
        if (!isToken(token)) {
            return new Unclear("What follows Bearer is no token");
        }
        if (token.startsWith(OperatorToken.PREFIX)) {
            return new Operator(new Secret(token));
        }
        return token.startsWith(ApiKey.PREFIX) ? key(token) : new Bearer(new Secret(token));
    }

    private static Presented bound(String token, String proof) {
        return isToken(token) ? new Bound(new Secret(token), proof) : new Unclear("What follows DPoP is no token");
    }

    private static Presented key(String text) {
        return isToken(text) ? new Key(new Secret(text)) : new Unclear("That is no key");
    }

    private static Presented basic(String credential) {
        try {
            byte[] bytes = Base64.getDecoder().decode(credential);
            String pair = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            int colon = pair.indexOf(':');
            return colon < 1
                    ? new Unclear("What follows Basic is name:password in Base64")
                    : new Basic(pair.substring(0, colon), new Secret(pair.substring(colon + 1)));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return new Unclear("What follows Basic is name:password in Base64");
        }
    }
}
