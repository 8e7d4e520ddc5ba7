package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A real provider that exchanges what users came in with for tokens of a server behind the gateway (RFC 8693). */
class KeycloakExchangeTest {
    /** How long the tokens of the server last, where they must end within a test. */
    private static final int SHORT_SECONDS = 8;

    @TempDir
    private static Path folder;

    private static Keycloak keycloak;
    private static String scope;
    private static Locked server;
    private static Overheard way;
    private static Locked gateway;
    private static Locked forgetful;
    private static final Map<String, String> IDS = new HashMap<>();

    @BeforeAll
    static void start() throws IOException {
        keycloak = Keycloak.start(folder.resolve("keycloak.log"));
        fill();
        server = Locked.start(folder.resolve("server"), """
                {"oidc": {"keycloak": {"issuer": "%s", "audience": ["crm"], "principal": "preferred_username"}}}""".formatted(keycloak.issuer()));
        way = new Overheard(server.endpoint());
        gateway = gateway("gateway");
        forgetful = gateway("forgetful");
    }

    /** A gateway that is that client of the provider. */
    private static Locked gateway(String client) {
        return Locked.with(folder.resolve(client), """
                {"oidc": {"keycloak": {"issuer": "%s", "audience": ["gateway"], "shared": true, "principal": "preferred_username"}}}""".formatted(keycloak.issuer()), """
                "mcpServers": {"crm": {"url": "%s", "pins": "off", "auth": {"oauth": {"grant": "token_exchange",
                  "issuer": "%s", "audience": "crm", "clientId": "%3$s", "clientSecret": "%3$s-secret"}}}}""".formatted(
                        way.url(), keycloak.issuer(), client));
    }

    /** Users; a program that they use; a server; and clients as which a gateway exchanges, or may not. */
    private static void fill() throws IOException {
        keycloak.operate("POST", "", "{\"realm\": \"yumen\", \"enabled\": true, \"sslRequired\": \"none\"}");
        scope = keycloak.operate("POST", "/yumen/client-scopes", """
                {"name": "mcp", "protocol": "openid-connect", "attributes": {"include.in.token.scope": "true"}}""");
        for (String user : List.of("ann", "bob", "eve", "joe")) {
            IDS.put(user, keycloak.operate("POST", "/yumen/users", """
                    {"username": "%1$s", "enabled": true, "email": "%1$s@example.com", "emailVerified": true, "firstName": "A",
                     "lastName": "N", "credentials": [{"type": "password", "value": "a password", "temporary": false}]}""".formatted(user)));
        }
        client("crm", "", "");
        client("gateway", audience("crm"), "\"standard.token.exchange.enabled\": \"true\"");
        client(
                "forgetful",
                audience("crm"),
                "\"standard.token.exchange.enabled\": \"true\", \"access.token.lifespan\": \"" + SHORT_SECONDS + "\"");
        client("unfit", audience("crm"), "");
        client("agent", String.join(",", audience("gateway"), audience("forgetful"), audience("unfit")), "");
    }

    private static void client(String name, String mappers, String attributes) throws IOException {
        String id = keycloak.operate("POST", "/yumen/clients", """
                {"clientId": "%s", "secret": "%s-secret", "serviceAccountsEnabled": true, "fullScopeAllowed": false,
                 "directAccessGrantsEnabled": true, "protocolMappers": [%s], "attributes": {%s}}""".formatted(name, name, mappers, attributes));
        keycloak.operate("PUT", "/yumen/clients/" + id + "/default-client-scopes/" + scope, "");
    }

    private static String audience(String client) {
        return """
                {"name": "for %1$s", "protocol": "openid-connect", "protocolMapper": "oidc-audience-mapper",
                 "config": {"included.client.audience": "%1$s", "access.token.claim": "true"}}""".formatted(client);
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable one : new AutoCloseable[] {gateway, forgetful, way, server, keycloak}) {
            if (one != null) {
                one.close();
            }
        }
    }

    @Test
    void the_server_sees_a_token_of_its_own_in_the_name_of_the_user() throws IOException {
        String token = token("ann");
        assertThat(call(gateway, token)).contains("\"hello\"");
        assertThat(call(gateway, token)).contains("\"hello\"");

        List<JsonNode> passed = tokensOf("ann");
        assertThat(passed).as("exchanged once").hasSize(1);
        assertThat(passed.getFirst().path("aud").asString()).isEqualTo("crm");
        assertThat(passed.getFirst().path("sub").asString())
                .isEqualTo(Overheard.claims(token).path("sub").asString())
                .isEqualTo(IDS.get("ann"));
        assertThat(passed.getFirst().path("azp").asString()).isEqualTo("gateway");
        assertThat(way.all()).doesNotContain(token.substring(token.lastIndexOf('.')));
    }

    @Test
    void a_user_who_was_disabled_meanwhile_gets_no_token_for_the_server() throws IOException {
        String token = token("eve");
        keycloak.operate("PUT", "/yumen/users/" + IDS.get("eve"), "{\"enabled\": false}");
        assertThat(call(gateway, token))
                .contains("Server \\\"crm\\\" wants a token for which yours is exchanged at " + keycloak.issuer())
                .contains("log in anew");
        assertThat(tokensOf("eve")).isEmpty();
    }

    @Test
    void what_was_exchanged_goes_on_while_the_provider_is_away_and_then_says_so() throws IOException {
        String token = token("bob");
        assertThat(call(forgetful, token)).contains("\"hello\"");
        String other = token("joe");
        keycloak.signal("STOP");
        try {
            assertThat(call(forgetful, token)).as("until it ends").contains("\"hello\"");
            long deadline =
                    System.nanoTime() + Duration.ofSeconds(SHORT_SECONDS + 30).toNanos();
            String answer = call(forgetful, token);
            while (answer.contains("\"hello\"")) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
                answer = call(forgetful, token);
            }
            assertThat(answer)
                    .contains("wants a token for which yours is exchanged at " + keycloak.issuer())
                    .contains("cannot be asked now")
                    .contains("Try again in a moment");
        } finally {
            keycloak.signal("CONT");
        }
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!call(forgetful, token).contains("\"hello\"")) {
            assertThat(System.nanoTime()).as("it is asked again").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        assertThat(call(forgetful, other)).contains("\"hello\"");
    }

    @Test
    void a_client_that_may_not_exchange_is_named_to_who_can_change_that() throws IOException {
        try (Locked unfit = gateway("unfit")) {
            assertThat(call(unfit, token("ann")))
                    .contains("wants a token for which yours is exchanged")
                    .contains("whoever runs the gateway has to look at what its client may do there")
                    .contains("not enabled for the requested client");
        }
    }

    private static String token(String user) throws IOException {
        return keycloak.ask(
                        "token",
                        Map.of(
                                "grant_type",
                                "password",
                                "username",
                                user,
                                "password",
                                "a password",
                                "client_id",
                                "agent",
                                "client_secret",
                                "agent-secret"))
                .path("access_token")
                .asString();
    }

    private static List<JsonNode> tokensOf(String user) {
        return way.tokens().stream()
                .map(Overheard::claims)
                .filter(claims -> claims.path("preferred_username").asString("").equals(user))
                .filter(claims -> claims.path("azp").asString("").equals("gateway"))
                .toList();
    }

    private static String call(Locked gateway, String token) throws IOException {
        List<String> headers = new ArrayList<>(Person.modernHeaders("tools/call", "echo"));
        headers.addAll(List.of(
                "Authorization: Bearer " + token,
                "Content-Type: application/json",
                "Accept: application/json, text/event-stream"));
        return RawHttp.send(
                        gateway.endpoint(),
                        "POST /mcp",
                        headers,
                        Person.modern("tools/call", "\"name\":\"echo\",\"arguments\":{\"message\":\"hello\"},"))
                .body();
    }
}
