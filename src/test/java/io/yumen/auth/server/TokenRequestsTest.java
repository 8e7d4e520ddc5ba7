package io.yumen.auth.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.auth.ResourceNames;
import io.yumen.http.WebForm;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What clients may ask for and in which form, to the letter and to the second. */
class TokenRequestsTest {
    private static final ResourceNames NAMES = new ResourceNames("https://g.example");
    private static final Client EDITOR =
            new Client("editor", "Editor", List.of(Desk.CALLBACK), Client.Origin.CONFIGURED);
    private static final String GOOD = "response_type=code&client_id=editor&code_challenge_method=S256&code_challenge="
            + "a".repeat(43) + "&redirect_uri=http://127.0.0.1:7777/callback&";

    private final Desk desk = new Desk();
    private final Browser browser = new Browser(desk.issuer());

    @AfterEach
    void close() {
        browser.close();
        desk.close();
    }

    @Test
    void a_code_is_good_until_its_last_second_and_is_remembered_for_longer() {
        String code = code();
        desk.pass(ServerLimits.DEFAULT.codeTime());
        JsonNode tokens = json(redeem(code));
        assertThat(tokens.path("access_token").asString()).isNotEmpty();

        desk.pass(ServerLimits.DEFAULT.codeTime().multipliedBy(9).minusSeconds(1));
        assertThat(json(redeem(code)).path("error").asString()).isEqualTo("invalid_grant");
        assertThat(json(refresh(tokens)).path("error").asString())
                .as("that ended what it began")
                .isEqualTo("invalid_grant");
    }

    @Test
    void a_grant_ends_with_its_time_however_often_it_was_refreshed() {
        JsonNode tokens = json(redeem(code()));
        desk.pass(Duration.ofDays(30).minusSeconds(1));
        JsonNode last = json(refresh(tokens));
        assertThat(last.path("access_token").asString()).isNotEmpty();
        desk.pass(Duration.ofSeconds(1));

        assertThat(json(refresh(last)).path("error").asString()).isEqualTo("invalid_grant");
    }

    @Test
    void what_is_asked_comes_as_a_form_once_and_without_secrets() {
        HttpResponse<String> answer = browser.postJson("/token", "{}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("invalid_request", "What is asked comes as a form");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");

        Map<String, String> form = new LinkedHashMap<>(Map.of("grant_type", "refresh_token"));
        assertThat(browser.post("/token?", form).body()).contains("The client_id is missing");
        assertThat(browser.post("/token", form).statusCode()).isEqualTo(401);
        form.put("client_id", "editor");
        form.put("code&client_id", "x");
        assertThat(browser.post("/token", form).body()).contains("A parameter stands there more than once");
        form.remove("code&client_id");
        HttpResponse<String> secret = browser.post("/token", form, "Authorization", "Basic ZWRpdG9yOng=");
        assertThat(secret.statusCode()).isEqualTo(401);
        assertThat(secret.body()).contains("Clients have no secrets here");
        assertThat(browser.postJson("/revoke", "{}").statusCode()).isEqualTo(400);
    }

    @Test
    void a_refresh_token_is_for_the_resource_that_was_allowed() {
        JsonNode tokens = json(redeem(code()));
        Map<String, String> form = new LinkedHashMap<>(refreshing(tokens));
        form.put("resource", desk.issuer() + "/servers/x/mcp");
        assertThat(browser.post("/token", form).body()).contains("What was allowed is for another resource");
        form.put("resource", desk.issuer() + "/mcp/");

        JsonNode next = json(browser.post("/token", form));
        assertThat(next.path("scope").asString()).isEqualTo("admin mcp");
        assertThat(next.path("refresh_token").asString()).isNotEqualTo(form.get("refresh_token"));
    }

    @ParameterizedTest
    @CsvSource({
        "'', https://g.example/mcp",
        "https://g.example, https://g.example",
        "https://g.example/, https://g.example",
        "https://g.example/mcp/, https://g.example/mcp",
        "https://g.example/servers/a/mcp, https://g.example/servers/a/mcp",
    })
    void what_tokens_are_for_is_called_as_we_call_it(String asked, String resource) {
        assertThat(AuthorizationRequest.resource(asked, NAMES)).isEqualTo(resource);
    }

    @ParameterizedTest
    @CsvSource({
        "https://g.example.evil/mcp",
        "https://g.example/other",
        "https://g.example//mcp",
        "https://evil.example",
        "mcp"
    })
    void what_is_not_ours_has_no_tokens_here(String asked) {
        assertThatThrownBy(() -> AuthorizationRequest.resource(asked, NAMES))
                .hasMessage("Tokens are issued for this gateway alone");
    }

    @Test
    void who_names_no_scope_gets_all_that_is_offered_and_what_names_none_of_them_is_left_out() {
        assertThat(asked("").scopes()).containsExactlyInAnyOrder("mcp", "admin");
        assertThat(asked("scope=offline_access").scopes()).containsExactlyInAnyOrder("mcp", "admin");
        assertThat(asked("scope=mcp++offline_access").scopes()).containsExactly("mcp");
        assertThatThrownBy(() -> asked("scope=mcp+root"))
                .hasMessage("The scopes here are admin mcp")
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo("invalid_scope"));
    }

    @Test
    void a_state_comes_back_as_it_was_where_it_is_not_too_long() {
        assertThat(asked("state=" + "s".repeat(2_048)).state()).hasSize(2_048);
        assertThat(asked("state=" + "s".repeat(2_049)).state()).isEmpty();
        assertThat(asked("response_mode=query&prompt=consent").redirect()).isEqualTo(Desk.CALLBACK);
        assertThat(asked("").challenge()).isEqualTo("a".repeat(43));
        for (String challenge : List.of("a".repeat(42), "a".repeat(44), "a".repeat(42) + "=")) {
            String query = GOOD.replace("a".repeat(43), challenge);
            assertThatThrownBy(() -> AuthorizationRequest.read(WebForm.read(query), EDITOR, NAMES, Set.of("mcp")))
                    .hasMessage("A code_challenge with the method S256 is needed (RFC 7636)");
        }
        assertThatThrownBy(() -> asked("request_uri=x")).hasMessage("Requests come as parameters");
    }

    @Test
    void a_document_describes_the_client_whose_id_it_is_under_its_name_or_its_host() {
        ObjectNode document =
                document("'client_id': 'https://app.example/c', 'redirect_uris': ['https://app.example/x']");
        Client client = Clients.described("https://app.example/c", "app.example", document);
        assertThat(client.name()).isEqualTo("app.example");
        assertThat(client.origin()).isEqualTo(Client.Origin.DOCUMENT);
        assertThat(client.allows("https://app.example/x")).isTrue();
        assertThat(client.allows("https://app.example/y")).isFalse();
        assertThat(Clients.described(
                                "https://app.example/c",
                                "h",
                                document.deepCopy().put("client_name", "App"))
                        .name())
                .isEqualTo("App");

        assertThatThrownBy(() -> Clients.described("https://app.example/d", "h", document))
                .hasMessage("The document of the client is another client's");
        ObjectNode secret = document.deepCopy().put("token_endpoint_auth_method", "client_secret_basic");
        assertThatThrownBy(() -> Clients.described("https://app.example/c", "h", secret))
                .hasMessage("Clients have no secrets here");
        assertThatThrownBy(() -> Clients.described(
                        "https://app.example/c", "h", document("'client_id': 'https://app.example/c'")))
                .hasMessage("A client has 1 to 10 redirect URIs");
    }

    @ParameterizedTest
    @CsvSource({
        "https://127.0.0.1, The id of the client is a URL with a path.",
        "https://127.0.0.1/, The id of the client is a URL with a path.",
        "https://127.0.0.1/a/../b, The id of the client is a URL with a path.",
        "https://127.0.0.1:1/a, The document of the client cannot be read."
    })
    void a_document_that_cannot_be_had_is_no_client(String id, String why) {
        browser.logIn(browser.get("/account"), "ann");

        assertThat(browser.get(Browser.authorize(id, "")).body()).contains(why);
    }

    @Test
    void too_much_metadata_makes_no_client() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            many.append(i == 0 ? "" : ",")
                    .append("\"https://a.example/")
                    .append("x".repeat(490))
                    .append(i)
                    .append('"');
        }
        HttpResponse<String> refused = browser.postJson("/register", "{\"redirect_uris\": [" + many + "]}");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("invalid_client_metadata", "That is too much metadata");
        assertThat(browser.postJson("/register", "[").body()).contains("The metadata are no JSON object");
        assertThat(browser.postJson("/register", "{\"redirect_uris\": [\"http://a/\"]}")
                        .body())
                .contains("invalid_redirect_uri", "A redirect URI of http is on the user's own machine");
    }

    @Test
    void an_address_asks_each_place_so_often_and_others_are_not_in_its_way() throws Exception {
        Throttle throttle = new Throttle(2);
        InetAddress here = InetAddress.ofLiteral("192.0.2.1");

        assertThat(throttle.take("/token", here)).isTrue();
        assertThat(throttle.take("/token", here)).isTrue();
        assertThat(throttle.take("/token", here)).isFalse();
        assertThat(throttle.take("/revoke", here)).isTrue();
        assertThat(throttle.take("/token", InetAddress.ofLiteral("192.0.2.2"))).isTrue();
        assertThat(throttle.take("/token", InetAddress.ofLiteral("2001:db8::1")))
                .isTrue();
        assertThat(throttle.take("/token", InetAddress.ofLiteral("2001:db8::2")))
                .isTrue();
        assertThat(throttle.take("/token", InetAddress.ofLiteral("2001:db8::3")))
                .as("of one /64")
                .isFalse();
    }

    @Test
    void what_goes_back_is_added_to_what_a_redirect_has_already() {
        Map<String, String> answer = new LinkedHashMap<>();
        answer.put("code", "a b");
        answer.put("state", "");
        answer.put("iss", "https://g");

        assertThat(Answer.extended("https://a/?x=1", answer)).isEqualTo("https://a/?x=1&code=a+b&iss=https%3A%2F%2Fg");
        assertThat(Answer.extended("https://a/", answer)).isEqualTo("https://a/?code=a+b&iss=https%3A%2F%2Fg");
        assertThat(Answer.json(200, document("'access_token': 'secret'"))).hasToString("Answer[200]");
    }

    private static AuthorizationRequest asked(String more) {
        return AuthorizationRequest.read(WebForm.read(GOOD + more), EDITOR, NAMES, Set.of("mcp", "admin"));
    }

    private static ObjectNode document(String members) {
        String text = "{" + members.replace('\'', '"') + "}";
        return (ObjectNode) new JsonCodec(JsonLimits.DEFAULT).read(text.getBytes(StandardCharsets.UTF_8));
    }

    private String code() {
        return browser.allow(browser.question("ann", "editor")).get("code");
    }

    private HttpResponse<String> redeem(String code) {
        return browser.post(
                "/token",
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        code,
                        "client_id",
                        "editor",
                        "redirect_uri",
                        Desk.CALLBACK,
                        "code_verifier",
                        Browser.VERIFIER));
    }

    private HttpResponse<String> refresh(JsonNode tokens) {
        return browser.post("/token", refreshing(tokens));
    }

    private static Map<String, String> refreshing(JsonNode tokens) {
        return Map.of(
                "grant_type", "refresh_token",
                "refresh_token", tokens.path("refresh_token").asString(),
                "client_id", "editor");
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }
}
