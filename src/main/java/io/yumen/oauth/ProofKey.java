package io.yumen.oauth;

import io.yumen.secret.Randoms;
import io.yumen.secret.Sha256;
import java.time.InstantSource;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The key that a token is bound to, and the proofs that we have it (DPoP, RFC 9449): a fresh one for each request. Safe for
 * many threads.
 */
final class ProofKey {
    private static final int ID_BYTES = 16;

    private final SigningKey key;
    private final ObjectNode publicKey;

    private ProofKey(SigningKey key, ObjectNode publicKey) {
        this.key = key;
        this.publicKey = publicKey;
    }

    static ProofKey generate() {
        SigningKey.Pair pair = SigningKey.pair();
        return new ProofKey(pair.key(), pair.published());
    }

    /** The key that {@link #toJson} wrote. */
    static ProofKey read(ObjectNode json) {
        byte[] encoded = Base64.getUrlDecoder().decode(json.path("private").asString(""));
        return new ProofKey(SigningKey.ofEncoded(encoded), (ObjectNode) json.path("public"));
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("private", SigningKey.encode(key.encoded()));
        json.set("public", publicKey);
        return json;
    }

    /**
     * A proof for one request.
     *
     * @param place the URL where it goes, without query and fragment
     * @param token the token that it carries, or null where it asks for one
     * @param nonce what the other side wants to see in it, or null
     */
    String proof(String method, String place, @Nullable String token, @Nullable String nonce) {
        ObjectNode header = JsonNodeFactory.instance.objectNode().put("typ", "dpop+jwt");
        header.set("jwk", publicKey);
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        claims.put("jti", Randoms.text(ID_BYTES));
        claims.put("htm", method);
        claims.put("htu", place);
        claims.put("iat", InstantSource.system().instant().getEpochSecond());
        if (token != null) {
            claims.put("ath", SigningKey.encode(Sha256.of(token)));
        }
        if (nonce != null) {
            claims.put("nonce", nonce);
        }
        return key.sign(header, claims);
    }
}
