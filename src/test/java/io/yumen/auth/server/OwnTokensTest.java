package io.yumen.auth.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.auth.Admission;
import io.yumen.auth.Denial;
import io.yumen.auth.ResourceNames;
import io.yumen.auth.ShownToken;
import io.yumen.auth.jwt.OwnIssuer;
import io.yumen.auth.jwt.ProviderConfig;
import io.yumen.auth.jwt.Providers;
import io.yumen.auth.jwt.TokenLimits;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.oauth.discovery.Documents;
import io.yumen.oauth.discovery.OAuthLimits;
import io.yumen.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How long tokens of our own server are good at the door that verifies them. */
class OwnTokensTest {
    private static final Duration KEY_TIME = ServerLimits.DEFAULT.keyTime();

    private final Desk desk = new Desk();
    private final Browser browser = new Browser(desk.issuer());
    private final Documents documents = new Documents(
            OAuthLimits.DEFAULT,
            guard -> RelayClient.create(RelayClientConfig.defaults().with(guard)));
    private final Providers door = new Providers(
            List.of(),
            Optional.of(new OwnIssuer(
                    new ProviderConfig(
                            "login",
                            desk.issuer(),
                            new ProviderConfig.Acceptance(Set.of(), false, Set.of("ES256"), Set.of(), false),
                            new ProviderConfig.Reading(
                                    "", List.of("tenant"), List.of("sub"), List.of("roles"), "scope"),
                            Set.of(),
                            Optional.empty()),
                    desk.server()::keys,
                    desk.server()::isLive)),
            new ResourceNames(desk.issuer()),
            new Providers.Setting(documents, TokenLimits.DEFAULT, desk::now));

    @AfterEach
    void close() {
        documents.close();
        browser.close();
        desk.close();
    }

    @ParameterizedTest
    @CsvSource({"refresh_token, ''", "access_token, ''", "access_token, refresh_token", "refresh_token, access_token"})
    void what_is_given_back_lets_nobody_in_from_then_on(String given, String hint) {
        JsonNode tokens = tokens();
        String access = tokens.path("access_token").asString();
        assertThat(door.admit(shown(access))).isInstanceOf(Admission.Admitted.class);

        revoke(tokens.path(given).asString(), "other", hint);
        assertThat(door.admit(shown(access))).as("another client").isInstanceOf(Admission.Admitted.class);

        revoke(tokens.path(given).asString(), "editor", hint);
        assertThat(reason(door.admit(shown(access)))).isEqualTo(Denial.Reason.REVOKED);
        assertThat(refreshed(tokens)).isEqualTo(400);
    }

    @Test
    void what_we_did_not_sign_or_what_has_ended_gives_nothing_back() {
        JsonNode tokens = tokens();
        String access = tokens.path("access_token").asString();
        String[] parts = access.split("\\.", 3);
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        String other = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(claims.replace("\"exp\":", "\"exp\":1").getBytes(StandardCharsets.UTF_8));
        for (String forged : List.of(
                parts[0] + "." + other + "." + parts[2],
                parts[0] + "." + parts[1] + ".",
                "a.b.c",
                "x".repeat(20_000))) {
            revoke(forged, "editor", "");
        }
        assertThat(door.admit(shown(access))).isInstanceOf(Admission.Admitted.class);

        desk.pass(Duration.ofMinutes(11));
        revoke(access, "editor", "");
        assertThat(refreshed(tokens)).as("the grant goes on").isEqualTo(200);
    }

    @Test
    void a_key_that_signs_no_more_verifies_until_what_it_signed_has_ended() {
        JsonNode first = tokens();
        String firstKey = key(first);
        desk.pass(KEY_TIME.minus(Duration.ofMinutes(1)));
        JsonNode old = tokens();
        assertThat(key(old)).isEqualTo(firstKey);

        desk.pass(Duration.ofMinutes(2));
        JsonNode fresh = tokens();
        assertThat(key(fresh)).isNotEqualTo(firstKey);
        assertThat(published()).containsExactlyInAnyOrder(firstKey, key(fresh));
        assertThat(door.admit(shown(old.path("access_token").asString()))).isInstanceOf(Admission.Admitted.class);
        assertThat(door.admit(shown(fresh.path("access_token").asString()))).isInstanceOf(Admission.Admitted.class);

        desk.pass(Duration.ofMinutes(10));
        assertThat(reason(door.admit(shown(old.path("access_token").asString()))))
                .isEqualTo(Denial.Reason.EXPIRED);
        assertThat(published()).as("as long as any token can be good").contains(firstKey);
        desk.pass(Duration.ofHours(25));
        assertThat(published()).containsExactly(key(fresh));
    }

    private List<String> published() {
        return JsonMapper.shared()
                .readTree(browser.get("/oauth/keys").body())
                .path("keys")
                .valueStream()
                .map(key -> key.path("kid").asString())
                .toList();
    }

    /** In a browser of its own each time, for logins end sooner than keys. */
    private JsonNode tokens() {
        try (Browser fresh = new Browser(desk.issuer())) {
            return fresh.exchange(fresh.allow(fresh.question("ann", "editor")), "editor");
        }
    }

    private static String key(JsonNode tokens) {
        String header = tokens.path("access_token").asString().split("\\.", 2)[0];
        return JsonMapper.shared()
                .readTree(Base64.getUrlDecoder().decode(header))
                .path("kid")
                .asString();
    }

    private void revoke(String token, String client, String hint) {
        Map<String, String> form = new LinkedHashMap<>(Map.of("token", token, "client_id", client));
        if (!hint.isEmpty()) {
            form.put("token_type_hint", hint);
        }
        assertThat(browser.post("/revoke", form).statusCode()).isEqualTo(200);
    }

    private int refreshed(JsonNode tokens) {
        return browser.post(
                        "/token",
                        Map.of(
                                "grant_type", "refresh_token",
                                "refresh_token", tokens.path("refresh_token").asString(),
                                "client_id", "editor"))
                .statusCode();
    }

    private static ShownToken shown(String token) {
        return new ShownToken(new Secret(token), Optional.empty(), "POST", "/mcp");
    }

    private static Denial.Reason reason(Admission admission) {
        return ((Admission.Refused) admission).denial().reason();
    }
}
