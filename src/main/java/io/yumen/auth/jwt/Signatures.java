package io.yumen.auth.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.HexFormat;
import java.util.List;

/**
 * Whether a JWT was signed with a key. The key decides which algorithms there are, never the token: one that names another is
 * refused, and so is every algorithm with a shared secret.
 */
final class Signatures {
    /** Every algorithm that can be allowed. */
    static final List<String> ALGORITHMS =
            List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

    private static final int RSA_BITS = 2_048;
    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private Signatures() {}

    /** Whether signatures of that algorithm can be verified with that key. */
    static boolean suits(JWK key, String algorithm) {
        return isMeant(key, algorithm)
                && switch (key) {
                    case RSAKey rsa -> algorithm.matches("[RP]S.*") && rsa.size() >= RSA_BITS;
                    case ECKey curve -> algorithm.equals(algorithmOf(curve));
                    case OctetKeyPair pair ->
                        algorithm.equals("EdDSA") && pair.getCurve().equals(Curve.Ed25519);
                    default -> false;
                };
    }

    /** Whether its issuer lets that key sign, and so. */
    private static boolean isMeant(JWK key, String algorithm) {
        return (key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE))
                && (key.getAlgorithm() == null || key.getAlgorithm().getName().equals(algorithm));
    }

    /** Whether that key signed that token, as its header says. */
    static boolean isSignedWith(JWK key, CompactJwt token) {
        if (!suits(key, token.header("alg"))) {
            return false;
        }
        byte[] signed = token.signed().getBytes(StandardCharsets.US_ASCII);
        Base64URL signature = new Base64URL(token.signature());
        try {
            return switch (key) {
                case RSAKey rsa -> verify(new RSASSAVerifier(rsa), token, signature);
                case ECKey curve -> verify(new ECDSAVerifier(curve), token, signature);
                case OctetKeyPair pair -> verify(pair, signed, signature.decode());
                default -> false;
            };
        } catch (JOSEException | ParseException | GeneralSecurityException | IllegalArgumentException e) {
            // Of the wrong length, off the curve: not signed with it, whatever the reason.
            return false;
        }
    }

    private static boolean verify(JWSVerifier verifier, CompactJwt token, Base64URL signature)
            throws JOSEException, ParseException {
        JWSHeader header = JWSHeader.parse(new Base64URL(token.headerText()));
        return verifier.verify(header, token.signed().getBytes(StandardCharsets.US_ASCII), signature);
    }

    /** The JDK does it without the library that Nimbus would want for it. */
    private static boolean verify(OctetKeyPair key, byte[] signed, byte[] signature) throws GeneralSecurityException {
        byte[] point = key.getDecodedX();
        byte[] encoded = new byte[ED25519_PREFIX.length + point.length];
        System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
        System.arraycopy(point, 0, encoded, ED25519_PREFIX.length, point.length);
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        verifier.update(signed);
        return verifier.verify(signature);
    }

    private static String algorithmOf(ECKey key) {
        if (key.getCurve().equals(Curve.P_256)) {
            return "ES256";
        }
        return key.getCurve().equals(Curve.P_384) ? "ES384" : key.getCurve().equals(Curve.P_521) ? "ES512" : "";
    }
}
