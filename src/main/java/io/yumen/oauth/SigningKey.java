package io.yumen.oauth;

import io.yumen.protocol.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A private key that signs JWTs (RFC 7515): ES256, ES384, RS256 or EdDSA, as the key is. Safe for many threads. */
public final class SigningKey {
    private static final List<String> KINDS = List.of("EC", "RSA", "Ed25519");
    private static final int P256_BITS = 256;
    private static final int COORDINATE_BYTES = 32;

    private final PrivateKey key;
    private final String algorithm;

    private SigningKey(PrivateKey key) {
        this.key = key;
        this.algorithm = algorithmOf(key);
    }

    static SigningKey of(PrivateKey key) {
        return new SigningKey(key);
    }

    /** @throws IllegalArgumentException where that is no private key in PEM (PKCS #8) */
    static SigningKey ofPem(String pem) {
        String body = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        try {
            return ofEncoded(Base64.getDecoder().decode(body));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The private key is not readable: it must be PEM of PKCS #8 (BEGIN PRIVATE KEY), EC, RSA or Ed25519",
                    e);
        }
    }

    /**
     * The key that {@link #encoded} wrote.
     *
     * @throws IllegalArgumentException where that is no private key (PKCS #8)
     */
    public static SigningKey ofEncoded(byte[] pkcs8) {
        for (String kind : KINDS) {
            try {
                return of(KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
            } catch (InvalidKeySpecException e) {
                // Another kind, perhaps.
            } catch (GeneralSecurityException e) {
                throw missing(e);
            }
        }
        throw new IllegalArgumentException("No private key that can sign");
    }

    /**
     * A key, and what others need to verify what it signed.
     *
     * @param published the public key (RFC 7517)
     */
    public record Pair(SigningKey key, ObjectNode published) {}

    /** A new pair for ES256. */
    public static Pair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            ECPoint point = ((ECPublicKey) pair.getPublic()).getW();
            ObjectNode published = JsonNodeFactory.instance.objectNode();
            published.put("kty", "EC").put("crv", "P-256");
            published.put("x", coordinate(point.getAffineX().toByteArray()));
            published.put("y", coordinate(point.getAffineY().toByteArray()));
            return new Pair(of(pair.getPrivate()), published);
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /** The JWT of that header, to which the algorithm is added, and those claims. */
    public String sign(ObjectNode header, ObjectNode claims) {
        header.put("alg", algorithm);
        String signed = encode(JsonCodec.text(header)) + "." + encode(JsonCodec.text(claims));
        try {
            Signature signature = Signature.getInstance(nameOf(algorithm));
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + encode(signature.sign());
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /** The key itself (PKCS #8). */
    public byte[] encoded() {
        return key.getEncoded();
    }

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String coordinate(byte[] number) {
        byte[] fixed = new byte[COORDINATE_BYTES];
        int length = Math.min(number.length, COORDINATE_BYTES);
        byte[] last = Arrays.copyOfRange(number, number.length - length, number.length);
        System.arraycopy(last, 0, fixed, COORDINATE_BYTES - length, length);
        return SigningKey.encode(fixed);
    }

    private static String algorithmOf(PrivateKey key) {
        if (key instanceof ECPrivateKey curve) {
            return curve.getParams().getCurve().getField().getFieldSize() == P256_BITS ? "ES256" : "ES384";
        }
        return key instanceof EdECPrivateKey ? "EdDSA" : "RS256";
    }

    private static String nameOf(String algorithm) {
        return switch (algorithm) {
            case "ES256" -> "SHA256withECDSAinP1363Format";
            case "ES384" -> "SHA384withECDSAinP1363Format";
            case "EdDSA" -> "Ed25519";
            default -> "SHA256withRSA";
        };
    }

    private static IllegalStateException missing(GeneralSecurityException e) {
        return new IllegalStateException("This Java runtime cannot sign", e);
    }
}
