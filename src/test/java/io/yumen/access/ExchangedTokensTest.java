package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.auth.jwt.Mint;
import io.yumen.config.ConfigException;
import io.yumen.config.file.ConfigFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server behind the gateway that wants tokens of its own: those that the callers' are exchanged for. */
class ExchangedTokensTest {
    private static final String GATEWAY = "https://gateway.example/mcp";

    @TempDir
    private Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private Mint company;
    private Mint asked;
    private Locked server;
    private Overheard way;
    private Locked gateway;

    @BeforeEach
    void start() throws IOException {
        company = opened(new Mint());
        asked = opened(new Mint());
        asked.rotate();
        server = opened(Locked.start(folder.resolve("server"), """
                {"oidc": {"company": {"issuer": "%s", "audience": ["crm"]}, "asked": {"issuer": "%s", "audience": ["crm"]}}}""".formatted(company.issuer(), asked.issuer())));
        way = opened(new Overheard(server.endpoint()));
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "session"})
    void a_server_is_called_in_the_name_of_its_caller_with_a_token_of_its_own(String scope) throws IOException {
        begin(company, scope);
        String token = company.token(company.claims(GATEWAY));
        assertThat(call(bearer(token))).contains("\"hello\"");
        assertThat(legacy(bearer(token))).contains("\"hello\"");

        assertThat(company.exchanged()).contains(token).containsOnly(token);
        assertThat(way.tokens()).isNotEmpty().allSatisfy(passed -> {
            assertThat(passed).isNotEqualTo(token);
            assertThat(Overheard.claims(passed).path("aud").asString()).isEqualTo("crm");
            assertThat(Overheard.claims(passed).path("sub").asString()).isEqualTo("ann");
        });
        assertThat(way.all()).doesNotContain(token, signature(token));
        assertThat(server.recorded("call"))
                .isNotEmpty()
                .allSatisfy(
                        call -> assertThat(call.path("principal").asString()).isEqualTo("ann"));
        assertNowhere(token, way.tokens());
    }

    @Test
    void an_opaque_token_that_its_issuer_was_asked_about_is_exchanged_too() throws IOException {
        begin(asked, "user");
        String token = asked.opaque("opaque-token-of-bob", asked.claims(GATEWAY).put("sub", "bob"));
        assertThat(call(bearer(token))).contains("\"hello\"");
        assertThat(asked.exchanged()).containsExactly(token);
        assertThat(way.tokens())
                .allSatisfy(passed -> assertThat(
                                Overheard.claims(passed).path("sub").asString())
                        .isEqualTo("bob"));
        assertThat(way.all()).doesNotContain(token);
    }

    @Test
    void who_came_in_with_a_key_is_told_that_it_takes_a_token() throws IOException {
        begin(company, "user");
        String key = "X-API-Key: " + gateway.key("ann", "[]");
        assertThat(call(key))
                .contains("Server \\\"crm\\\" takes calls only from those who come in with a token of "
                        + company.issuer())
                .contains("You came in with a key of this gateway: log in at " + company.issuer());
        assertThat(company.exchanged()).isEmpty();
        assertThat(way.all()).as("nothing is sent as nobody").isEmpty();
    }

    @Test
    void a_token_of_one_issuer_is_never_shown_to_another() throws IOException {
        begin(company, "user");
        String foreign =
                asked.opaque("opaque-token-of-bob", asked.claims(GATEWAY).put("sub", "bob"));
        assertThat(call(bearer(foreign)))
                .contains("You came in with a token of " + asked.issuer() + ": log in at " + company.issuer());
        assertThat(company.exchanged()).isEmpty();
        assertThat(way.all()).isEmpty();
    }

    @Test
    void users_and_their_programs_are_kept_apart() throws IOException {
        begin(company, "user");
        String ann = company.token(company.claims(GATEWAY));
        String narrow = company.token(company.claims(GATEWAY).put("scope", "mcp narrow"));
        String bob = company.token(company.claims(GATEWAY).put("sub", "bob"));
        for (int round = 0; round < 2; round++) {
            for (String token : List.of(ann, narrow, bob)) {
                assertThat(call(bearer(token))).contains("\"hello\"");
            }
        }
        assertThat(company.exchanged()).as("each once").containsExactly(ann, narrow, bob);
        assertThat(way.tokens()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "session"})
    void a_call_is_made_by_the_token_that_it_came_with_though_a_later_one_overtook_it(String scope) throws Exception {
        begin(company, scope);
        String first = company.token(company.claims(GATEWAY).put("mark", "first"));
        String second = company.token(company.claims(GATEWAY).put("mark", "second"));
        String third = company.token(company.claims(GATEWAY).put("mark", "third"));
        // What is listed once is known to all three.
        assertThat(call(bearer(first))).contains("\"hello\"");
        CountDownLatch held = company.hold(second);
        FutureTask<String> overtaken = new FutureTask<>(() -> call(bearer(second)));
        Thread.ofVirtual().start(overtaken);
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!company.exchanged().contains(second)) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
        assertThat(call(bearer(third))).contains("\"hello\"");
        held.countDown();
        assertThat(overtaken.get(20, TimeUnit.SECONDS)).contains("\"hello\"");
        assertThat(way.tokens())
                .extracting(passed -> Overheard.claims(passed).path("mark").asString())
                .containsOnlyOnce("first", "second", "third");
    }

    @Test
    void a_principal_that_is_locked_out_leaves_nothing_behind() throws IOException {
        begin(company, "user");
        String token = company.token(company.claims(GATEWAY));
        assertThat(call(bearer(token))).contains("\"hello\"");
        String lock = " /api/v1/lockdown/principals/company/ann";
        gateway.operate("POST" + lock, "{}");
        assertThat(call(bearer(token))).contains("suspended");
        gateway.operate("DELETE" + lock, "");
        // What was exchanged for her is forgotten by a thread of its own.
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (company.exchanged().size() == 1) {
            assertThat(call(bearer(token))).contains("\"hello\"");
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
    }

    @Test
    void an_issuer_that_is_away_is_missed_only_by_who_has_nothing_yet() throws IOException {
        begin(company, "user");
        String ann = company.token(company.claims(GATEWAY));
        String bob = company.token(company.claims(GATEWAY).put("sub", "bob"));
        assertThat(call(bearer(ann))).contains("\"hello\"");
        company.goDown();
        assertThat(call(bearer(ann))).contains("\"hello\"");
        assertThat(call(bearer(bob)))
                .contains("wants a token for which yours is exchanged at " + company.issuer()
                        + ", which cannot be asked now")
                .contains("Try again in a moment");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | This grant needs the \"issuer\"",
                ", 'issuer': 'https://other.example' | its auth.oauth.issuer is none of access.oidc",
                ", 'token': 'x', 'tokenFile': 'y' | either \"token\" or \"tokenFile\"",
                ", 'issuer': 'ISSUER', 'clientId': null | This grant needs a \"clientId\""
            })
    void what_cannot_be_exchanged_is_said_when_the_configuration_is_read(String more, String why) {
        String oauth = ("{'grant': 'token_exchange', 'clientId': 'gateway'" + more + "}")
                .replace("ISSUER", company.issuer())
                .replace(
                        "'clientId': 'gateway', 'issuer': '" + company.issuer() + "', 'clientId': null",
                        "'issuer': '" + company.issuer() + "'");
        assertThatThrownBy(() -> ConfigFile.parse(("""
                {'access': {'oidc': {'company': {'issuer': '%s'}}},
                 'mcpServers': {'crm': {'url': 'https://crm.example/mcp', 'auth': {'oauth': %s}}}}""".formatted(company.issuer(), oauth)).replace('\'', '"')))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(why);
    }

    /** A gateway before the server that exchanges tokens of that issuer. */
    private void begin(Mint issuer, String scope) {
        gateway = opened(Locked.with(
                folder.resolve("gateway"), """
                {"oidc": {"company": {"issuer": "%s", "audience": ["%3$s"]},
                          "asked": {"issuer": "%s", "audience": ["%s"],
                                    "introspection": {"clientId": "gateway", "clientSecret": "a secret%%"}}}}""".formatted(company.issuer(), asked.issuer(), GATEWAY), """
                "mcpServers": {"crm": {"url": "%s", "scope": "%s", "pins": "off", "auth": {"oauth": {
                  "grant": "token_exchange", "issuer": "%s", "audience": "crm",
                  "clientId": "gateway", "clientSecret": "gateway's secret"}}}}""".formatted(
                                way.url(), scope, issuer.issuer())));
    }

    private <T extends AutoCloseable> T opened(T one) {
        open.add(one);
        return one;
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }

    private static String signature(String token) {
        return token.substring(token.lastIndexOf('.') + 1);
    }

    private String call(String credential) throws IOException {
        List<String> headers = new ArrayList<>(Person.modernHeaders("tools/call", "echo"));
        headers.add(credential);
        headers.add("Content-Type: application/json");
        headers.add("Accept: application/json, text/event-stream");
        return RawHttp.send(
                        gateway.endpoint(),
                        "POST /mcp",
                        headers,
                        Person.modern("tools/call", "\"name\":\"echo\",\"arguments\":{\"message\":\"hello\"},"))
                .body();
    }

    /** The same in a session of the legacy era. */
    private String legacy(String credential) throws IOException {
        List<String> headers =
                List.of(credential, "Content-Type: application/json", "Accept: application/json, text/event-stream");
        RawHttp.Answer begun = RawHttp.send(gateway.endpoint(), "POST /mcp", headers, """
                {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
                "capabilities":{},"clientInfo":{"name":"c","version":"1"}}}""");
        String session = begun.head()
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("mcp-session-id:"))
                .findFirst()
                .orElseThrow();
        return RawHttp.send(
                        gateway.endpoint(),
                        "POST /mcp",
                        Stream.concat(headers.stream(), Stream.of(session)).toList(),
                        Person.request("tools/call", "\"name\":\"echo\",\"arguments\":{\"message\":\"hello\"}"))
                .body();
    }

    /** Nothing of those stands in anything that the gateway wrote. */
    private void assertNowhere(String token, List<String> exchanged) throws IOException {
        gateway.close();
        try (Stream<Path> files = Files.walk(folder.resolve("gateway"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertThat(text).as("%s", file).doesNotContain(signature(token));
                exchanged.forEach(one -> assertThat(text).as("%s", file).doesNotContain(signature(one)));
            }
        }
    }
}
