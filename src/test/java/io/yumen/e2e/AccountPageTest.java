package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.app.Gateway;
import io.yumen.app.access.State;
import io.yumen.auth.server.Browser;
import io.yumen.auth.users.UserLimits;
import io.yumen.auth.users.Users;
import io.yumen.config.file.ConfigFile;
import io.yumen.http.Headers;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.http.server.HttpServer;
import io.yumen.http.server.HttpServerConfig;
import io.yumen.tenant.TenantId;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The account page in a real browser: users see and end what is theirs alone, and no other page presses its buttons. */
@Timeout(180)
class AccountPageTest {
    private static final String FORM = "document.querySelector('form[action$=\"/account/grant\"]')";
    private static final String INITIALIZE = """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},\
            "clientInfo":{"name":"t","version":"1"}}}""";

    @TempDir
    Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private HttpServer elsewhere;
    private Gateway gateway;
    private String issuer;
    private Browser ann;
    private Browser bob;
    private Chromium chromium;

    @BeforeEach
    void start() throws Exception {
        Path state = directory.resolve("state");
        try (State open = State.open(state)) {
            Users users = new Users(open.store().values(), UserLimits.DEFAULT, InstantSource.system());
            for (String name : List.of("ann", "bob")) {
                users.create(name, TenantId.LOCAL, Set.of("operator"), Browser.PASSWORD);
            }
        }
        elsewhere = HttpServer.start(HttpServerConfig.loopback(0), this::forgery);
        gateway = Gateway.start(ConfigFile.parse("""
                {"listen": {"port": 0}, "state": "%s", "mcpServers": {"everything": {"service": "everything"}},
                 "access": {"login": {"clients": {
                   "editor": {"name": "The editor", "redirects": ["http://127.0.0.1:7777/callback"]},
                   "notes": {"name": "The notes", "redirects": ["http://127.0.0.1:7777/callback"]},
                   "paint": {"name": "The paint box", "redirects": ["http://127.0.0.1:7777/callback"]}}}}}""".formatted(state)));
        issuer = gateway.endpoint().resolve("/").toString().replaceAll("/$", "");
        ann = new Browser(issuer);
        bob = new Browser(issuer);
        chromium = Chromium.start(directory, "MAP other.example 127.0.0.1");
    }

    @AfterEach
    void stop() {
        chromium.close();
        ann.close();
        bob.close();
        gateway.close();
        elsewhere.drain(Duration.ZERO);
        http.shutdownNow();
    }

    @Test
    void users_see_what_is_theirs_and_what_they_end_is_over_at_once() throws Exception {
        JsonNode editor = ann.exchange(ann.allow(ann.question("ann", "editor")), "editor");
        JsonNode notes = ann.exchange(ann.allow(ann.get(Browser.authorize("notes", ""))), "notes");
        JsonNode paint = bob.exchange(bob.allow(bob.question("bob", "paint")), "paint");
        assertThat(List.of(status(editor), status(notes), status(paint))).containsOnly(200);

        logIn();
        assertThat(chromium.evaluate("document.querySelector('main').innerText"))
                .contains("You are ann", "The editor", "The notes")
                .doesNotContain("bob", "The paint box");
        chromium.evaluate("[...document.querySelectorAll('dl')].find(one => one.textContent.includes('The editor'))"
                + ".nextElementSibling.querySelector('button').click()");
        Await.until(
                "one is left",
                Duration.ofSeconds(30),
                () -> chromium.evaluate("String(document.querySelectorAll('dl').length)")
                        .equals("1"));
        assertThat(status(editor)).as("what was taken back").isEqualTo(401);
        assertThat(status(notes)).as("another of the same user").isEqualTo(200);
        assertThat(status(paint)).as("one of another user").isEqualTo(200);
        assertThat(refreshed(editor).path("error").asString("")).isEqualTo("invalid_grant");

        chromium.evaluate("document.querySelector('form[action$=\"/account/logout\"] button').click()");
        chromium.awaitPage("Log in - Yumen");
        chromium.visit(issuer + "/account");
        chromium.awaitPage("Log in - Yumen");
        assertThat(ann.get("/account").body()).as("another browser").contains("Your account");
        assertThat(status(notes)).as("who logs out ends no grant").isEqualTo(200);
        Peers.report("account-in-chromium", "account page in Chromium: what is one's own, ended at once");
    }

    @Test
    void no_other_page_presses_its_buttons() throws Exception {
        JsonNode editor = ann.exchange(ann.allow(ann.question("ann", "editor")), "editor");
        JsonNode paint = bob.exchange(bob.allow(bob.question("bob", "paint")), "paint");
        Map<String, String> ofBob = Browser.hidden(bob.get("/account"));
        logIn();
        String known = "grant=" + chromium.evaluate(FORM + ".elements.grant.value") + "&form="
                + chromium.evaluate(FORM + ".elements.form.value");

        // Another site, and another origin of the same site, with which browsers send our cookies: both know all the
        // fields.
        for (String host : List.of("other.example", "127.0.0.1")) {
            chromium.visit("http://" + host + ":" + elsewhere.port() + "/?" + known);
            chromium.awaitPage("Forged");
            chromium.evaluate("document.forms[0].submit()");
            chromium.awaitPage("/account/grant");
            assertThat(chromium.evaluate("String(performance.getEntriesByType('navigation')[0].responseStatus)"))
                    .as(host)
                    .isEqualTo("403");
            assertThat(status(editor)).as(host).isEqualTo(200);
        }
        // A page of ours with a form that is not the browser's.
        for (String change : List.of(".remove()", ".value = ''", ".value = '" + ofBob.get("form") + "'")) {
            press(".elements.form" + change);
            chromium.awaitPage("This did not come from here");
            assertThat(status(editor)).as(change).isEqualTo(200);
        }
        press(".elements.grant.value = '" + ofBob.get("grant") + "'");
        chromium.awaitPage("Your account");
        assertThat(status(paint)).as("what another user allowed").isEqualTo(200);

        press("");
        chromium.awaitPage("Your account");
        assertThat(status(editor)).as("the page as it is").isEqualTo(401);
        Peers.report("forged-forms-in-chromium", "forged forms in Chromium: 6 of 6 refused");
    }

    private void logIn() throws Exception {
        chromium.visit(issuer + "/account");
        chromium.awaitPage("Log in - Yumen");
        chromium.evaluate("document.querySelector('#name').value = 'ann';"
                + "document.querySelector('#password').value = '" + Browser.PASSWORD.reveal() + "';"
                + "document.querySelector('button').click()");
        chromium.awaitPage("Your account");
    }

    /** Presses the button on the account page after that change of its form. */
    private void press(String change) throws Exception {
        chromium.visit(issuer + "/account");
        chromium.awaitPage("Your account");
        // The next page is known by its title, which may be that of this one.
        chromium.evaluate("document.title = 'Old';" + FORM + change + ";" + FORM + ".querySelector('button').click()");
    }

    private JsonNode refreshed(JsonNode tokens) {
        Map<String, String> form = Map.of(
                "grant_type",
                "refresh_token",
                "client_id",
                "editor",
                "refresh_token",
                tokens.path("refresh_token").asString());
        return JsonMapper.shared().readTree(ann.post("/token", form).body());
    }

    private int status(JsonNode tokens) throws Exception {
        return http.send(
                        java.net.http.HttpRequest.newBuilder(URI.create(issuer + "/mcp"))
                                .timeout(Duration.ofSeconds(30))
                                .header("Content-Type", "application/json")
                                .header("Accept", "application/json, text/event-stream")
                                .header(
                                        "Authorization",
                                        "Bearer " + tokens.path("access_token").asString())
                                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(INITIALIZE))
                                .build(),
                        java.net.http.HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** A page of others with our form, filled in with what its query says. */
    private void forgery(HttpRequest request, HttpResponse response) {
        StringBuilder fields = new StringBuilder();
        for (String pair :
                request.query().isEmpty() ? new String[0] : request.query().split("&", -1)) {
            String[] parts = pair.split("=", 2);
            fields.append("<input name=\"" + parts[0] + "\" value=\"" + parts[1] + "\">");
        }
        response.send(
                200,
                Headers.of("Content-Type", "text/html; charset=utf-8"),
                ("<!doctype html><title>Forged</title><form method=\"post\" action=\"" + issuer + "/account/grant\">"
                                + fields + "</form>")
                        .getBytes(StandardCharsets.UTF_8));
    }
}
