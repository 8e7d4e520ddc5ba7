package io.yumen.auth.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.yumen.auth.Denial;
import io.yumen.auth.ShownToken;
import io.yumen.oauth.discovery.OAuthException;
import io.yumen.secret.Secret;
import io.yumen.store.TurnedClock;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Proofs of possession and published keys by a clock that is turned: what is good to the second, and what it costs others. */
class ProofsAndKeysTest {
    private static final Principal ANN = new Principal(TenantId.LOCAL, "ann");
    private static final Principal BOB = new Principal(TenantId.LOCAL, "bob");
    private static final Principal CID = new Principal(TenantId.LOCAL, "cid");
    private static final String HERE = "https://gateway.example/mcp";
    private static final String TOKEN = "a.b.c";
    private static final String UNPROVEN = "This token is bound to a key, and the request does not prove to have it";

    private final TurnedClock clock = new TurnedClock();
    private final Mint.Holder holder = new Mint.Holder();
    private final PossessionProofs proofs = new PossessionProofs(TokenLimits.DEFAULT, clock);
    private final List<ECKey> published = new ArrayList<>();
    private boolean isDown;
    private int fetches;
    private final KeyRing ring = new KeyRing("idp", this::fetched, TokenLimits.DEFAULT, clock);

    @ParameterizedTest
    @CsvSource({"-60, true", "-61, false", "60, true", "61, false"})
    void a_proof_is_of_now(int seconds, boolean good) {
        clock.turn(Duration.ofHours(1));
        String proof = holder.proof(claims("1").put("iat", clock.instant().getEpochSecond() + seconds));
        if (good) {
            assertThatCode(() -> take(proof)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> take(proof)).hasMessage("The proof is of another time");
        }
    }

    @Test
    void a_proof_from_before_proofs_were_remembered_may_have_been_shown_before() {
        String early = holder.proof(claims("1").put("iat", clock.instant().getEpochSecond() - 1));
        assertThatThrownBy(() -> take(early)).hasMessage("The proof is of another time");
        assertThatCode(() -> take(holder.proof(claims("2")))).doesNotThrowAnyException();
    }

    @Test
    void a_proof_has_a_time_and_a_name_that_is_its_own() {
        ObjectNode timeless = claims("1");
        timeless.remove("iat");
        assertThatThrownBy(() -> take(holder.proof(timeless))).hasMessage(UNPROVEN);
        assertThatThrownBy(() -> take(holder.proof(claims("")))).hasMessage(UNPROVEN);
        assertThatThrownBy(() -> take(holder.proof(claims("x".repeat(257))))).hasMessage(UNPROVEN);
        assertThatCode(() -> take(holder.proof(claims("x".repeat(256))))).doesNotThrowAnyException();
        assertThatThrownBy(() -> take(holder.proof(claims("x".repeat(256))))).hasMessage("The proof was used before");
        for (String member : List.of("htm", "htu", "ath")) {
            assertThatThrownBy(() -> take(holder.proof(claims("2").put(member, "x"))))
                    .hasMessage("The proof is of another request");
        }
    }

    @Test
    void two_holders_may_call_their_proofs_alike() {
        Mint.Holder other = new Mint.Holder();
        take(holder.proof(claims("1")));

        assertThatCode(() -> proofs.take(shown(other.proof(claims("1"))), HERE, ANN, thumbprint(other)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> proofs.take(shown(other.proof(claims("2"))), HERE, ANN, thumbprint(holder)))
                .hasMessage(UNPROVEN);
    }

    @Test
    void a_proof_has_at_most_so_many_letters() {
        String proof = holder.proof(claims("1"));
        PossessionProofs narrow = new PossessionProofs(limits(proof.length() - 1, 10), clock);
        PossessionProofs wide = new PossessionProofs(limits(proof.length(), 10), clock);

        assertThatThrownBy(() -> narrow.take(shown(proof), HERE, ANN, thumbprint(holder)))
                .hasMessage(UNPROVEN);
        assertThatCode(() -> wide.take(shown(proof), HERE, ANN, thumbprint(holder)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> wide.take(
                        new ShownToken(new Secret(TOKEN), Optional.empty(), "POST", "/mcp"),
                        HERE,
                        ANN,
                        thumbprint(holder)))
                .hasMessage(UNPROVEN);
    }

    @Test
    void who_shows_very_many_proofs_leaves_places_for_others() {
        PossessionProofs some = new PossessionProofs(limits(8_000, 8), clock);
        some.take(shown(holder.proof(claims("1"))), HERE, ANN, thumbprint(holder));
        some.take(shown(holder.proof(claims("2"))), HERE, ANN, thumbprint(holder));

        assertThatThrownBy(() -> some.take(shown(holder.proof(claims("3"))), HERE, ANN, thumbprint(holder)))
                .hasMessage("You have shown too many proofs lately; try again in a few minutes");
        assertThatCode(() -> some.take(shown(holder.proof(claims("3"))), HERE, BOB, thumbprint(holder)))
                .doesNotThrowAnyException();
    }

    @Test
    void where_no_more_proofs_can_be_remembered_none_is_taken_until_some_are_too_old_to_be_shown_again() {
        PossessionProofs few = new PossessionProofs(limits(8_000, 2), clock);
        few.take(shown(holder.proof(claims("1"))), HERE, ANN, thumbprint(holder));
        few.take(shown(holder.proof(claims("2"))), HERE, BOB, thumbprint(holder));

        assertThatThrownBy(() -> few.take(shown(holder.proof(claims("3"))), HERE, CID, thumbprint(holder)))
                .isInstanceOfSatisfying(
                        TokenRefused.class,
                        refused -> assertThat(refused.denial().reason()).isEqualTo(Denial.Reason.UNAVAILABLE))
                .hasMessage("There are too many proofs to remember now; try again");
        clock.turn(Duration.ofSeconds(240));
        assertThatCode(() -> few.take(shown(holder.proof(claims("3"))), HERE, ANN, thumbprint(holder)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"typ, JWT", "typ, ''", "alg, none", "alg, ES384", "jwk, x"})
    void a_proof_says_in_its_header_that_it_is_one(String member, String value) {
        String proof = holder.proof(holder.header().put(member, value), claims("1"));

        assertThatThrownBy(() -> take(proof)).isInstanceOf(TokenRefused.class).hasMessage(UNPROVEN);
    }

    @Test
    void a_proof_that_shows_its_secret_key_or_none_is_worth_nothing() {
        ObjectNode secret = holder.header();
        secret.set("jwk", holder.secretKey());
        ObjectNode none = holder.header();
        none.putObject("jwk").put("kty", "XX");

        assertThatThrownBy(() -> take(holder.proof(secret, claims("1")))).hasMessage(UNPROVEN);
        assertThatThrownBy(() -> take(holder.proof(none, claims("1")))).hasMessage(UNPROVEN);
    }

    @Test
    void keys_are_fetched_again_when_they_are_old_and_not_before() throws JOSEException {
        publish("a");
        assertThat(ring.find("a", "ES256")).isPresent();
        clock.turn(TokenLimits.DEFAULT.keyAge().minusMillis(1));
        assertThat(ring.find("a", "ES256")).isPresent();
        assertThat(fetches).isOne();
        clock.turn(Duration.ofMillis(1));
        assertThat(ring.find("a", "ES256")).isPresent();
        assertThat(fetches).isEqualTo(2);
    }

    @Test
    void keys_that_cannot_be_fetched_are_used_as_long_as_they_may_and_sought_again_after_a_pause()
            throws JOSEException {
        publish("a");
        ring.find("a", "ES256");
        isDown = true;
        clock.turn(TokenLimits.DEFAULT.keyAge());
        assertThat(ring.find("a", "ES256")).isPresent();
        assertThat(ring.find("a", "ES256")).isPresent();
        assertThat(fetches).as("once in a pause").isEqualTo(2);
        clock.turn(TokenLimits.DEFAULT.refetchPause());
        assertThat(ring.find("a", "ES256")).isPresent();
        assertThat(fetches).isEqualTo(3);
        clock.turn(TokenLimits.DEFAULT
                .staleKeyAge()
                .minus(TokenLimits.DEFAULT.keyAge())
                .minus(TokenLimits.DEFAULT.refetchPause())
                .minusMillis(1));
        assertThat(ring.find("a", "ES256")).isPresent();
        clock.turn(Duration.ofMillis(1));
        assertThatThrownBy(() -> ring.find("a", "ES256"))
                .hasMessage("The keys of the issuer cannot be fetched now; try again");
        int asked = fetches;
        isDown = false;
        clock.turn(Duration.ofMillis(1_998));
        assertThatThrownBy(() -> ring.find("a", "ES256")).isInstanceOf(TokenRefused.class);
        assertThat(fetches).as("left alone for two seconds").isEqualTo(asked);
        clock.turn(Duration.ofMillis(1));
        assertThat(ring.find("a", "ES256")).isPresent();
    }

    @Test
    void a_key_that_is_not_there_is_sought_once_in_a_pause() throws JOSEException {
        publish("a");
        assertThat(ring.find("b", "ES256")).isEmpty();
        assertThat(fetches).isEqualTo(2);
        publish("b");
        clock.turn(TokenLimits.DEFAULT.refetchPause().minusMillis(1));
        assertThat(ring.find("b", "ES256")).isEmpty();
        clock.turn(Duration.ofMillis(1));
        assertThat(ring.find("b", "ES256")).isPresent();
        assertThat(fetches).isEqualTo(3);
    }

    @Test
    void a_token_that_names_no_key_is_verified_with_the_only_one_that_could_have_signed_it() throws JOSEException {
        publish("a");
        assertThat(ring.find("", "ES256")).isPresent();
        assertThat(ring.find("", "RS256")).isEmpty();
        publish("b");
        clock.turn(TokenLimits.DEFAULT.keyAge());
        assertThat(ring.find("", "ES256")).isEmpty();
    }

    @Test
    void a_set_has_so_many_keys_of_which_nobody_gets_a_secret_half() throws JOSEException {
        ECKey key = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
        List<JWK> many = IntStream.range(0, 101).<JWK>mapToObj(i -> key).toList();
        ObjectNode set = Mint.tree(new JWKSet(many).toString(false));

        assertThat(KeyRing.read(set)).hasSize(100).noneMatch(JWK::isPrivate);
        assertThatThrownBy(() -> KeyRing.read(JsonNodeFactory.instance.objectNode()))
                .isInstanceOf(OAuthException.class)
                .hasMessage("The keys of the issuer are no JWK set");
    }

    @Test
    void published_keys_tell_what_a_token_says_that_one_of_them_signed() throws JOSEException {
        ECKey key = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
        ECKey other = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
        PublishedKeys keys = new PublishedKeys(Mint.tree(new JWKSet(key.toPublicJWK()).toString()));
        ObjectNode header =
                JsonNodeFactory.instance.objectNode().put("alg", "ES256").put("kid", "k");
        ObjectNode claims = JsonNodeFactory.instance.objectNode().put("sub", "ann");

        assertThat(keys.claims(Mint.sign(header, claims, key))).contains(claims);
        assertThat(keys.claims(Mint.sign(header, claims, other))).isEmpty();
        assertThat(keys.claims(Mint.sign(header.deepCopy().put("kid", "l"), claims, key)))
                .isEmpty();
        assertThat(keys.claims("x")).isEmpty();
        ObjectNode large = claims.deepCopy().put("note", "x".repeat(TokenLimits.DEFAULT.bytes()));
        assertThat(keys.claims(Mint.sign(header, large, key))).isEmpty();
    }

    private void take(String proof) {
        proofs.take(shown(proof), HERE, ANN, thumbprint(holder));
    }

    private static ShownToken shown(String proof) {
        return new ShownToken(new Secret(TOKEN), Optional.of(proof), "POST", "/mcp");
    }

    private static String thumbprint(Mint.Holder of) {
        return of.binds(JsonNodeFactory.instance.objectNode()).at("/cnf/jkt").asString();
    }

    private ObjectNode claims(String id) {
        return holder.claims("POST", HERE, TOKEN)
                .put("iat", clock.instant().getEpochSecond())
                .put("jti", id);
    }

    private void publish(String id) throws JOSEException {
        published.add(new ECKeyGenerator(Curve.P_256).keyID(id).generate());
    }

    private ObjectNode fetched() {
        fetches++;
        if (isDown) {
            throw new OAuthException(OAuthException.Code.UNREACHABLE, "The provider is away");
        }
        return Mint.tree(new JWKSet(List.copyOf(published)).toString());
    }

    private static TokenLimits limits(int proofBytes, int proofs) {
        TokenLimits usual = TokenLimits.DEFAULT;
        return new TokenLimits(
                usual.bytes(),
                proofBytes,
                usual.leeway(),
                usual.verifiedTime(),
                usual.askedTime(),
                usual.tokens(),
                usual.keyAge(),
                usual.staleKeyAge(),
                usual.refetchPause(),
                usual.asking(),
                usual.proofTime(),
                proofs);
    }
}
