package io.yumen.auth.jwt;

import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * A signed JWT, taken apart (RFC 7515 section 3.1) with the strict reader that everything here is read with: a header or claim
 * that stands there twice is refused. Nothing of it is verified.
 *
 * @param header what it says of its signature
 * @param claims what it says
 * @param headerText the header as it was sent
 * @param signed what is signed: header, dot and claims as they were sent
 * @param signature the signature as it was sent
 */
record CompactJwt(ObjectNode header, ObjectNode claims, String headerText, String signed, String signature) {
    private static final JsonCodec CODEC = new JsonCodec(new JsonLimits(32 << 10, 16, 1_000, 30));
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]*");
    private static final int PARTS = 3;

    /** What a header can do to have a token verified with something else than what its issuer published. */
    private static final List<String> FORBIDDEN = List.of("jku", "x5u", "x5c", "crit", "b64", "zip");

    /** Whether a token has the form of a JWT; whatever has is never taken for anything else. */
    static boolean isForm(String token) {
        return FORM.matcher(token).matches();
    }

    /**
     * Takes a token apart.
     *
     * @throws TokenRefused where it is no signed JWT, or asks to be verified in a way that is not ours to choose
     */
    static CompactJwt parse(String token) {
        if (!isForm(token)) {
            throw TokenRefused.invalid("This is no signed JWT");
        }
        String[] parts = token.split("\\.", PARTS);
        ObjectNode header = object(parts[0]);
        for (String name : FORBIDDEN) {
            if (header.has(name)) {
                throw TokenRefused.invalid("The header " + name + " of a JWT is not accepted");
            }
        }
        if (parts[2].isEmpty()) {
            throw TokenRefused.invalid("This JWT is not signed");
        }
        return new CompactJwt(header, object(parts[1]), parts[0], parts[0] + "." + parts[1], parts[2]);
    }

    /** A text of the header; empty where it is none. */
    String header(String name) {
        return header.path(name).isString() ? header.path(name).stringValue() : "";
    }

    private static ObjectNode object(String part) {
        try {
            if (CODEC.read(Base64.getUrlDecoder().decode(part)) instanceof ObjectNode object) {
                return object;
            }
        } catch (IllegalArgumentException | RpcException e) {
            // The same as one that is something else.
        }
        throw TokenRefused.invalid("This is no signed JWT");
    }

    /** Says nothing of the token. */
    @Override
    public String toString() {
        return "CompactJwt";
    }
}
