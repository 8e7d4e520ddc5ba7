package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.auth.server.Browser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands by which operators say who may do what, typed as they are documented, at a gateway that runs. */
@Timeout(300)
class AccessCommandsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String INITIALIZE = """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},\
            "clientInfo":{"name":"t","version":"1"}}}""";
    private static final String CONFIGURATION = """
            {"mcpServers": {"everything": {"service": "everything"}},
             "access": {
               "login": {"clients": {"editor": {"redirects": ["http://127.0.0.1:7777/callback"]}}},
               "rules": [
                 {"name": "large sums", "effect": "approve", "tools": ["add"], "when": "arguments.a >= 100"},
                 {"name": "nobody sleeps", "effect": "deny", "tools": ["sleep"]},
                 {"name": "sre adds", "effect": "allow", "roles": ["sre"], "tools": ["add"]},
                 {"name": "the rest", "effect": "allow"}]}}""";

    @TempDir
    static Path directory;

    private static Shell shell;
    private static Served gateway;

    @BeforeAll
    static void start() throws IOException {
        shell = new Shell(
                directory, Map.of("XDG_STATE_HOME", directory.toString(), "XDG_RUNTIME_DIR", directory.toString()));
        gateway = Served.start(shell, Files.writeString(directory.resolve("yumen.json"), CONFIGURATION), "--port", "0");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void a_call_that_waits_goes_on_when_it_is_approved_and_fails_when_it_is_denied() throws Exception {
        String key = done("key", "create", "ann").out().strip();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Talker ann = Talker.modern(key, gateway.endpoint())) {
            Future<JsonNode> first = threads.submit(() -> ann.call("add", "{\"a\": 100, \"b\": 2}"));
            String id = waiting(first);
            assertThat(done("approvals", "list").out())
                    .contains(id + "  waiting  until ", "rule \"large sums\"")
                    .contains("ann calls add of everything with {\"a\":100,\"b\":2}");
            assertThat(done("approvals", "approve", id).err()).isEqualTo("Approved\n");
            assertThat(first.get(30, TimeUnit.SECONDS).toString()).contains("102");

            Future<JsonNode> second = threads.submit(() -> ann.call("add", "{\"a\": 200, \"b\": 2}"));
            String other = waiting(second);
            assertThat(done("approvals", "deny", other).err()).isEqualTo("Denied\n");
            assertThat(second.get(30, TimeUnit.SECONDS).toString()).contains("Not approved: add");

            assertThat(done("approvals", "list").out()).contains(other + "  denied by ");
        }
        assertFails("No such call waits", "approvals", "approve", "x/../y z");
        assertFails("No such call waits", "approvals", "deny", "none");
        assertMisused("Missing required parameter: 'ID'", "approvals", "approve");
        assertMisused("Missing required parameter: 'ID'", "approvals", "deny");
        assertMisused("Unmatched argument", "approvals", "list", "more");
        assertNobodyThere("approvals", "list");
    }

    @Test
    void explain_says_which_rule_decides_and_why() throws Exception {
        String denied = done("explain", "ann", "everything", "sleep").out();
        assertThat(denied)
                .startsWith("denied by nobody sleeps")
                .contains("  approve  large sums: does not apply\n", "  deny    nobody sleeps: applies\n")
                .doesNotContain("the rest");
        assertThat(done("explain", "ann", "everything", "add", "--role", "sre", "--arguments", "{\"a\": 1}")
                        .out())
                .startsWith("allowed by sre adds");
        assertThat(done("explain", "ann", "everything", "add", "-a", "{\"a\": 1}")
                        .out())
                .startsWith("allowed by the rest");

        JsonNode json = json("explain", "ann", "everything", "add", "--arguments", "{\"a\": 100}", "--json");
        assertThat(json.path("rule").asString()).isEqualTo("large sums");
        assertThat(json.path("steps").path(0).path("match").asString()).isEqualTo("applies");
        assertThat(done("explain", "ann", "everything", "nothing").err()).contains("has nothing of that name");

        assertMisused("--arguments: ", "explain", "ann", "everything", "add", "--arguments", "{");
        assertMisused("Missing required parameter: 'SERVER'", "explain", "ann");
        assertFails("about one tool, prompt or resource", "explain", "ann", "everything", "add", "--prompt", "p");
    }

    @Test
    void policy_try_says_what_other_rules_would_have_decided() throws Exception {
        String key = done("key", "create", "tess").out().strip();
        try (Talker tess = Talker.modern(key, gateway.endpoint())) {
            assertThat(tess.text("echo", "{\"message\": \"m\"}")).contains("m");
            assertThat(tess.text("echo", "{\"message\": \"n\"}")).contains("n");
        }
        Path other = Files.writeString(
                directory.resolve("other.json"),
                CONFIGURATION.replace(
                        "{\"name\": \"the rest\"",
                        "{\"name\": \"no echo\", \"effect\": \"deny\", \"tools\": [\"echo\"]}, {\"name\": \"the rest\""));
        String expected =
                "tess  echo of everything: was allowed by \"the rest\", would be denied by \"no echo\" (2 times";
        Await.until(
                "both are recorded",
                PATIENCE,
                () -> done("policy", "try", other.toString()).out().contains(expected));
        JsonNode json = json("policy", "try", other.toString(), "--json", "--from", "2020-01-01");
        assertThat(json.path("changes").valueStream())
                .anySatisfy(change -> assertThat(change.path("rule").asString()).isEqualTo("no echo"));
        assertThat(done("policy", "try", other.toString(), "--until", "2020-01-01")
                        .out())
                .startsWith("0 calls: 0 as before, 0 otherwise, 0 open");

        Path none = Files.writeString(directory.resolve("none.json"), "{\"mcpServers\": {}}");
        assertFails("has no access.rules", "policy", "try", none.toString());
        assertFails(
                "nowhere.json",
                "policy",
                "try",
                directory.resolve("nowhere.json").toString());
        assertFails("A time is written as", "policy", "try", other.toString(), "--from", "yesterday");
        assertMisused("Missing required parameter: 'FILE'", "policy", "try");
    }

    @Test
    void keys_are_listed_replaced_and_taken_back() throws Exception {
        String old = done("key", "create", "kim", "--role", "sre", "--note", "for CI")
                .out()
                .strip();
        String id = idOf("kim");
        assertThat(done("key", "list").out())
                .containsPattern(id + " +kim +sre +good +for CI")
                .doesNotContain(old);
        assertThat(json("key", "list", "--json").toString()).contains(id).doesNotContain(old);

        Shell.Said rotated = done("key", "rotate", id, "--overlap", "PT1H");
        String fresh = rotated.out().strip();
        assertThat(rotated.err()).contains("it is shown only now");
        assertThat(List.of(initialize(old), initialize(fresh)))
                .as("for an hour")
                .containsExactly(200, 200);
        assertThat(done("key", "list").out()).containsPattern(id + " +kim +sre +until 20");

        assertThat(done("key", "revoke", id).out()).isEqualTo("Key " + id + " of kim is worth nothing from now on\n");
        assertThat(List.of(initialize(old), initialize(fresh))).containsExactly(401, 200);
        assertThat(done("key", "list").out()).containsPattern(id + " +kim +sre +revoked");

        assertFails("none of them for control", "key", "create", "kim", "--note", "\u001b[31m");
        assertFails("expiresIn is a duration as in PT24H", "key", "create", "kim", "--expires", "90 days");
        assertFails("There is no such key", "key", "revoke", "nothing");
        assertFails("There is no such key", "key", "rotate", "nothing");
        assertFails("overlap is a duration as in PT24H", "key", "rotate", idOf("kim"), "--overlap", "soon");
        assertMisused("Missing required parameter: 'ID'", "key", "rotate");
        assertMisused("Missing required parameter: 'ID'", "key", "revoke");
        assertMisused("Unknown option: '--yaml'", "key", "list", "--yaml");
        assertNobodyThere("key", "list");
    }

    @Test
    void a_user_is_kept_out_and_let_in_again() throws Exception {
        String password = done("user", "create", "una").out().strip();
        try (Browser browser = new Browser(issuer())) {
            String token = token(browser, "una", password);
            assertThat(initialize(token)).isEqualTo(200);

            assertThat(done("user", "disable", "una").out()).isEqualTo("User una is kept out from now on\n");
            assertThat(initialize(token)).isEqualTo(401);
            assertThat(browser.get("/account").body()).contains("Log in");
            assertThat(logIn(browser, "una", password).statusCode()).isNotEqualTo(303);
            assertThat(done("user", "list").out()).contains("una");

            assertThat(done("user", "enable", "una").out()).isEqualTo("User una may come in from now on\n");
            assertThat(initialize(token)).as("what ended has ended").isEqualTo(401);
            assertThat(initialize(token(browser, "una", password))).isEqualTo(200);
        }
        assertFails("There is no such user", "user", "disable", "nobody");
        assertFails("There is no such user", "user", "enable", "no/body");
        assertMisused("Missing required parameter: 'NAME'", "user", "disable");
        assertMisused("Missing required parameter: 'NAME'", "user", "enable");
    }

    @Test
    void a_client_is_kept_out_whoever_it_acts_for_and_may_ask_again() throws Exception {
        String password = done("user", "create", "cleo").out().strip();
        try (Browser browser = new Browser(issuer())) {
            String token = token(browser, "cleo", password);
            assertThat(initialize(token)).isEqualTo(200);

            assertThat(done("lockdown", "client", "editor", "--reason", "it was stolen")
                            .out())
                    .startsWith("Locked since 20")
                    .endsWith(": client editor\n");
            assertThat(initialize(token)).isEqualTo(401);
            assertThat(browser.get(Browser.authorize("editor", "")).body())
                    .contains("The administrator has suspended this client");
            assertThat(done("lockdown", "list").out())
                    .containsPattern("client +editor +20")
                    .contains("it was stolen");
            assertThat(json("lockdown", "list", "--json")
                            .path("locks")
                            .path(0)
                            .path("name")
                            .asString())
                    .isEqualTo("editor");

            assertThat(done("lockdown", "client", "editor", "--lift").out()).isEqualTo("Lifted: client editor\n");
            assertThat(initialize(token)).as("what ended has ended").isEqualTo(401);
            assertThat(initialize(token(browser, "cleo", password))).isEqualTo(200);
        }
        assertThat(done("lockdown", "client", "editor", "--lift").out())
                .isEqualTo("It was not locked: client editor\n");
        assertThat(done("lockdown", "list").out()).isEmpty();
        assertFails("none of them for control", "lockdown", "client", "editor", "--reason", "\u001b[31m");
        assertMisused("Missing required parameter: 'CLIENT'", "lockdown", "client");
    }

    private static String issuer() {
        return gateway.endpoint().resolve("/").toString().replaceAll("/$", "");
    }

    /** Runs a command that is to succeed. */
    private static Shell.Said done(String... arguments) throws IOException, InterruptedException {
        Shell.Said said = at(issuer() + "/", arguments);
        assertThat(said.exitCode()).as("%s", said).isZero();
        return said;
    }

    private static JsonNode json(String... arguments) throws IOException, InterruptedException {
        return JsonMapper.shared().readTree(done(arguments).out());
    }

    private static void assertFails(String why, String... arguments) throws IOException, InterruptedException {
        assertEnds(at(issuer() + "/", arguments), 1, why);
    }

    private static void assertMisused(String why, String... arguments) throws IOException, InterruptedException {
        assertEnds(at(issuer() + "/", arguments), 2, why);
    }

    private static void assertNobodyThere(String... arguments) throws IOException, InterruptedException {
        assertEnds(at("http://127.0.0.1:1/", arguments), 3, "No gateway answers at http://127.0.0.1:1/");
    }

    private static void assertEnds(Shell.Said said, int exitCode, String why) {
        assertThat(said.exitCode()).as("%s", said).isEqualTo(exitCode);
        assertThat(said.err()).contains(why).doesNotContain("Exception", "\tat ");
        assertThat(said.out()).isEmpty();
    }

    private static Shell.Said at(String url, String... arguments) throws IOException, InterruptedException {
        return shell.yumen(
                Stream.concat(Stream.of(arguments), Stream.of("--url", url)).toArray(String[]::new));
    }

    /** The id of the call that waits, as soon as it does. */
    private static String waiting(Future<JsonNode> call) {
        String[] id = {""};
        Await.until("it waits", PATIENCE, () -> {
            assertThat(call.isDone()).as("it has not waited").isFalse();
            id[0] = json("approvals", "list", "--json")
                    .path("approvals")
                    .valueStream()
                    .filter(one -> one.path("state").asString("").equals("waiting"))
                    .map(one -> one.path("id").asString(""))
                    .findFirst()
                    .orElse("");
            return !id[0].isEmpty();
        });
        return id[0];
    }

    private static String idOf(String principal) throws IOException, InterruptedException {
        return json("key", "list", "--json")
                .path("keys")
                .valueStream()
                .filter(key -> key.path("principal").asString("").equals(principal) && !key.has("revoked"))
                .map(key -> key.path("id").asString(""))
                .findFirst()
                .orElseThrow();
    }

    private static HttpResponse<String> logIn(Browser browser, String name, String password) {
        Map<String, String> form = new LinkedHashMap<>(Browser.hidden(browser.get("/account/login")));
        form.put("name", name);
        form.put("password", password);
        return browser.post("/account/login", form);
    }

    /** What the client gets whom that user allows it. */
    private static String token(Browser browser, String name, String password) {
        assertThat(logIn(browser, name, password).statusCode()).isEqualTo(303);
        Map<String, String> back = browser.allow(browser.get(Browser.authorize("editor", "")));
        return browser.exchange(back, "editor").path("access_token").asString();
    }

    private static int initialize(String credential) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(issuer() + "/mcp"))
                    .timeout(Duration.ofSeconds(30))
                    .header("Content-Type", "application/json")
                    .header("Accept", "application/json, text/event-stream")
                    .header("Authorization", "Bearer " + credential)
                    .POST(HttpRequest.BodyPublishers.ofString(INITIALIZE))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }
}
