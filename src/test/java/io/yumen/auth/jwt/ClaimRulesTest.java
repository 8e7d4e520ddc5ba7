package io.yumen.auth.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.util.Base64URL;
import io.yumen.auth.Denial;
import io.yumen.tenant.Access;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** What a token has to say, claim by claim, with the clock at second 1,000,000 and a leeway of 60 seconds. */
class ClaimRulesTest {
    private static final String GOOD =
            "\"iss\":\"https://idp\",\"sub\":\"ann\",\"scope\":\"mcp\",\"iat\":999999,\"exp\":1000100";
    private static final String HEADER = "\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"a\"";

    private final ClaimRules rules = rules(List.of());

    private static ClaimRules rules(List<String> tenantClaim) {
        return new ClaimRules(
                new ProviderConfig(
                        "idp",
                        "https://idp",
                        new ProviderConfig.Acceptance(Set.of(), false, Set.of("RS256"), Set.of(), false),
                        new ProviderConfig.Reading("acme", tenantClaim, List.of("sub"), List.of("groups"), "scope"),
                        Set.of(),
                        Optional.empty()),
                TokenLimits.DEFAULT,
                InstantSource.fixed(Instant.ofEpochSecond(1_000_000)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'alg':'RS256','typ':'at+jwt','kid':'a'",
                "'alg':'RS256','typ':'AT+JWT'",
                "'alg':'RS256','typ':'application/at+jwt'",
                "'alg':'RS256','typ':'JWT'",
                "'alg':'RS256'"
            })
    void these_headers_are_those_of_access_tokens(String header) {
        assertThatCode(() -> rules.requireForm(token(header, GOOD))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'alg':'ES256','typ':'at+jwt' | not signed with an algorithm",
                "'alg':'none' | not signed with an algorithm",
                "'typ':'at+jwt' | not signed with an algorithm",
                "'alg':'RS256','kid':'' | header of this token",
                "'alg':'RS256','kid':7 | header of this token",
                "'alg':'RS256','jwk':{} | header of this token",
                "'alg':'RS256','typ':'dpop+jwt' | no access token",
                "'alg':'RS256','typ':'' | no access token",
                "'alg':'RS256','typ':'logout+jwt' | no access token",
            })
    void these_are_not(String header, String why) {
        assertThatThrownBy(() -> rules.requireForm(token(header, GOOD)))
                .isInstanceOf(TokenRefused.class)
                .hasMessageContaining(why);
    }

    @Test
    void a_token_that_says_neither_in_its_header_nor_in_its_claims_what_it_is_for_is_none() {
        for (String header : List.of("'alg':'RS256'", "'alg':'RS256','typ':'JWT'")) {
            assertThatThrownBy(() -> rules.requireForm(token(header, "\"iss\":\"https://idp\",\"iat\":1")))
                    .hasMessageContaining("no access token");
            for (String claim : List.of("scope", "scp", "client_id", "cid", "appid", "azpacr")) {
                assertThatCode(() -> rules.requireForm(token(header, "\"iat\":1,\"" + claim + "\":\"x\"")))
                        .doesNotThrowAnyException();
            }
        }
        assertThatCode(() -> rules.requireForm(token(HEADER, "\"iat\":1"))).doesNotThrowAnyException();
        assertThatThrownBy(() -> rules.requireForm(token(HEADER, "\"scope\":\"x\"")))
                .hasMessageContaining("when it was issued");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'iss':'https://idp/','exp':1000100 | INVALID | issuer",
                "'exp':1000100 | INVALID | issuer",
                "'iss':'https://idp' | INVALID | no end",
                "'iss':'https://idp','exp':999939 | EXPIRED | expired",
                "'iss':'https://idp','exp':999940 | EXPIRED | expired",
                "'iss':'https://idp','exp':1000100,'nbf':1000061 | INVALID | not good yet",
                "'iss':'https://idp','exp':1000100,'iat':1000061 | INVALID | from the future",
                "'iss':'https://idp','exp':1000100,'nonce':'n' | INVALID | no access token",
                "'iss':'https://idp','exp':1000100,'at_hash':'n' | INVALID | no access token",
                "'iss':'https://idp','exp':1000100,'events':{} | INVALID | no access token",
                "'iss':'https://idp','exp':1000100,'typ':'ID' | INVALID | no access token",
                "'iss':'https://idp','exp':1000100,'token_use':'id' | INVALID | no access token",
                "'iss':'https://idp','exp':'1000100' | INVALID | A time of this token",
                "'iss':'https://idp','exp':-1 | INVALID | A time of this token",
                "'iss':'https://idp','exp':253402300800 | INVALID | A time of this token",
                "'iss':7,'exp':1000100 | INVALID | not of its kind",
            })
    void claims_that_are_not_good_now_are_refused(String claims, Denial.Reason reason, String why) {
        assertThatThrownBy(() -> rules.requireGood(claims(claims)))
                .isInstanceOfSatisfying(
                        TokenRefused.class,
                        refused -> assertThat(refused.denial().reason()).isEqualTo(reason))
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'iss':'https://idp','exp':999941",
                "'iss':'https://idp','exp':0253402300799",
                "'iss':'https://idp','exp':1000100,'nbf':1000060,'iat':1000060",
                "'iss':'https://idp','exp':1000100,'typ':'Bearer'",
                "'iss':'https://idp','exp':1000100,'typ':'DPoP','token_use':'access'"
            })
    void claims_within_the_leeway_are_good(String claims) {
        assertThatCode(() -> rules.requireGood(claims(claims.replace(":0253", ":253"))))
                .doesNotThrowAnyException();
    }

    @Test
    void what_a_token_says_is_what_its_holder_is() {
        Access access = rules.access(
                claims("'sub':'ann','exp':1000100,'groups':['a','','b',7],'scope':'mcp  x','azp':'desk'"),
                Access.Proof.JWT,
                "digest");

        assertThat(access.principal().name()).isEqualTo("ann");
        assertThat(access.principal().tenant().value()).isEqualTo("acme");
        assertThat(access.roles()).containsExactlyInAnyOrder("a", "b");
        assertThat(access.scopes().has("x")).isTrue();
        assertThat(access.scopes().has("y")).isFalse();
        assertThat(access.client()).isEqualTo("desk");
        assertThat(access.expires()).isEqualTo(Instant.ofEpochSecond(1_000_100).plus(TokenLimits.DEFAULT.leeway()));
    }

    @Test
    void a_claim_with_dots_comes_before_a_path_and_a_tenant_must_be_said() {
        ClaimRules parted = rules(List.of("org", "id"));
        Access dotted = parted.access(
                claims("'sub':'ann','org.id':'blue','org':{'id':'red'},'client_id':'c','azp':'d'"),
                Access.Proof.JWT,
                "");

        assertThat(dotted.principal().tenant().value()).isEqualTo("acme:blue");
        assertThat(dotted.client()).isEqualTo("c");
        assertThat(dotted.expires()).isNull();
        assertThatThrownBy(() -> parted.access(claims("'sub':'ann'"), Access.Proof.JWT, ""))
                .hasMessageContaining("whose data");
    }

    @Test
    void a_name_that_hides_something_or_is_too_long_is_none() {
        for (String name :
                List.of("", " ", "a\\u200bb", "a\\u0000", "a\\u2028", "a\\u2029", "\\u202eb", "x".repeat(257))) {
            assertThatThrownBy(() -> rules.access(claims("'sub':'" + name + "'"), Access.Proof.JWT, ""))
                    .as(name)
                    .hasMessageContaining("whom it is of");
        }
        assertThat(rules.access(claims("'sub':'" + "x".repeat(256) + "'"), Access.Proof.JWT, "")
                        .principal()
                        .name())
                .hasSize(256);
    }

    @Test
    void a_bond_is_the_thumbprint_of_a_key_or_nothing_that_can_be_proven() {
        assertThat(ClaimRules.boundTo(claims("'sub':'a'").tree())).isEmpty();
        assertThat(ClaimRules.boundTo(claims("'cnf':{'jkt':'t','note':1}").tree()))
                .hasValue("t");
        for (String bond : List.of("{}", "{'jkt':7}", "{'jkt':'t','kid':'k'}", "{'x5t#S256':'x'}", "'t'")) {
            ObjectNode claims = claims("'cnf':" + bond).tree();
            assertThatThrownBy(() -> ClaimRules.boundTo(claims)).hasMessageContaining("bound in a way");
        }
    }

    @Test
    void an_audience_is_a_text_or_a_list_of_them() {
        assertThat(claims("'aud':'a b'").audiences()).containsExactly("a b");
        assertThat(claims("'aud':['a','b',7,'']").audiences()).containsExactly("a", "b");
        assertThat(claims("'aud':7").audiences()).isEmpty();
        assertThat(claims("'sub':'a'").audiences()).isEmpty();
        assertThat(claims("'sub':'a'").names(List.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 0, 1, 1, 1, 10, 60",
        "1, 0, 0, 1, 1, 1, 10, 60",
        "1, 1, -1, 1, 1, 1, 10, 60",
        "1, 1, 0, 0, 1, 1, 10, 60",
        "1, 1, 0, 1, 0, 1, 10, 60",
        "1, 1, 0, 1, 1, 0, 10, 60",
        "1, 1, 0, 1, 1, 1, 60, 59"
    })
    void limits_that_would_stop_everything_are_none(
            int bytes, int proofBytes, int leeway, int tokens, int asking, int proofs, int keyAge, int staleAge) {
        assertThatThrownBy(() -> limits(bytes, proofBytes, leeway, tokens, asking, proofs, keyAge, staleAge))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_least_limits_are_some() {
        assertThat(limits(1, 1, 0, 1, 1, 1, 60, 60).leeway()).isZero();
    }

    private static TokenLimits limits(int... all) {
        Duration second = Duration.ofSeconds(1);
        return new TokenLimits(
                all[0],
                all[1],
                Duration.ofSeconds(all[2]),
                second,
                second,
                all[3],
                Duration.ofSeconds(all[6]),
                Duration.ofSeconds(all[7]),
                second,
                all[4],
                second,
                all[5]);
    }

    private static Claims claims(String members) {
        return new Claims(Mint.tree("{" + members.replace('\'', '"') + "}"));
    }

    private static CompactJwt token(String header, String claims) {
        return CompactJwt.parse(Base64URL.encode("{" + header.replace('\'', '"') + "}") + "."
                + Base64URL.encode("{" + claims + "}") + ".AAAA");
    }
}
