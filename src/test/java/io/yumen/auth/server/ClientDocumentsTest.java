package io.yumen.auth.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.http.client.AddressPolicy;
import io.yumen.http.client.EgressGuard;
import io.yumen.http.client.EgressGuard.Allowance;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.http.server.Certificates;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Clients whose id is the URL of a document about them: who lets one in, what such a document must say, and where it must lie.
 * The document lies on this machine behind real TLS; what cannot be had is another address for it, so that the guard is told
 * one where a test says so.
 */
class ClientDocumentsTest {
    private static final String INTERNET = "8.8.8.8";

    @TempDir
    static Path folder;

    private static SSLContext tls;

    private DocumentPlace place;
    private Desk desk;
    private Browser browser;

    @BeforeAll
    static void certificate() throws Exception {
        Certificates made = Certificates.make(folder, "place");
        tls = made.trustedBy(made);
    }

    @BeforeEach
    void open() throws Exception {
        place = new DocumentPlace(tls);
    }

    @AfterEach
    void close() {
        if (desk != null) {
            browser.close();
            desk.close();
        }
        place.close();
    }

    @Test
    void a_user_lets_a_client_in_that_is_known_by_the_url_of_its_document_alone() {
        start(seemingAt(INTERNET));
        String id = place.url("/client");
        place.offer("/client", document(id));

        HttpResponse<String> question = browser.question("ann", id);
        assertThat(question.body())
                .contains(
                        "Let The documented one act for you?",
                        "<dd>" + id + "</dd>",
                        "<dd>a program on this computer</dd>")
                .contains("Any program on your computer could call itself so");
        Map<String, String> back = browser.allow(question);
        assertThat(back).containsEntry("state", "s1").containsEntry("iss", desk.issuer());

        JsonNode tokens = browser.exchange(back, id);
        ObjectNode claims = claims(tokens);
        assertThat(claims.path("client_id").asString()).isEqualTo(id);
        assertThat(claims.path("sub").asString()).isEqualTo("ann");
        assertThat(desk.server().isLive(claims)).isTrue();
        JsonNode next = refreshed(tokens, id);
        assertThat(next.has("access_token")).as(next.toString()).isTrue();
        assertThat(browser.get("/account").body()).contains("The documented one");
        assertThat(place.asked()).as("once for all of it").containsExactly("/client");
    }

    @Test
    void its_browsers_are_sent_where_its_document_says_alone() {
        start(seemingAt(INTERNET));
        String id = place.url("/client");
        place.offer("/client", document(id));
        browser.question("ann", id);

        String elsewhere = Browser.authorize(id, "").replace("%2Fcallback", "%2Fother");
        assertNobodyIsSentAnywhere(browser.get(elsewhere), "a place that does not belong to the program");
    }

    @Test
    void users_see_where_they_will_be_sent() {
        start(seemingAt(INTERNET));
        String id = place.url("/client");
        place.offer("/client", document(id).replace(Desk.CALLBACK, "https://app.example/callback"));
        browser.logIn(browser.get("/account/login"), "ann");

        String there = Browser.authorize(id, "")
                .replace(
                        URLEncoder.encode(Desk.CALLBACK, StandardCharsets.UTF_8),
                        URLEncoder.encode("https://app.example/callback", StandardCharsets.UTF_8));
        assertThat(browser.get(there).body())
                .contains("<dd>app.example</dd>", "<dd>" + id + "</dd>")
                .doesNotContain("Any program on your computer");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "301 | There is no document of the client",
                "302 | There is no document of the client",
                "307 | There is no document of the client",
                "308 | There is no document of the client",
                "201 | There is no document of the client",
                "404 | There is no document of the client",
                "500 | There is no document of the client"
            })
    void a_document_is_what_comes_at_once_under_that_very_url(int status, String reason) {
        start(seemingAt(INTERNET));
        String id = place.url("/client");
        place.offer("/moved", document(id));
        place.offer("/client", status, document(id), "Location: " + place.url("/moved"));

        assertNobodyIsSentAnywhere(asked(id), reason);
        assertThat(place.asked()).as("no redirect is followed").containsExactly("/client");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "no JSON at all | There is no document",
                "[{\"client_id\": \"ID\"}] | There is no document",
                "{\"redirect_uris\": [\"CALLBACK\"]} | another client&#39;s",
                "{\"client_id\": 1, \"redirect_uris\": [\"CALLBACK\"]} | another client&#39;s",
                "{\"client_id\": \"ID/\", \"redirect_uris\": [\"CALLBACK\"]} | another client&#39;s",
                "{\"client_id\": \"ID?\", \"redirect_uris\": [\"CALLBACK\"]} | another client&#39;s",
                "{\"client_id\": \"ID \", \"redirect_uris\": [\"CALLBACK\"]} | another client&#39;s",
                "{\"client_id\": \"HTTPS\", \"redirect_uris\": [\"CALLBACK\"]} | another client&#39;s",
                "{\"client_id\": \"ENCODED\", \"redirect_uris\": [\"CALLBACK\"]} | another client&#39;s",
                "{\"client_id\": \"https://other.example/client\", \"redirect_uris\": [\"CALLBACK\"]} | another client&#39;s",
                "{\"client_id\": \"ID\", \"redirect_uris\": []} | redirect URIs",
                "{\"client_id\": \"ID\", \"redirect_uris\": [\"CALLBACK\", \"http://evil.example/\"]} | own machine",
                "{\"client_id\": \"ID\", \"redirect_uris\": [\"CALLBACK\", \"javascript:x\"]} | redirect URI",
                "{\"client_id\": \"ID\", \"redirect_uris\": [\"CALLBACK\"], \"token_endpoint_auth_method\": \"private_key_jwt\"}"
                        + " | no secrets"
            })
    void a_document_is_the_clients_own_and_says_what_a_client_can_be(String template, String reason) {
        start(seemingAt(INTERNET));
        String id = place.url("/client");
        place.offer(
                "/client",
                template.replace("ID", id)
                        .replace("HTTPS", id.replace("https", "HTTPS"))
                        .replace("ENCODED", id.replace("/client", "/%63lient"))
                        .replace("CALLBACK", Desk.CALLBACK));

        assertNobodyIsSentAnywhere(asked(id), reason);
        assertThat(place.asked()).containsExactly("/client");
    }

    @Test
    void a_document_has_five_kibibytes_and_not_one_more() {
        start(seemingAt(INTERNET));
        String fits = place.url("/fits");
        place.offer("/fits", padded(document(fits), 5_120));
        String large = place.url("/large");
        place.offer("/large", padded(document(large), 5_121));
        String endless = place.url("/endless");
        place.endless("/endless", Duration.ZERO);

        assertThat(asked(fits).body()).contains("Let The documented one act for you?");
        assertNobodyIsSentAnywhere(ask(large), "cannot be read");
        assertNobodyIsSentAnywhere(ask(endless), "cannot be read");
        assertThat(place.asked()).containsExactly("/fits", "/large", "/endless");
    }

    @Test
    void a_place_that_does_not_answer_or_dribbles_is_left() {
        start(seemingAt(INTERNET));
        place.silent("/silent");
        place.endless("/dribbles", Duration.ofMillis(100));

        assertNobodyIsSentAnywhere(asked(place.url("/silent")), "cannot be read");
        assertNobodyIsSentAnywhere(ask(place.url("/dribbles")), "cannot be read");
        assertThat(place.left(2)).as("they are hung up on").isTrue();
        assertThat(ServerLimits.ofDocuments().fetchTime()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void a_document_is_kept_for_its_time_and_a_failure_is_not() {
        start(seemingAt(INTERNET));
        String id = place.url("/client");
        assertNobodyIsSentAnywhere(asked(id), "There is no document");
        place.offer("/client", document(id));
        assertThat(ask(id).statusCode()).isEqualTo(200);
        place.offer("/client", document("https://other.example/client"));

        assertThat(ask(id).statusCode()).as("kept").isEqualTo(200);
        assertThat(place.asked()).containsExactly("/client", "/client");
    }

    @Test
    void a_document_is_asked_for_again_after_its_time() {
        ServerLimits usual = ServerLimits.DEFAULT;
        Desk.Setup setup = seemingAt(INTERNET);
        start(new Desk.Setup(
                new ServerLimits(
                        usual.codeTime(),
                        usual.consentTime(),
                        usual.consents(),
                        usual.sessionTime(),
                        usual.sessionIdle(),
                        usual.sessions(),
                        usual.requestsPerMinute(),
                        usual.documents(),
                        Duration.ofMillis(1),
                        usual.keyTime()),
                setup.ways(),
                setup.reach(),
                setup.connecting()));
        String id = place.url("/client");
        place.offer("/client", document(id));
        assertThat(asked(id).statusCode()).isEqualTo(200);
        place.offer("/client", document("https://other.example/client"));

        for (int i = 0; i < 20 && place.asked().size() < 2; i++) {
            ask(id);
        }
        assertNobodyIsSentAnywhere(ask(id), "another client");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "::1",
                "0.0.0.0",
                "10.1.2.3",
                "172.16.9.9",
                "192.168.1.1",
                "100.64.0.1",
                "169.254.169.254",
                "fd12:3456::1",
                "fe80::1",
                "64:ff9b::a01:203"
            })
    void documents_lie_at_public_addresses(String address) {
        start(seemingAt(address));
        place.offer("/client", document(place.url("/client")));

        assertNobodyIsSentAnywhere(asked(place.url("/client")), "cannot be read");
        assertThat(place.connections()).as("nobody even knocks there").isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost"})
    void what_lies_on_this_machine_is_not_fetched_under_any_name(String host) {
        start(new Desk.Setup(
                ServerLimits.DEFAULT, Desk.Setup.USUAL.ways(), Set.of(Allowance.PRIVATE), connecting(guard -> guard)));
        String id = place.url("/client").replace("127.0.0.1", host);
        place.offer("/client", document(id));

        assertNobodyIsSentAnywhere(asked(id), "cannot be read");
        assertThat(place.connections()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, true",
        "192.168.1.1, true",
        "fd12:3456::1, true",
        "8.8.8.8, true",
        "127.0.0.1, false",
        "169.254.169.254, false",
        "fd00:ec2::254, false"
    })
    void where_private_networks_are_allowed_nothing_else_is(String address, boolean isFetched) {
        Desk.Setup setup = seemingAt(address);
        start(new Desk.Setup(setup.limits(), setup.ways(), Set.of(Allowance.PRIVATE), setup.connecting()));
        String id = place.url("/client");
        place.offer("/client", document(id));

        assertThat(asked(id).statusCode()).isEqualTo(isFetched ? 200 : 400);
        assertThat(place.connections()).isEqualTo(isFetched ? 1 : 0);
    }

    @Test
    void a_place_that_nobody_vouches_for_is_not_believed() {
        Desk.Setup setup = seemingAt(INTERNET);
        start(new Desk.Setup(
                setup.limits(),
                setup.ways(),
                setup.reach(),
                guard -> RelayClient.create(RelayClientConfig.defaults().with(seeming(guard, INTERNET)))));
        place.offer("/client", document(place.url("/client")));

        assertNobodyIsSentAnywhere(asked(place.url("/client")), "cannot be read");
        assertThat(place.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/client#x", "/a/../client", "/./client", "/cli ent"})
    void an_id_is_an_encrypted_url_with_a_plain_path(String path) {
        start(seemingAt(INTERNET));
        place.offer("/client", document(place.url("/client")));
        place.offer("/", document(place.url("/")));

        assertNobodyIsSentAnywhere(asked(place.url(path)), "");
        assertNobodyIsSentAnywhere(ask(place.url("/client").replace("https:", "http:")), "no such client");
        assertNobodyIsSentAnywhere(ask(place.url("/client").replace("//", "//ann@")), "");
        assertThat(place.connections()).isZero();
    }

    @Test
    void strangers_make_us_ask_nobody() {
        start(seemingAt(INTERNET));
        String id = place.url("/client");
        place.offer("/client", document(id));

        assertThat(browser.get(Browser.authorize(id, "")).body()).contains("Log in");
        assertThat(browser.exchange(Map.of("code", "guess"), id).path("error").asString())
                .isEqualTo("invalid_grant");
        assertThat(browser.post("/revoke", Map.of("token", "guess", "client_id", id))
                        .statusCode())
                .isEqualTo(200);
        assertThat(place.connections()).isZero();
    }

    @Test
    void where_documents_are_not_wanted_none_is_fetched_nor_promised() {
        Desk.Setup setup = seemingAt(INTERNET);
        start(new Desk.Setup(setup.limits(), Set.of(ServerConfig.Way.REGISTRATION), setup.reach(), setup.connecting()));
        place.offer("/client", document(place.url("/client")));

        assertNobodyIsSentAnywhere(asked(place.url("/client")), "no such client");
        assertThat(place.connections()).isZero();
        assertThat(browser.get("/.well-known/oauth-authorization-server").body())
                .doesNotContain("\"client_id_metadata_document_supported\":true");
    }

    private void start(Desk.Setup setup) {
        desk = new Desk(setup);
        browser = new Browser(desk.issuer());
    }

    /** Only public addresses may be reached, and the place seems to have that one. */
    private static Desk.Setup seemingAt(String address) {
        return new Desk.Setup(
                ServerLimits.DEFAULT, Desk.Setup.USUAL.ways(), Set.of(), connecting(guard -> seeming(guard, address)));
    }

    private static AddressPolicy seeming(EgressGuard guard, String address) {
        return (origin, real) -> guard.check(origin, InetAddress.ofLiteral(address));
    }

    private static Function<EgressGuard, RelayClient> connecting(Function<EgressGuard, AddressPolicy> policy) {
        return guard ->
                RelayClient.create(RelayClientConfig.defaults().with(tls).with(policy.apply(guard)));
    }

    /** Ann logs in, and then that client asks. */
    private HttpResponse<String> asked(String id) {
        browser.logIn(browser.get("/account/login"), "ann");
        return ask(id);
    }

    private HttpResponse<String> ask(String id) {
        return browser.get(Browser.authorize(id, ""));
    }

    private static void assertNobodyIsSentAnywhere(HttpResponse<String> answer, String reason) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Location")).isEmpty();
        assertThat(answer.body()).contains(reason, "Nothing was allowed");
    }

    private static String document(String id) {
        return JsonMapper.shared()
                .createObjectNode()
                .put("client_id", id)
                .put("client_name", "The documented one")
                .put("token_endpoint_auth_method", "none")
                .set("redirect_uris", JsonMapper.shared().createArrayNode().add(Desk.CALLBACK))
                .toString();
    }

    private static String padded(String document, int bytes) {
        return document + " ".repeat(bytes - document.getBytes(StandardCharsets.UTF_8).length);
    }

    private JsonNode refreshed(JsonNode tokens, String id) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", tokens.path("refresh_token").asString());
        form.put("client_id", id);
        return JsonMapper.shared().readTree(browser.post("/token", form).body());
    }

    private static ObjectNode claims(JsonNode tokens) {
        String token = tokens.path("access_token").asString();
        byte[] payload = Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
        return (ObjectNode) JsonMapper.shared().readTree(payload);
    }
}
