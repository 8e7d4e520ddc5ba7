package io.yumen.auth.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which keys verify what. */
class SignaturesTest {
    @ParameterizedTest
    @CsvSource({"P-256, ES256", "P-384, ES384", "P-521, ES512"})
    void a_curve_has_one_algorithm(String curve, String algorithm) throws JOSEException {
        ECKey key = new ECKeyGenerator(Curve.parse(curve)).generate();

        assertThat(suiting(key)).containsExactly(algorithm);
        CompactJwt token = signed(algorithm, new ECDSASigner(key));
        assertThat(Signatures.isSignedWith(key.toPublicJWK(), token)).isTrue();
        assertThat(Signatures.isSignedWith(key.toPublicJWK(), tampered(token))).isFalse();
        assertThat(Signatures.isSignedWith(new ECKeyGenerator(Curve.parse(curve)).generate(), token))
                .isFalse();
    }

    @Test
    void a_long_rsa_key_has_those_of_rsa_and_a_short_one_none() throws JOSEException {
        RSAKey key = new RSAKeyGenerator(2048).generate();
        assertThat(suiting(key)).containsExactly("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");
        assertThat(suiting(new RSAKeyGenerator(1024, true).generate())).isEmpty();

        CompactJwt token = signed("PS384", new RSASSASigner(key));
        assertThat(Signatures.isSignedWith(key.toPublicJWK(), token)).isTrue();
        assertThat(Signatures.isSignedWith(key.toPublicJWK(), tampered(token))).isFalse();
    }

    @Test
    void a_key_that_is_for_something_else_verifies_nothing() throws JOSEException {
        ECKey key = new ECKeyGenerator(Curve.P_256).generate();

        assertThat(suiting(new ECKey.Builder(key).keyUse(KeyUse.SIGNATURE).build()))
                .containsExactly("ES256");
        assertThat(suiting(new ECKey.Builder(key).keyUse(KeyUse.ENCRYPTION).build()))
                .isEmpty();
        assertThat(suiting(new ECKey.Builder(key).algorithm(JWSAlgorithm.ES256).build()))
                .containsExactly("ES256");
        assertThat(suiting(new ECKey.Builder(key).algorithm(JWSAlgorithm.ES384).build()))
                .isEmpty();
        assertThat(suiting(new OctetSequenceKey.Builder(new byte[64]).build())).isEmpty();
        CompactJwt token = signed("ES256", new ECDSASigner(key));
        assertThat(Signatures.isSignedWith(
                        new ECKey.Builder(key).keyUse(KeyUse.ENCRYPTION).build(), token))
                .isFalse();
    }

    @Test
    void a_key_of_ed25519_verifies_what_it_signed_and_nothing_else() throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        OctetKeyPair key = edwards(pair);
        assertThat(suiting(key)).containsExactly("EdDSA");
        assertThat(suiting(new OctetKeyPair.Builder(Curve.X25519, key.getX()).build()))
                .isEmpty();

        String text = head("EdDSA");
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(pair.getPrivate());
        signer.update(text.getBytes(StandardCharsets.US_ASCII));
        CompactJwt token = CompactJwt.parse(text + "." + Base64URL.encode(signer.sign()));

        assertThat(Signatures.isSignedWith(key, token)).isTrue();
        assertThat(Signatures.isSignedWith(key, tampered(token))).isFalse();
        assertThat(Signatures.isSignedWith(key, CompactJwt.parse(text + ".AAAA")))
                .isFalse();
        assertThat(Signatures.isSignedWith(
                        edwards(KeyPairGenerator.getInstance("Ed25519").generateKeyPair()), token))
                .isFalse();
    }

    private static OctetKeyPair edwards(KeyPair pair) {
        byte[] encoded = pair.getPublic().getEncoded();
        byte[] point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(point)).build();
    }

    private static List<String> suiting(JWK key) {
        return Signatures.ALGORITHMS.stream()
                .filter(one -> Signatures.suits(key, one))
                .toList();
    }

    private static String head(String algorithm) {
        return Base64URL.encode("{\"alg\":\"" + algorithm + "\"}") + "." + Base64URL.encode("{}");
    }

    private static CompactJwt signed(String algorithm, JWSSigner signer) throws JOSEException {
        String text = head(algorithm);
        Base64URL signature =
                signer.sign(new JWSHeader(JWSAlgorithm.parse(algorithm)), text.getBytes(StandardCharsets.US_ASCII));
        return CompactJwt.parse(text + "." + signature);
    }

    /** The same signature under other claims. */
    private static CompactJwt tampered(CompactJwt token) {
        return CompactJwt.parse(
                token.headerText() + "." + Base64URL.encode("{\"sub\":\"root\"}") + "." + token.signature());
    }
}
