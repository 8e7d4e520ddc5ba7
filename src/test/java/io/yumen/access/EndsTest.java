package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What was opened with a credential ends with it, on every wire, and says so; what another credential opened goes on. */
class EndsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private Locked gateway;

    @BeforeEach
    void start() {
        // What is asked here again and again until it is so is not to be too often.
        gateway =
                Locked.with(folder, "{\"passwords\": true}", "\"limits\": {\"rates\": {\"principal\": \"1000000/s\"}}");
    }

    @AfterEach
    void stop() {
        gateway.close();
        http.shutdownNow();
    }

    /** How what lets somebody in can end. */
    enum How {
        KEY_EXPIRES,
        KEY_REVOKED,
        KEY_ROTATED,
        USER_DISABLED,
        USER_REMOVED,
        PASSWORD_CHANGED,
        PRINCIPAL_LOCKED,
        EVERYTHING_LOCKED
    }

    /** What stays open. */
    enum What {
        SOCKET,
        ENVELOPED_SOCKET,
        SSE,
        ENVELOPES,
        POLL,
        SESSION_STREAM,
        LISTEN
    }

    static Stream<Arguments> all() {
        return Stream.of(How.values()).flatMap(how -> Stream.of(What.values()).map(what -> Arguments.of(how, what)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void what_is_open_ends_with_what_let_it_in(How how, What what) throws Exception {
        Ticket ticket = ticket(how);
        Ticket other = key("bob", "");
        Open unconcerned = open(other, What.SSE);
        Open open = open(ticket, what);
        end(how, ticket);
        int refused = how == How.EVERYTHING_LOCKED ? 403 : 401;
        assertThat(open.awaitEnd())
                .containsPattern(
                        switch (what) {
                            case SOCKET, ENVELOPED_SOCKET -> "^3000 access_ended";
                            case SSE -> "^: access_ended";
                            // Where its session ends too, whichever is first ends the stream.
                            case SESSION_STREAM -> how == How.KEY_EXPIRES ? "^: access_ended" : "";
                            case ENVELOPES -> "^close access_ended";
                            // Whether one poll was waiting then, or the next came after it.
                            case POLL -> "^(401|" + refused + ")";
                            case LISTEN -> "^-32006";
                        });
        if (how != How.EVERYTHING_LOCKED) {
            assertThat(unconcerned.isOpen()).isTrue();
            assertThat(post(other, "/mcp", modern("tools/list", "")).statusCode())
                    .isEqualTo(200);
        }
        assertThat(post(ticket, "/mcp", modern("tools/list", "")).statusCode()).isEqualTo(refused);
    }

    @ParameterizedTest
    @EnumSource(
            value = How.class,
            names = {"KEY_REVOKED", "USER_DISABLED", "PRINCIPAL_LOCKED", "EVERYTHING_LOCKED"})
    void a_call_that_runs_ends_when_its_credential_is_taken_back(How how) throws Exception {
        Ticket ticket = ticket(how);
        CompletableFuture<HttpResponse<String>> call = http.sendAsync(
                ticket.on(request(
                                        "/mcp",
                                        modern(
                                                "tools/call",
                                                "\"name\": \"sleep\", \"arguments\": {\"millis\": 20000},"))
                                .header("Mcp-Name", "sleep"))
                        .build(),
                BodyHandlers.ofString());
        awaitCall();
        end(how, ticket);
        HttpResponse<String> answer = call.get(10, TimeUnit.SECONDS);
        assertThat(answer.body()).contains("-32006", "Your access has ended");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).contains("invalid_token");
    }

    @Test
    void a_session_ends_with_a_key_that_is_taken_back_though_its_principal_has_another() throws Exception {
        Ticket first = key("ann", "");
        Ticket second = key("ann", "");
        String session = initialize(first);
        assertThat(list(second, session).statusCode()).isEqualTo(200);
        end(How.KEY_REVOKED, first);
        assertThat(eventually(() -> list(second, session).statusCode(), 404)).isEqualTo(404);
    }

    @Test
    void a_session_goes_on_with_another_credential_of_its_principal_when_the_first_expires() throws Exception {
        Ticket first = key("ann", "\"expiresIn\": \"PT2S\",");
        Ticket second = key("ann", "");
        String session = initialize(first);
        assertThat(eventually(() -> list(first, session).statusCode(), 401)).isEqualTo(401);
        assertThat(list(second, session).statusCode()).isEqualTo(200);
    }

    @Test
    void a_parked_call_ends_with_its_key_and_goes_on_where_that_only_expires() throws Exception {
        Ticket second = key("ann", "");
        Ticket expiring = key("ann", "\"expiresIn\": \"PT2S\",");
        JsonNode asked = elicit(expiring, "");
        assertThat(eventually(() -> list(expiring, "none").statusCode(), 401)).isEqualTo(401);
        assertThat(elicit(second, answer(asked)).at("/result/content/0/text").asString())
                .contains("fine");

        Ticket revoked = key("ann", "");
        JsonNode again = elicit(revoked, "");
        end(How.KEY_REVOKED, revoked);
        assertThat(elicit(second, answer(again)).at("/error/message").asString())
                .containsAnyOf("does not wait any more", "Your access has ended");
    }

    @Test
    void a_socket_that_lost_its_credential_goes_on_with_another_where_it_was() throws Exception {
        Ticket first = key("ann", "\"expiresIn\": \"PT3S\",");
        Talk talk = new Talk();
        http.newWebSocketBuilder()
                .header("Authorization", first.header())
                .subprotocols("mcp-envelope")
                .buildAsync(socket("/mcp/ws"), talk)
                .get(10, TimeUnit.SECONDS);
        String cursor = talk.first().path("cursor").asString();
        assertThat(talk.awaitEnd()).isEqualTo("3000 access_ended");
        Talk next = new Talk();
        http.newWebSocketBuilder()
                .header("Authorization", key("ann", "").header())
                .buildAsync(socket("/mcp/ws?cursor=" + cursor), next)
                .get(10, TimeUnit.SECONDS);
        assertThat(next.first().at("/data/resumed").asBoolean()).isTrue();
    }

    private Ticket ticket(How how) throws IOException {
        return switch (how) {
            case KEY_EXPIRES -> key("ann", "\"expiresIn\": \"PT3S\",");
            case KEY_REVOKED, KEY_ROTATED, PRINCIPAL_LOCKED, EVERYTHING_LOCKED -> key("ann", "");
            case USER_DISABLED, USER_REMOVED, PASSWORD_CHANGED -> {
                gateway.operate("POST /api/v1/users", """
                        {"name": "ann", "roles": [], "password": "%s"}""".formatted(PASSWORD));
                yield new Ticket(
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(("ann:" + PASSWORD).getBytes(StandardCharsets.UTF_8)),
                        "");
            }
        };
    }

    private void end(How how, Ticket ticket) throws IOException {
        switch (how) {
            case KEY_EXPIRES -> {}
            case KEY_REVOKED -> gateway.operate("DELETE /api/v1/keys/" + ticket.id(), "");
            case KEY_ROTATED ->
                gateway.operate("POST /api/v1/keys/" + ticket.id() + "/rotate", "{\"overlap\": \"PT1S\"}");
            case USER_DISABLED -> gateway.operate("POST /api/v1/users/ann/disable", "{}");
            case USER_REMOVED -> gateway.operate("DELETE /api/v1/users/ann", "");
            case PASSWORD_CHANGED ->
                gateway.operate("POST /api/v1/users/ann/password", "{\"password\": \"another horse battery\"}");
            case PRINCIPAL_LOCKED -> gateway.operate("POST /api/v1/lockdown/principals/local/ann", "{}");
            case EVERYTHING_LOCKED -> gateway.operate("POST /api/v1/lockdown/everything", "{}");
        }
    }

    private Ticket key(String principal, String more) throws IOException {
        JsonNode made = gateway.makeKey("{%s \"principal\": \"%s\"}".formatted(more, principal));
        return new Ticket(
                "Bearer " + made.path("key").asString(), made.path("id").asString());
    }

    /** What somebody shows, and the id of the key, where it is one. */
    private record Ticket(String header, String id) {
        HttpRequest.Builder on(HttpRequest.Builder request) {
            return request.header("Authorization", header);
        }
    }

    /** Something that stays open until the gateway ends it. */
    private interface Open {
        /** The last that it said. */
        String awaitEnd() throws Exception;

        boolean isOpen();
    }

    private Open open(Ticket ticket, What what) throws Exception {
        return switch (what) {
            case SOCKET -> socket(ticket, "mcp");
            case ENVELOPED_SOCKET -> socket(ticket, "mcp-envelope");
            case SSE -> stream(ticket.on(get("/sse")), "(: access_ended)");
            case ENVELOPES -> stream(ticket.on(get("/mcp/sse")), "\"type\":\"(close)\".*\"reason\":\"(\\w+)\"");
            case POLL -> poll(ticket);
            case SESSION_STREAM ->
                stream(ticket.on(get("/mcp")).header("Mcp-Session-Id", initialize(ticket)), "(: access_ended)|\\z");
            case LISTEN ->
                stream(
                        ticket.on(request(
                                "/mcp",
                                modern("subscriptions/listen", "\"notifications\": {\"toolsListChanged\": true},"))),
                        "\"code\":(-\\d+)");
        };
    }

    private Open socket(Ticket ticket, String subprotocol) throws Exception {
        Talk talk = new Talk();
        http.newWebSocketBuilder()
                .header("Authorization", ticket.header())
                .subprotocols(subprotocol)
                .buildAsync(socket("/mcp/ws"), talk)
                .get(10, TimeUnit.SECONDS);
        return talk;
    }

    private Open poll(Ticket ticket) throws Exception {
        String first = http.send(ticket.on(get("/mcp/poll")).build(), BodyHandlers.ofString())
                .body();
        String cursor = JsonMapper.shared().readTree(first).path("cursor").asString();
        CompletableFuture<HttpResponse<String>> waiting =
                http.sendAsync(ticket.on(get("/mcp/poll?cursor=" + cursor)).build(), BodyHandlers.ofString());
        return new Open() {
            @Override
            public String awaitEnd() throws Exception {
                return String.valueOf(
                        waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).statusCode());
            }

            @Override
            public boolean isOpen() {
                return !waiting.isDone();
            }
        };
    }

    private Open stream(HttpRequest.Builder request, String last) throws Exception {
        HttpResponse<Stream<String>> response = http.send(request.build(), BodyHandlers.ofLines());
        assertThat(response.statusCode()).isEqualTo(200);
        CompletableFuture<List<String>> lines =
                CompletableFuture.supplyAsync(() -> response.body().toList());
        return new Open() {
            @Override
            public String awaitEnd() throws Exception {
                String text = String.join("\n", lines.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
                Matcher matcher = Pattern.compile(last).matcher(text);
                assertThat(matcher.find()).as(text).isTrue();
                return matcher.groupCount() == 2
                        ? matcher.group(1) + " " + matcher.group(2)
                        : Objects.requireNonNullElse(matcher.group(1), "");
            }

            @Override
            public boolean isOpen() {
                return !lines.isDone();
            }
        };
    }

    private String initialize(Ticket ticket) throws Exception {
        HttpResponse<String> answer = http.send(ticket.on(request("/mcp", """
                {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-11-25",
                 "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}}""")).build(), BodyHandlers.ofString());
        return answer.headers().firstValue("Mcp-Session-Id").orElseThrow();
    }

    private HttpResponse<String> list(Ticket ticket, String session) throws Exception {
        return http.send(
                ticket.on(request("/mcp", "{\"jsonrpc\": \"2.0\", \"id\": 2, \"method\": \"tools/list\"}"))
                        .header("Mcp-Session-Id", session)
                        .build(),
                BodyHandlers.ofString());
    }

    private JsonNode elicit(Ticket ticket, String more) throws Exception {
        String body = modern(
                "tools/call",
                more + "\"name\": \"elicit\", \"arguments\": {\"message\": \"How?\"},",
                "{\"elicitation\": {\"form\": {}}}");
        return JsonMapper.shared()
                .readTree(http.send(
                                ticket.on(request("/mcp", body).header("Mcp-Name", "elicit"))
                                        .build(),
                                BodyHandlers.ofString())
                        .body());
    }

    private static String answer(JsonNode asked) {
        String state = asked.at("/result/requestState").asString();
        JsonNode requests = asked.at("/result/inputRequests");
        String key = requests.propertyNames().iterator().next();
        String field = requests.path(key)
                .at("/params/requestedSchema/properties")
                .propertyNames()
                .iterator()
                .next();
        return "\"requestState\": \"%s\", \"inputResponses\": {\"%s\": {\"action\": \"accept\", \"content\": {\"%s\": \"fine\"}}},"
                .formatted(state, key, field);
    }

    private HttpResponse<String> post(Ticket ticket, String path, String body) throws Exception {
        return http.send(ticket.on(request(path, body)).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder get(String path) {
        return HttpRequest.newBuilder(gateway.endpoint().resolve(path)).header("Accept", "text/event-stream");
    }

    private HttpRequest.Builder request(String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.endpoint().resolve(path))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(body));
        JsonNode method = JsonMapper.shared().readTree(body);
        return body.contains("2026-07-28")
                ? request.header("MCP-Protocol-Version", "2026-07-28")
                        .header("Mcp-Method", method.path("method").asString())
                : request;
    }

    private static String modern(String method, String params) {
        return modern(method, params, "{}");
    }

    private static String modern(String method, String params, String capabilities) {
        return """
                {"jsonrpc": "2.0", "id": 1, "method": "%s", "params": {%s "_meta": {
                 "io.modelcontextprotocol/protocolVersion": "2026-07-28",
                 "io.modelcontextprotocol/clientInfo": {"name": "t", "version": "1"},
                 "io.modelcontextprotocol/clientCapabilities": %s}}}""".formatted(method, params, capabilities);
    }

    private URI socket(String path) {
        return URI.create("ws://127.0.0.1:" + gateway.endpoint().getPort() + path);
    }

    private void awaitCall() throws Exception {
        eventually(
                () -> gateway.operate("GET /api/v1/servers/everything", "")
                        .path("requestsUnderWay")
                        .asInt(0),
                1);
    }

    private static int eventually(Probe probe, int wanted) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        int found = probe.look();
        while (found != wanted && System.nanoTime() < end) {
            Thread.onSpinWait();
            found = probe.look();
        }
        return found;
    }

    private interface Probe {
        int look() throws Exception;
    }

    /** A socket that hears what comes. */
    private static final class Talk implements WebSocket.Listener, Open {
        private final CompletableFuture<String> first = new CompletableFuture<>();
        private final CompletableFuture<String> end = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();
        private final CountDownLatch opened = new CountDownLatch(1);

        @Override
        public void onOpen(WebSocket socket) {
            opened.countDown();
            socket.request(Long.MAX_VALUE);
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                first.complete(text.toString());
            }
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            end.complete(status + " " + reason);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            end.complete(error.toString());
        }

        JsonNode first() throws Exception {
            return JsonMapper.shared().readTree(first.get(10, TimeUnit.SECONDS));
        }

        @Override
        public String awaitEnd() throws Exception {
            return end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        @Override
        public boolean isOpen() {
            return !end.isDone();
        }
    }
}
