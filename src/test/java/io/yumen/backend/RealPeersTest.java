package io.yumen.backend;

import static io.yumen.backend.TestClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.yumen.backend.Connector.ConnectRequest;
import io.yumen.backend.http.Credentials;
import io.yumen.backend.http.HttpBackendConfig;
import io.yumen.backend.http.HttpConnector;
import io.yumen.backend.http.StreamLimits;
import io.yumen.backend.link.DeliveryException;
import io.yumen.backend.link.LinkLimits;
import io.yumen.backend.stdio.StdioConfig;
import io.yumen.backend.stdio.StdioConnector;
import io.yumen.backend.websocket.WebSocketBackendConfig;
import io.yumen.backend.websocket.WebSocketConnector;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Results;
import io.yumen.http.Headers;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.http.client.TestCertificate;
import io.yumen.http.websocket.Heartbeat;
import io.yumen.process.ChildEvent;
import io.yumen.process.ChildLimits;
import io.yumen.process.ChildProcess;
import io.yumen.process.Children;
import io.yumen.process.ChildrenLimits;
import io.yumen.process.Command;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.LogLevel;
import io.yumen.protocol.Message.Notification;
import io.yumen.protocol.Methods;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import io.yumen.tenant.Principal;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** The servers that others wrote: needs the packages of the folder {@code e2e}. */
final class RealPeersTest {
    private static final Path E2E = Path.of("e2e").toAbsolutePath();
    private static final String CAN_ALL = "{'sampling': {}, 'elicitation': {'form': {}}, 'roots': {}}";

    private final Children children = new Children(ChildrenLimits.DEFAULT);
    private final RelayClient client = RelayClient.create(RelayClientConfig.defaults());
    private final Heartbeat heartbeat = Heartbeat.start(Duration.ofMillis(100));
    private final RecordedEvents events = new RecordedEvents();
    private ChildProcess peer;

    /** How the server of two eras is reached. */
    enum Way {
        STDIO_MODERN,
        STDIO_LEGACY,
        HTTP_MODERN,
        HTTP_LEGACY,
        WEBSOCKET_MODERN,
        WEBSOCKET_LEGACY
    }

    @AfterEach
    void stop() {
        client.close();
        heartbeat.close();
        children.close();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void a_server_of_both_eras_is_called(Way way) {
        try (Connection connection = open(way)) {
            assertThat(connection.description().revision().era().name())
                    .isEqualTo(way.name().split("_")[1]);
            assertThat(call(connection, TestClient.plain(), "echo")).contains("hello");
            assertThat(connection
                            .handle(TestClient.plain().exchange(Methods.TOOLS_LIST, "{}"))
                            .path("tools"))
                    .hasSize(6);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void progress_comes_back_in_order(Way way) {
        try (Connection connection = open(way)) {
            TestClient caller = TestClient.plain();
            connection.handle(
                    caller.exchange(Methods.TOOLS_CALL, "{'name': 'count', '_meta': {'progressToken': 'mine'}}"));
            assertThat(caller.rest())
                    .extracting(progress -> progress.params().path("progress").asInt())
                    .containsExactly(1, 2, 3);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = "HTTP_LEGACY") // without a session it keeps no level
    void log_messages_come_to_who_wants_them(Way way) {
        try (Connection connection = open(way)) {
            TestClient curious = TestClient.plain().wanting(LogLevel.DEBUG);
            call(connection, curious, "log");
            assertThat(curious.rest()).extracting(Notification::method).containsExactly(Methods.LOG);
            TestClient deaf = TestClient.plain();
            call(connection, deaf, "log");
            assertThat(deaf.rest()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = "HTTP_LEGACY") // without a session it cannot ask
    void the_user_is_asked(Way way) {
        try (Connection connection = open(way)) {
            TestClient caller =
                    TestClient.declaring(CAN_ALL).answering("{'action': 'accept', 'content': {'name': 'Li'}}");
            ObjectNode result = connection.handle(caller.exchange(Methods.TOOLS_CALL, "{'name': 'ask'}"));
            if (Results.isInputRequired(result)) {
                result = connection.handle(
                        caller.exchange(
                                Methods.TOOLS_CALL,
                                "{'name': 'ask', 'inputResponses': {'name': {'action': 'accept', 'content': {'name': 'Li'}}}}"));
            }
            assertThat(result.toString()).contains("accept Li");
        }
    }

    @ParameterizedTest
    @EnumSource(value = Way.class, mode = EnumSource.Mode.EXCLUDE, names = "HTTP_LEGACY")
    void a_changed_list_is_heard(Way way) {
        try (Connection connection = open(way)) {
            TestClient listener = TestClient.plain();
            Background<ObjectNode> listening = Background.of(() -> connection.handle(
                    listener.exchange(Methods.LISTEN, "{'notifications': {'toolsListChanged': true}}")));
            assertThat(listener.told().method()).isEqualTo(Methods.ACKNOWLEDGED);
            call(connection, TestClient.plain(), "change");
            assertThat(listener.told().method()).isEqualTo(Methods.TOOLS_CHANGED);
            assertThat(events.change()).isEqualTo(ListKind.TOOLS);
            listener.cancellation().cancel();
            assertThatExceptionOfType(RpcException.class).isThrownBy(listening::result);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Way.class, names = "HTTP_LEGACY", mode = EnumSource.Mode.EXCLUDE)
    void a_cancelled_call_leaves_the_connection_usable(Way way) {
        try (Connection connection = open(way)) {
            TestClient caller = TestClient.plain();
            Background<String> waiting = Background.of(() -> call(connection, caller, "wait"));
            call(connection, TestClient.plain(), "echo");
            caller.cancellation().cancel();
            assertThatExceptionOfType(RpcException.class).isThrownBy(waiting::result);
            assertThat(call(connection, TestClient.plain(), "echo")).contains("hello");
        }
    }

    @Test
    void a_websocket_that_breaks_fails_its_calls_at_once_and_another_is_opened() {
        WebSocketConnector connector = webSocket(webSocketUrl(E2E.resolve("servers/two-eras.mjs")));
        Connection connection = connector.connect(request());
        Background<String> waiting = Background.of(() -> call(connection, TestClient.plain(), "wait"));
        call(connection, TestClient.plain(), "echo");
        peer.send("cut".getBytes(StandardCharsets.UTF_8));
        assertThatExceptionOfType(DeliveryException.class)
                .isThrownBy(waiting::result)
                .withMessageContaining("WebSocket was lost");
        assertThat(events.end()).contains("WebSocket was lost");
        assertThat(connection.isOpen()).isFalse();
        try (Connection next = connector.connect(request())) {
            assertThat(call(next, TestClient.plain(), "echo")).contains("hello");
        }
    }

    @Test
    void a_websocket_behind_tls_is_opened_where_its_certificate_is_trusted(@TempDir Path folder) throws Exception {
        Path keys = folder.resolve("keys.p12");
        SSLContext trusting = TestCertificate.create(keys);
        BlockingQueue<String> said = new LinkedBlockingQueue<>();
        Path script = E2E.resolve("servers/two-eras.mjs");
        start(node(script, "ws", keys.toString(), TestCertificate.PASSWORD), said);
        URI url = URI.create("wss://localhost:" + next(said) + "/");
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> webSocket(url).connect(request()))
                .withMessageContaining("No TLS connection");
        try (RelayClient trusts =
                        RelayClient.create(RelayClientConfig.defaults().with(trusting));
                Connection connection = new WebSocketConnector(
                                new WebSocketBackendConfig("wss", url), trusts, heartbeat)
                        .connect(request())) {
            assertThat(call(connection, TestClient.plain(), "echo")).contains("hello");
        }
    }

    @Test
    void the_reference_server_works_over_a_pipe() {
        try (Connection connection = stdio("everything", null, everything(), "stdio")) {
            checkEverything(connection);
        }
    }

    @Test
    void the_reference_server_works_over_http_with_a_session() {
        try (Connection connection = http(everythingOverHttp("streamableHttp", "/mcp"), null)) {
            assertThat(connection.description().revision()).isEqualTo(Revision.V2025_11_25);
            checkEverything(connection);
        }
    }

    @Test
    void the_reference_server_works_over_the_oldest_transport() {
        try (Connection connection = http(everythingOverHttp("sse", "/sse"), null)) {
            assertThat(call(connection, TestClient.plain(), "echo", "{'message': 'there'}"))
                    .contains("there");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"400", "404", "405"})
    void a_server_that_only_knows_the_oldest_transport_is_found_by_whatever_it_refuses_the_others_with(String status) {
        HttpConnector connector = oldest(status);
        Connection connection = connector.connect(request());
        assertThat(call(connection, TestClient.plain(), "echo")).contains("hello");
        assertThat(call(connection, TestClient.plain(), "ping")).contains("ponged");

        Background<String> waiting = Background.of(() -> call(connection, TestClient.plain(), "wait"));
        call(connection, TestClient.plain(), "echo");
        peer.send("cut".getBytes(StandardCharsets.UTF_8));
        assertThatExceptionOfType(DeliveryException.class).isThrownBy(waiting::result);
        assertThat(events.end()).isNotEmpty();
        assertThat(connection.isOpen()).isFalse();

        try (Connection next = connector.connect(request())) {
            assertThat(call(next, TestClient.plain(), "echo")).contains("hello");
        }
    }

    @Test
    void a_server_that_wants_roots_at_once_gets_them() {
        String root = "{'roots': [{'uri': '" + E2E.resolve("servers").toUri() + "', 'name': 'servers'}]}";
        TestClient caller = TestClient.declaring("{'roots': {'listChanged': true}}")
                .speaking(Revision.V2025_06_18)
                .answering(root);
        try (Connection connection = stdio(
                "files",
                null,
                E2E.resolve("node_modules/@modelcontextprotocol/server-filesystem/dist/index.js"),
                "/tmp")) {
            connection.handle(caller.exchange(Methods.TOOLS_LIST, "{}"));
            caller.asked();
            String allowed = "";
            for (int i = 0; i < 50 && !allowed.contains("servers"); i++) {
                allowed = call(connection, caller, "list_allowed_directories");
            }
            assertThat(allowed).contains("servers");
        }
    }

    private void checkEverything(Connection connection) {
        assertThat(call(connection, TestClient.plain(), "echo", "{'message': 'there'}"))
                .contains("there");
        TestClient caller = TestClient.declaring(CAN_ALL)
                .answering("{'role': 'assistant', 'model': 'm', 'content': {'type': 'text', 'text': 'sampled'}}");
        assertThat(call(connection, caller, "trigger-sampling-request", "{'prompt': 'x', 'maxTokens': 5}"))
                .contains("sampled");
        connection.handle(caller.exchange(Methods.TOOLS_LIST, "{}"));
        assertThat(call(connection, caller, "simulate-research-query", "{'topic': 'tea', 'ambiguous': false}"))
                .contains("tea");
        ObjectNode resources = connection.handle(TestClient.plain().exchange(Methods.RESOURCES_LIST, "{}"));
        String uri = resources.path("resources").path(0).path("uri").asString();
        assertThat(connection
                        .handle(TestClient.plain().exchange(Methods.RESOURCES_READ, "{'uri': '" + uri + "'}"))
                        .path("contents"))
                .isNotEmpty();
    }

    private static String call(Connection connection, TestClient caller, String tool) {
        return call(connection, caller, tool, "{}");
    }

    private static String call(Connection connection, TestClient caller, String tool, String arguments) {
        return connection
                .handle(caller.exchange(Methods.TOOLS_CALL, "{'name': '" + tool + "', 'arguments': " + arguments + "}"))
                .toString();
    }

    private Connection open(Way way) {
        Path script = E2E.resolve("servers/two-eras.mjs");
        return switch (way) {
            case STDIO_MODERN -> stdio("two-eras", null, script);
            case STDIO_LEGACY -> stdio("two-eras", Revision.V2025_11_25, script);
            case HTTP_MODERN -> http(url(script), null);
            case HTTP_LEGACY -> http(url(script), Revision.V2025_11_25);
            case WEBSOCKET_MODERN -> webSocket(webSocketUrl(script)).connect(request());
            case WEBSOCKET_LEGACY -> {
                WebSocketBackendConfig config = new WebSocketBackendConfig("ws", webSocketUrl(script));
                yield new WebSocketConnector(config.with(Revision.V2025_11_25), client, heartbeat).connect(request());
            }
        };
    }

    private Connection stdio(String name, Revision revision, Path script, String... arguments) {
        return new StdioConnector(
                        new StdioConfig(
                                name, node(script, arguments), revision, ChildLimits.DEFAULT, LinkLimits.DEFAULT),
                        children)
                .connect(request());
    }

    private Connection http(URI url, Revision revision) {
        HttpBackendConfig config =
                new HttpBackendConfig("http", url, Headers.none(), revision, LinkLimits.DEFAULT, StreamLimits.DEFAULT);
        return new HttpConnector(config, client, Credentials.NONE).connect(request());
    }

    private WebSocketConnector webSocket(URI url) {
        return new WebSocketConnector(new WebSocketBackendConfig("ws", url), client, heartbeat);
    }

    private HttpConnector oldest(String status) {
        BlockingQueue<String> said = new LinkedBlockingQueue<>();
        peer = start(node(E2E.resolve("servers/oldest.mjs"), status), said);
        URI url = URI.create("http://127.0.0.1:" + next(said) + "/mcp");
        return new HttpConnector(new HttpBackendConfig("oldest", url), client, Credentials.NONE);
    }

    private URI url(Path script) {
        BlockingQueue<String> said = new LinkedBlockingQueue<>();
        start(node(script, "http"), said);
        return URI.create("http://127.0.0.1:" + next(said) + "/mcp");
    }

    private URI webSocketUrl(Path script) {
        BlockingQueue<String> said = new LinkedBlockingQueue<>();
        peer = start(node(script, "ws"), said);
        return URI.create("ws://127.0.0.1:" + next(said) + "/mcp");
    }

    private URI everythingOverHttp(String transport, String path) {
        BlockingQueue<String> said = new LinkedBlockingQueue<>();
        int port = freePort();
        Command command = node(everything(), transport);
        start(command.with(command.environment().declaring(Map.of("PORT", Integer.toString(port)))), said);
        String line = next(said);
        while (!line.contains(Integer.toString(port))) {
            line = next(said);
        }
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private ChildProcess start(Command command, BlockingQueue<String> said) {
        return children.start(command, ChildLimits.DEFAULT, event -> {
            if (event instanceof ChildEvent.Line line) {
                said.add(new String(line.bytes(), StandardCharsets.UTF_8));
            } else if (event instanceof ChildEvent.Complaint complaint) {
                said.add(complaint.text());
            }
        });
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String next(BlockingQueue<String> said) {
        try {
            String line = said.poll(20, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("The server said nothing");
            }
            return line;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Path everything() {
        return E2E.resolve("node_modules/@modelcontextprotocol/server-everything/dist/index.js");
    }

    private static Command node(Path script, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = script.toString();
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Command.of(E2E.resolve("node_modules/.bin/node").toString(), all);
    }

    private ConnectRequest request() {
        ScopeKey scope = new ScopeKey.Session(Principal.LOCAL, new ClientKey.Session("s"));
        return new ConnectRequest(new ClientCapabilities(json(CAN_ALL)), scope, events);
    }
}
