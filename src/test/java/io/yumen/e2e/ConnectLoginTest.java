package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.app.Gateway;
import io.yumen.app.access.State;
import io.yumen.auth.server.Browser;
import io.yumen.auth.users.UserLimits;
import io.yumen.auth.users.Users;
import io.yumen.config.file.ConfigFile;
import io.yumen.connect.LineClient;
import io.yumen.secret.Secret;
import io.yumen.tenant.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code yumen connect} to a gateway that wants its users to log in: processes, and the gateway's own authorization server. */
@Timeout(180)
class ConnectLoginTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String PASSWORD = "correct horse battery";
    private static final String INITIALIZE =
            "{'protocolVersion': '2025-11-25', 'capabilities': {}, 'clientInfo': {'name': 't', 'version': '1'}}";
    private static final String INITIALIZED = "{'jsonrpc': '2.0', 'method': 'notifications/initialized'}";
    private static final Pattern PAGE = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/authorize\\?\\S+");

    @TempDir
    Path directory;

    private final List<Process> started = new ArrayList<>();
    private Gateway gateway;

    @BeforeEach
    void serve() {
        gateway = gateway("10m", "state", 0);
    }

    @AfterEach
    void stop() {
        started.forEach(Process::destroyForcibly);
        gateway.close();
    }

    @Test
    void a_user_logs_in_once_and_later_connections_are_let_in() throws Exception {
        Talk first = connect();
        logIn(first);
        assertThat(first.added(1)).contains("42");

        Talk second = connect();
        second.client.modern(1, "tools/call", "'name': 'add', 'arguments': {'a': 40, 'b': 2}");
        assertThat(second.client.answer(1).toString()).contains("42");
        assertThat(second.pages()).isEmpty();
        assertThat(logins())
                .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------"));
        assertThat(String.join("\n", texts(logins()))).doesNotContain("ymr_", "eyJ", "ymc_", "127.0.0.1");
    }

    @Test
    void a_user_logs_in_with_chromium() throws Exception {
        Talk talk = connect();
        talk.client.modern(1, "tools/call", "'name': 'add', 'arguments': {'a': 40, 'b': 2}");
        try (Chromium chromium = Chromium.start(directory)) {
            chromium.visit(talk.awaitPage(1).toString());
            chromium.awaitPage("Log in - Yumen");
            chromium.evaluate("document.querySelector('#name').value = 'ann';"
                    + "document.querySelector('#password').value = '" + PASSWORD + "';"
                    + "document.querySelector('button').click()");
            chromium.awaitPage("Let Yumen act for you?");
            chromium.evaluate("document.querySelector('button[value=allow]').click()");
            chromium.awaitPage("You are logged in");
        }
        assertThat(talk.client.answer(1).toString()).contains("42");
    }

    @Test
    void connections_that_begin_at_once_send_their_user_to_one_page() throws Exception {
        List<Talk> talks = List.of(connect(), connect(), connect());
        for (Talk talk : talks) {
            talk.client.request(0, "initialize", INITIALIZE);
        }
        Await.until("a page is shown", SOON, () -> !pages(talks).isEmpty());
        comeBack(allow(pages(talks).getFirst()));
        for (Talk talk : talks) {
            assertThat(talk.client.answer(0).has("result")).isTrue();
            talk.client.say(INITIALIZED);
            assertThat(talk.added(1)).contains("42");
        }
        assertThat(pages(talks)).hasSize(1);
    }

    @Test
    void processes_that_share_a_login_refresh_it_one_after_the_other() throws Exception {
        gateway.close();
        // Every token is about to end, and every refresh token is good once: who shows an old one loses all.
        gateway = gateway("2s", "short", 0);
        List<Talk> talks = List.of(connect(), connect());
        Talk first = talks.getFirst();
        logIn(first);
        talks.getLast().client.open("2025-11-25");
        for (int id = 1; id <= 20; id++) {
            for (Talk talk : talks) {
                talk.client.call(id, "add", "{'a': 40, 'b': 2}");
            }
            for (Talk talk : talks) {
                assertThat(talk.client.answer(id).toString()).contains("42");
            }
        }
        assertThat(pages(talks)).hasSize(1);
    }

    @Test
    void a_session_goes_on_when_its_token_has_ended() throws Exception {
        gateway.close();
        gateway = gateway("1s", "short", 0);
        Talk talk = connect();
        logIn(talk);
        long ended = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        Await.until("the token has ended", SOON, () -> System.nanoTime() - ended > 0);
        assertThat(talk.added(1)).contains("42");
        assertThat(talk.pages()).hasSize(1);
    }

    @Test
    void what_its_user_took_back_is_asked_for_again_and_no_call_is_lost() throws Exception {
        Talk talk = connect();
        logIn(talk);
        assertThat(talk.added(1)).contains("42");
        takeBack();

        talk.client.call(2, "add", "{'a': 40, 'b': 2}");
        talk.client.call(3, "add", "{'a': 40, 'b': 3}");
        comeBack(allow(talk.awaitPage(2)));
        assertThat(talk.client.answer(2).toString()).contains("42");
        assertThat(talk.client.answer(3).toString()).contains("43");
        assertThat(talk.pages()).hasSize(2);
    }

    @Test
    void a_gateway_that_has_forgotten_all_sends_its_user_to_log_in_again() throws Exception {
        Talk talk = connect();
        logIn(talk);
        assertThat(talk.added(1)).contains("42");
        int port = gateway.endpoint().getPort();
        gateway.close();
        gateway = gateway("10m", "other", port);

        talk.client.call(2, "add", "{'a': 40, 'b': 2}");
        comeBack(allow(talk.awaitPage(2)));
        assertThat(talk.client.answer(2).toString()).contains("42");
    }

    @Test
    void a_user_who_says_no_is_not_let_in_and_the_client_hears_why() throws Exception {
        Talk talk = connect();
        talk.client.modern(1, "server/discover", "");
        comeBack(answered(talk.awaitPage(1), "deny"));
        assertThat(talk.client.answer(1).at("/error/message").asString())
                .contains("has not let its user in", "access_denied");

        talk.client.modern(2, "server/discover", "");
        comeBack(allow(talk.awaitPage(2)));
        assertThat(talk.client.answer(2).has("result")).isTrue();
    }

    @Test
    void a_call_that_its_client_gives_up_waits_no_longer_and_the_login_goes_on() throws Exception {
        Talk talk = connect();
        talk.client.modern(1, "server/discover", "");
        URI page = talk.awaitPage(1);
        talk.client.say("{'jsonrpc': '2.0', 'method': 'notifications/cancelled', 'params': {'requestId': 1}}");
        talk.client.modern(2, "server/discover", "");
        comeBack(allow(page));
        assertThat(talk.client.answer(2).has("result")).isTrue();
        assertThat(talk.client.passedOver()).isEmpty();
        assertThat(talk.pages()).hasSize(1);
    }

    @Test
    void a_user_can_log_in_beforehand() throws Exception {
        Talk talk = connect("--log-in");
        comeBack(allow(talk.awaitPage(1)));
        assertThat(talk.process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(talk.process.exitValue()).isZero();
        assertThat(Files.readString(talk.errors)).contains("lets you in");
        assertThat(talk.process.inputReader().lines()).as("standard output").isEmpty();

        Talk later = connect();
        later.client.modern(1, "server/discover", "");
        assertThat(later.client.answer(1).has("result")).isTrue();
        assertThat(later.pages()).isEmpty();
    }

    @Test
    void a_client_that_is_known_beforehand_comes_back_to_its_port() throws Exception {
        Talk talk = connect("--client-id", "bridge", "--scope", "mcp");
        talk.client.modern(1, "server/discover", "");
        URI page = talk.awaitPage(1);
        assertThat(page.getRawQuery()).contains("client_id=bridge", "scope=mcp", "resource=", "code_challenge=");
        comeBack(allow(page));
        assertThat(talk.client.answer(1).has("result")).isTrue();
    }

    @Test
    void a_key_is_worth_as_much_as_a_login_and_a_wrong_one_sends_nobody_anywhere() throws Exception {
        Talk talk = connect("--key", "ymk_wrong");
        talk.client.modern(1, "server/discover", "");
        assertThat(talk.client.answer(1).at("/error/message").asString()).contains("401");
        assertThat(talk.pages()).isEmpty();
    }

    /** A connection of a client, and what it tells its user. */
    private record Talk(Process process, LineClient client, Path errors) {
        List<URI> pages() {
            return PAGE.matcher(text(errors))
                    .results()
                    .map(MatchResult::group)
                    .map(URI::create)
                    .toList();
        }

        URI awaitPage(int number) {
            Await.until("page " + number, SOON, () -> pages().size() >= number);
            return pages().get(number - 1);
        }

        String added(int id) {
            client.call(id, "add", "{'a': 40, 'b': 2}");
            return client.answer(id).toString();
        }
    }

    private Talk connect(String... options) throws IOException {
        Path errors = Files.createTempFile(directory, "connect", ".err");
        String[] arguments = Stream.concat(
                        Stream.of("connect", gateway.endpoint().toString(), "--no-browser"), Stream.of(options))
                .toArray(String[]::new);
        ProcessBuilder builder = new ProcessBuilder(Peers.yumen(arguments)).redirectError(errors.toFile());
        builder.environment().putAll(environment());
        Process process = builder.start();
        started.add(process);
        boolean isTalking = !List.of(options).contains("--log-in");
        return new Talk(
                process,
                new LineClient(
                        process.getOutputStream(),
                        isTalking ? process.getInputStream() : InputStream.nullInputStream()),
                errors);
    }

    private Gateway gateway(String tokenTime, String state, int port) {
        Path folder = directory.resolve(state);
        try (State open = State.open(folder)) {
            new Users(open.store().values(), UserLimits.DEFAULT, InstantSource.system())
                    .create("ann", TenantId.LOCAL, Set.of("operator"), new Secret(PASSWORD));
        }
        return Gateway.start(ConfigFile.parse("""
                {"listen": {"port": %d}, "state": "%s", "mcpServers": {"everything": {"service": "everything"}},
                 "access": {"login": {"tokenTime": "%s", "clients": {
                   "bridge": {"redirects": ["http://127.0.0.1/oauth/callback"]}}}}}""".formatted(port, folder, tokenTime)));
    }

    private Map<String, String> environment() {
        return Map.of(
                "XDG_RUNTIME_DIR", directory.toString(),
                "XDG_STATE_HOME", directory.resolve("home").toString());
    }

    private List<Path> logins() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("home/yumen/connect"))) {
            return files.toList();
        }
    }

    private static List<String> texts(List<Path> files) {
        return files.stream().map(ConnectLoginTest::text).toList();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<URI> pages(List<Talk> talks) {
        return talks.stream().flatMap(talk -> talk.pages().stream()).toList();
    }

    /** Opens a session, for which the user logs in. */
    private void logIn(Talk talk) throws Exception {
        talk.client.request(0, "initialize", INITIALIZE);
        comeBack(allow(talk.awaitPage(1)));
        assertThat(talk.client.answer(0).at("/result/protocolVersion").asString())
                .isEqualTo("2025-11-25");
        talk.client.say(INITIALIZED);
    }

    /** The user logs in there, and allows it; where the browser is sent then. */
    private String allow(URI page) {
        return answered(page, "allow");
    }

    private String answered(URI page, String answer) {
        try (Browser browser =
                new Browser(gateway.endpoint().resolve("/").toString().replaceAll("/$", ""))) {
            HttpResponse<String> in = logIn(browser, page.getRawPath() + "?" + page.getRawQuery());
            return browser.answer(browser.get(next(in)), answer)
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
        }
    }

    /** The user says that no program acts for them any more. */
    private void takeBack() {
        try (Browser browser =
                new Browser(gateway.endpoint().resolve("/").toString().replaceAll("/$", ""))) {
            HttpResponse<String> account = browser.get(next(logIn(browser, "/account")));
            assertThat(account.body()).contains("Yumen");
            assertThat(browser.post("/account/grant", Browser.hidden(account)).statusCode())
                    .isEqualTo(303);
        }
    }

    private static HttpResponse<String> logIn(Browser browser, String path) {
        Map<String, String> form = new LinkedHashMap<>(Browser.hidden(browser.get(path)));
        form.put("name", "ann");
        form.put("password", PASSWORD);
        return browser.post("/account/login", form);
    }

    private static String next(HttpResponse<String> response) {
        return response.headers().firstValue("Location").orElseThrow();
    }

    private static void comeBack(String place) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            http.send(
                    HttpRequest.newBuilder(URI.create(place)).timeout(SOON).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
