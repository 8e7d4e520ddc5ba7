package io.yumen.auth.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.auth.Denial;
import io.yumen.auth.ShownToken;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import io.yumen.secret.Secret;
import io.yumen.store.TurnedClock;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whatever is shown as a proof of possession, from the header to the memory of what was shown before: who does not have the key
 * never proves that he has, and whoever has proves it for one request, once.
 */
class ProofsFuzzTest {
    private static final Principal ANN = new Principal(TenantId.LOCAL, "ann");
    private static final String HERE = "https://gateway.example/mcp";
    private static final String TOKEN = "a.b.c";
    private static final TurnedClock CLOCK = new TurnedClock();
    private static final long NOW = CLOCK.instant().getEpochSecond();
    private static final Mint.Holder HOLDER = new Mint.Holder();
    private static final String THUMBPRINT = HOLDER.thumbprint();
    private static final Set<Denial.Reason> SAID = Set.of(Denial.Reason.UNBOUND, Denial.Reason.INVALID);

    private static PossessionProofs memory() {
        return new PossessionProofs(TokenLimits.DEFAULT, CLOCK);
    }

    /** The bytes are the header as it is, and the three parts of a JWT, with zeros between them. */
    @FuzzTest(maxDuration = "60s")
    void nobody_proves_to_have_a_key_that_he_does_not_have(byte[] bytes) {
        assertThat(takes(memory(), new String(bytes, StandardCharsets.ISO_8859_1)))
                .isFalse();
        String[] parts = new String(bytes, StandardCharsets.ISO_8859_1).split("\0", 3);
        String jwt = Arrays.stream(Arrays.copyOf(parts, 3))
                .map(part -> part == null ? "{}" : part)
                .map(part -> Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(part.getBytes(StandardCharsets.ISO_8859_1)))
                .collect(Collectors.joining("."));
        assertThat(takes(memory(), jwt)).isFalse();
        // With the key that it takes, and all that goes with it.
        String header = Mint.part(HOLDER.header());
        assertThat(takes(memory(), header + jwt.substring(jwt.indexOf('.')))).isFalse();
        String genuine = HOLDER.proof(claims());
        String claims = genuine.substring(0, genuine.lastIndexOf('.'));
        String signature = jwt.substring(jwt.lastIndexOf('.'));
        assertThat(takes(memory(), claims + signature)).isEqualTo(genuine.equals(claims + signature));
    }

    /** The bytes are an object whose members are put over those of a good proof: by turns of its header and of its claims. */
    @FuzzTest(maxDuration = "60s")
    void whoever_has_the_key_proves_it_for_one_request_once(byte[] bytes) {
        if (bytes.length == 0 || !(read(Arrays.copyOfRange(bytes, 1, bytes.length)) instanceof ObjectNode said)) {
            return;
        }
        boolean isHeader = bytes[0] % 2 == 0;
        ObjectNode header = isHeader ? HOLDER.header().setAll(said) : HOLDER.header();
        ObjectNode claims = isHeader ? claims() : claims().setAll(said);
        PossessionProofs proofs = memory();
        String proof = HOLDER.proof(header, claims);
        if (takes(proofs, proof)) {
            assertThat(header.path("typ").stringValue()).isEqualTo("dpop+jwt");
            assertThat(header.path("alg").stringValue()).isEqualTo("ES256");
            assertThat(header.path("jwk").path("x")).isEqualTo(HOLDER.header().at("/jwk/x"));
            assertThat(header.path("jwk").has("d")).isFalse();
            assertThat(claims.path("htm").stringValue()).isEqualTo("POST");
            assertThat(claims.path("htu").stringValue()).isEqualTo(HERE);
            assertThat(claims.path("ath").stringValue()).isEqualTo(Providers.digest(TOKEN));
            assertThat(claims.path("jti").stringValue()).isNotEmpty();
            assertThat(claims.path("iat").doubleValue()).isBetween(NOW - 0.5, NOW + 60.5);
            assertThat(takes(proofs, proof)).as("a second time").isFalse();
        }
        assertThat(takes(proofs, HOLDER.proof(claims().put("jti", "another"))))
                .as("what is good goes on being good")
                .isTrue();
    }

    private static ObjectNode claims() {
        return HOLDER.claims("POST", HERE, TOKEN).put("iat", NOW).put("jti", "one");
    }

    private static JsonNode read(byte[] bytes) {
        try {
            return new JsonCodec(JsonLimits.DEFAULT).read(bytes);
        } catch (RpcException e) {
            return MissingNode.getInstance();
        }
    }

    private static boolean takes(PossessionProofs proofs, String proof) {
        try {
            proofs.take(new ShownToken(new Secret(TOKEN), Optional.of(proof), "POST", "/mcp"), HERE, ANN, THUMBPRINT);
            return true;
        } catch (TokenRefused e) {
            assertThat(e.denial().reason()).isIn(SAID);
            assertThat(e.getMessage()).matches("[ !#-~]+");
            return false;
        }
    }
}
