package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.auth.Admission;
import io.yumen.auth.Denial;
import io.yumen.auth.ResourceNames;
import io.yumen.auth.ShownToken;
import io.yumen.auth.jwt.Mint;
import io.yumen.auth.jwt.ProviderConfig;
import io.yumen.auth.jwt.Providers;
import io.yumen.auth.jwt.TokenLimits;
import io.yumen.e2e.Peers;
import io.yumen.http.client.EgressGuard.Allowance;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.oauth.discovery.Documents;
import io.yumen.oauth.discovery.OAuthLimits;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.secret.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A real provider: two gateways take tokens of the same Keycloak, one verifies them alone and one asks about each. */
class KeycloakTest {
    private static final String AUDIENCE = "https://gateway.example/mcp";

    @TempDir
    private static Path folder;

    private static Keycloak keycloak;
    private static Locked gateway;
    private static Locked asking;
    private static String ann;

    @BeforeAll
    static void start() throws IOException {
        long began = System.nanoTime();
        keycloak = Keycloak.start(folder.resolve("keycloak.log"));
        Peers.report(
                "keycloak",
                "keycloak started in "
                        + Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s");
        fill();
        gateway = Locked.start(folder.resolve("plain"), access(""));
        asking = Locked.start(
                folder.resolve("asking"),
                access(", \"introspection\": {\"clientId\": \"gateway\", \"clientSecret\": \"gateway-secret\"}"));
    }

    private static String access(String more) {
        return """
                {"oidc": {"keycloak": {"issuer": "%s", "audience": ["%s", "gateway"], "scopes": ["mcp"],
                  "principal": "preferred_username", "roles": "realm_access.roles", "tenant": "local"%s}}}""".formatted(keycloak.issuer(), AUDIENCE, more);
    }

    /** A realm with a user, a client whose tokens are for the gateway, and others whose tokens are not. */
    private static void fill() throws IOException {
        keycloak.operate("POST", "", "{\"realm\": \"yumen\", \"enabled\": true, \"sslRequired\": \"none\"}");
        keycloak.operate("POST", "/yumen/roles", "{\"name\": \"operator\"}");
        String role = keycloak.operate("GET", "/yumen/roles/operator", "");
        String scope = keycloak.operate("POST", "/yumen/client-scopes", """
                {"name": "mcp", "protocol": "openid-connect", "attributes": {"include.in.token.scope": "true"}}""");
        ann = keycloak.operate("POST", "/yumen/users", """
                {"username": "ann", "enabled": true, "email": "ann@example.com", "emailVerified": true, "firstName": "A",
                 "lastName": "N", "credentials": [{"type": "password", "value": "ann's password", "temporary": false}]}""");
        keycloak.operate("POST", "/yumen/users/" + ann + "/role-mappings/realm", "[" + role + "]");
        client("gateway", "", "");
        for (String name : List.of("agent", "bound")) {
            String id = client(
                    name,
                    audience("included.custom.audience", AUDIENCE) + ","
                            + audience("included.client.audience", "gateway"),
                    name.equals("bound") ? "\"dpop.bound.access.tokens\": \"true\"" : "");
            keycloak.operate("PUT", "/yumen/clients/" + id + "/default-client-scopes/" + scope, "");
            keycloak.operate("POST", "/yumen/clients/" + id + "/scope-mappings/realm", "[" + role + "]");
        }
        String other = client("other", audience("included.custom.audience", "https://other.example"), "");
        keycloak.operate("PUT", "/yumen/clients/" + other + "/default-client-scopes/" + scope, "");
    }

    private static String client(String name, String mappers, String attributes) throws IOException {
        return keycloak.operate("POST", "/yumen/clients", """
                {"clientId": "%s", "secret": "%s-secret", "serviceAccountsEnabled": true, "fullScopeAllowed": false,
                 "directAccessGrantsEnabled": true, "protocolMappers": [%s], "attributes": {%s}}""".formatted(name, name, mappers, attributes));
    }

    private static String audience(String key, String value) {
        return """
                {"name": "for %s", "protocol": "openid-connect", "protocolMapper": "oidc-audience-mapper",
                 "config": {"%s": "%s", "access.token.claim": "true", "introspection.token.claim": "true"}}""".formatted(value.replace('/', ' '), key, value);
    }

    @AfterAll
    static void stop() {
        for (AutoCloseable one : new AutoCloseable[] {gateway, asking, keycloak}) {
            close(one);
        }
    }

    private static void close(AutoCloseable one) {
        try {
            if (one != null) {
                one.close();
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_user_comes_in_with_what_the_provider_says_of_him() throws IOException {
        String token = tokens("agent").path("access_token").asString();
        assertThat(status(gateway, "GET /api/v1/servers", bearer(token))).isEqualTo(200);
        assertThat(status(asking, "GET /api/v1/servers", bearer(token))).isEqualTo(200);
        assertThat(status(gateway, "GET /api/v1/keys", bearer(token)))
                .as("an operator is no administrator")
                .isEqualTo(403);
    }

    @Test
    void a_program_comes_in_as_itself() throws IOException {
        String token = keycloak.ask("token", credentials("agent", Map.of("grant_type", "client_credentials")))
                .path("access_token")
                .asString();
        assertThat(status(gateway, "GET /capabilities", bearer(token))).isEqualTo(200);
        assertThat(status(gateway, "GET /health", bearer(token))).isEqualTo(403);
    }

    @Test
    void a_client_that_knows_nothing_finds_the_provider() throws IOException {
        RawHttp.Answer refused = RawHttp.send(gateway.endpoint(), "POST /mcp", List.of(), "{}");
        assertThat(refused.status()).isEqualTo(401);
        String place = "/.well-known/oauth-protected-resource/mcp";
        assertThat(refused.head())
                .contains("resource_metadata=\"" + gateway.endpoint().resolve(place) + "\"")
                .contains("scope=\"mcp\"");
        RawHttp.Answer metadata = RawHttp.send(gateway.endpoint(), "GET " + place, List.of(), "");
        JsonNode document =
                new JsonCodec(JsonLimits.DEFAULT).read(metadata.body().getBytes(StandardCharsets.UTF_8));
        assertThat(document.path("authorization_servers").path(0).asString()).isEqualTo(keycloak.issuer());
        assertThat(document.path("resource").asString())
                .isEqualTo(gateway.endpoint().toString());
    }

    @Test
    void what_was_not_issued_for_the_gateway_opens_nothing() throws IOException {
        JsonNode tokens = tokens("agent");
        for (String token : List.of(
                tokens("other").path("access_token").asString(),
                tokens.path("id_token").asString(),
                tokens.path("refresh_token").asString())) {
            assertThat(token).isNotEmpty();
            assertThat(status(gateway, "GET /capabilities", bearer(token))).isEqualTo(401);
            assertThat(status(asking, "GET /capabilities", bearer(token))).isEqualTo(401);
        }
    }

    @Test
    void keys_that_change_refuse_nobody() throws IOException {
        String old = tokens("agent").path("access_token").asString();
        assertThat(status(gateway, "GET /capabilities", bearer(old))).isEqualTo(200);

        keycloak.operate("POST", "/yumen/components", """
                {"name": "next", "providerId": "rsa-generated", "providerType": "org.keycloak.keys.KeyProvider",
                 "config": {"priority": ["200"], "enabled": ["true"], "active": ["true"], "keySize": ["2048"], "algorithm": ["RS256"]}}""");
        String fresh = tokens("agent").path("access_token").asString();
        assertThat(fresh.substring(0, fresh.indexOf('.')))
                .as("another key")
                .isNotEqualTo(old.substring(0, old.indexOf('.')));
        assertThat(status(gateway, "GET /capabilities", bearer(fresh))).isEqualTo(200);
        assertThat(status(gateway, "GET /capabilities", bearer(old))).isEqualTo(200);
    }

    @Test
    void a_key_that_the_provider_takes_back_verifies_nothing_when_what_is_remembered_is_old() throws IOException {
        keycloak.operate("PUT", "/yumen", "{\"realm\": \"yumen\", \"accessTokenLifespan\": 3600}");
        String id = keycloak.operate("POST", "/yumen/components", """
                {"name": "short", "providerId": "rsa-generated", "providerType": "org.keycloak.keys.KeyProvider",
                 "config": {"priority": ["300"], "enabled": ["true"], "active": ["true"], "keySize": ["2048"], "algorithm": ["RS256"]}}""");
        AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
        try (Documents documents = new Documents(
                OAuthLimits.DEFAULT,
                guard -> RelayClient.create(RelayClientConfig.defaults().with(guard)))) {
            Providers door = new Providers(
                    List.of(new ProviderConfig(
                            "keycloak",
                            keycloak.issuer(),
                            new ProviderConfig.Acceptance(
                                    Set.of(AUDIENCE, "gateway"), false, Set.of("RS256"), Set.of("mcp"), false),
                            new ProviderConfig.Reading("keycloak", List.of(), List.of("sub"), List.of(), "scope"),
                            Set.of(Allowance.LOOPBACK),
                            Optional.empty())),
                    Optional.empty(),
                    new ResourceNames("https://gateway.example"),
                    new Providers.Setting(
                            documents, TokenLimits.DEFAULT, () -> Instant.now().plus(later.get())));
            ShownToken token = new ShownToken(
                    new Secret(tokens("agent").path("access_token").asString()), Optional.empty(), "POST", "/mcp");
            assertThat(door.admit(token)).isInstanceOf(Admission.Admitted.class);

            keycloak.operate("DELETE", "/yumen/components/" + id, "");
            later.set(TokenLimits.DEFAULT.keyAge());
            assertThat(door.admit(token))
                    .isInstanceOfSatisfying(
                            Admission.Refused.class,
                            refused -> assertThat(refused.denial().reason()).isEqualTo(Denial.Reason.INVALID));
        }
    }

    @Test
    void a_token_that_was_taken_back_and_one_of_a_disabled_user_open_nothing() throws IOException {
        String back = tokens("agent").path("access_token").asString();
        keycloak.ask("revoke", credentials("agent", Map.of("token", back)));
        assertThat(status(asking, "GET /capabilities", bearer(back))).isEqualTo(401);

        String disabled = tokens("agent").path("access_token").asString();
        keycloak.operate("PUT", "/yumen/users/" + ann, "{\"enabled\": false}");
        try {
            assertThat(status(asking, "GET /capabilities", bearer(disabled))).isEqualTo(401);
        } finally {
            keycloak.operate("PUT", "/yumen/users/" + ann, "{\"enabled\": true}");
        }
    }

    @Test
    void a_token_that_is_bound_to_a_key_opens_nothing_without_it() throws IOException {
        Mint.Holder holder = new Mint.Holder();
        String place = keycloak.issuer() + "/protocol/openid-connect/token";
        String token = keycloak.askBound(
                        holder.proof(holder.claims("POST", place, "none").without("ath")),
                        credentials("bound", Map.of("grant_type", "client_credentials")))
                .path("access_token")
                .asString();
        String url = gateway.endpoint().resolve("/capabilities").toString();
        List<String> proven =
                List.of("Authorization: DPoP " + token, "DPoP: " + holder.proof(holder.claims("GET", url, token)));

        assertThat(RawHttp.send(gateway.endpoint(), "GET /capabilities", proven, "")
                        .head())
                .startsWith("HTTP/1.1 200");
        assertThat(status(gateway, "GET /capabilities", proven)).as("again").isEqualTo(401);
        assertThat(status(gateway, "GET /capabilities", bearer(token))).isEqualTo(401);
    }

    @Test
    void a_provider_that_is_away_is_missed_only_by_who_has_to_ask_it() throws IOException {
        String seen = tokens("agent").path("access_token").asString();
        assertThat(status(gateway, "GET /capabilities", bearer(seen))).isEqualTo(200);
        String fresh = tokens("agent").path("access_token").asString();

        keycloak.signal("STOP");
        try {
            assertThat(status(gateway, "GET /capabilities", bearer(fresh))).isEqualTo(200);
            assertThat(status(asking, "GET /capabilities", bearer(fresh))).isEqualTo(503);
        } finally {
            keycloak.signal("CONT");
        }
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (status(asking, "GET /capabilities", bearer(fresh)) != 200) {
            assertThat(System.nanoTime()).as("it is asked again").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    private static JsonNode tokens(String client) throws IOException {
        return keycloak.ask(
                "token",
                credentials(
                        client,
                        Map.of(
                                "grant_type", "password",
                                "username", "ann",
                                "password", "ann's password",
                                "scope", "openid")));
    }

    private static Map<String, String> credentials(String client, Map<String, String> form) {
        Map<String, String> all = new HashMap<>(form);
        all.put("client_id", client);
        all.put("client_secret", client + "-secret");
        return all;
    }

    private static List<String> bearer(String token) {
        return List.of("Authorization: Bearer " + token);
    }

    private static int status(Locked where, String line, List<String> headers) throws IOException {
        return RawHttp.send(where.endpoint(), line, headers, "").status();
    }
}
