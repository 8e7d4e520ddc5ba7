package io.yumen.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.channel.ChannelLimits;
import io.yumen.channel.TimerWheel;
import io.yumen.http.Headers;
import io.yumen.http.HttpException;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.http.websocket.CloseStatus;
import io.yumen.session.Json;
import io.yumen.transport.CuttingProxy;
import io.yumen.transport.ServedMcp;
import io.yumen.transport.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/** Envelopes on a channel that outlives its socket. */
@Timeout(120)
final class ResumptionTest {
    private static final boolean SOAK = System.getProperty("yumen.soak") != null;
    private static final int CUTS = SOAK ? 1_000 : 100;

    private final ServedMcp mcp = new ServedMcp(ChannelLimits.DEFAULT.withChannels(100, 100), TimerWheel.turning());
    private final RelayClient client = RelayClient.create(RelayClientConfig.defaults());

    @AfterEach
    void close() {
        client.close();
        mcp.close();
    }

    @Test
    void the_first_envelope_introduces_the_gateway_and_every_message_has_its_cursor() {
        try (SocketClient socket = open("")) {
            assertThat(socket.subprotocol()).isEqualTo("mcp-envelope");
            ObjectNode init = socket.next();
            String id = init.path("id").stringValue();
            assertThat(init.propertyNames()).containsExactly("type", "id", "timestamp", "data", "cursor");
            assertThat(init.path("type").stringValue()).isEqualTo("init");
            assertThat(init.path("cursor").stringValue()).isEqualTo(id + ".0");
            assertThat(init.at("/data/connectionId").stringValue()).isEqualTo(id);
            assertThat(init.at("/data/resumed").booleanValue()).isFalse();
            assertThat(init.at("/data/serverInfo/name").stringValue()).isEqualTo("yumen");

            ObjectNode answer = socket.ask(envelope("req_1", initialize()));
            assertThat(answer.path("type").stringValue()).isEqualTo("response");
            assertThat(answer.path("id").stringValue()).isEqualTo("req_1");
            assertThat(answer.path("cursor").stringValue()).isEqualTo(id + ".1");
            assertThat(answer.at("/data/result/protocolVersion").stringValue()).isEqualTo("2025-06-18");

            assertThat(socket.ask("{'type': 'ping', 'id': 'p1', 'timestamp': 1, 'data': {}}")
                            .path("type")
                            .stringValue())
                    .isEqualTo("pong");
            assertThat(socket.ask("{'type': 'odd', 'id': 'x'}").path("type").stringValue())
                    .isEqualTo("error");
        }
    }

    @Test
    void a_client_that_comes_back_gets_what_it_missed_in_the_same_words() {
        String cursor;
        ObjectNode missed;
        try (SocketClient socket = open("")) {
            socket.next();
            cursor = socket.ask(envelope("req_1", initialize())).path("cursor").stringValue();
            missed = socket.ask(envelope("req_2", echo(2, "again")));
        }
        try (SocketClient socket = open("?cursor=" + cursor)) {
            ObjectNode init = socket.next();
            assertThat(init.at("/data/resumed").booleanValue()).isTrue();
            assertThat(init.path("cursor").stringValue()).isEqualTo(cursor);
            assertThat(socket.next()).isEqualTo(missed);
        }
    }

    @Test
    void a_connection_goes_on_from_stream_to_socket_to_poll() {
        String cursor;
        String id;
        try (Wire stream = Wire.send(mcp.port(), "GET", "/mcp/sse", "Accept: text/event-stream\n", "")) {
            id = stream.header("X-Connection-Id");
            stream.event();
            mcp.post("/mcp/message", "X-Connection-Id: " + id + "\n", initialize())
                    .close();
            cursor = stream.event().id();
            mcp.post("/mcp/message", "X-Connection-Id: " + id + "\n", echo(2, "one"))
                    .close();
            assertThat(stream.event().json().at("/data/result/echo").stringValue())
                    .isEqualTo("one");
        }
        try (SocketClient socket = SocketClient.open(client, mcp.port(), "/mcp/ws?cursor=" + cursor, Headers.none())) {
            socket.next();
            ObjectNode again = socket.next();
            assertThat(again.at("/data/result/echo").stringValue()).isEqualTo("one");
            ObjectNode two = socket.ask(envelope("req_3", echo(3, "two")));
            assertThat(two.at("/data/result/echo").stringValue()).isEqualTo("two");
            cursor = again.path("cursor").stringValue();
        }
        try (Wire poll = Wire.send(mcp.port(), "GET", "/mcp/poll?cursor=" + cursor, "", "")) {
            assertThat(poll.json().at("/messages/0/data/result/echo").stringValue())
                    .isEqualTo("two");
        }
    }

    @Test
    void a_newer_socket_takes_over_and_the_older_one_is_told() {
        try (SocketClient older = open("")) {
            String cursor = older.next().path("cursor").stringValue();
            try (SocketClient newer = open("?cursor=" + cursor)) {
                assertThat(older.end()).isEqualTo(new CloseStatus(4000, "replaced"));
                newer.next();
                assertThat(newer.ask(envelope("req_1", initialize()))
                                .path("type")
                                .stringValue())
                        .isEqualTo("response");
            }
        }
    }

    @Test
    void cursors_of_others_and_lost_ones_are_refused_before_the_socket_is_opened() {
        String cursor;
        try (SocketClient socket = open("")) {
            cursor = socket.next().path("cursor").stringValue();
            String beyond = cursor.substring(0, cursor.length() - 1) + "7";
            assertThat(refused("?cursor=" + beyond, Headers.none())).isEqualTo(410);
            assertThat(refused("?cursor=" + cursor, Headers.of("X-Test-User", "bert")))
                    .isEqualTo(404);
            assertThat(refused("?cursor=nonsense", Headers.none())).isEqualTo(400);
            assertThat(refused("?cursor=unknown.3", Headers.none())).isEqualTo(404);
            assertThat(SocketClient.refused(client, mcp.port(), "/mcp/ws?cursor=" + cursor, Headers.none(), "mcp")
                            .status())
                    .isEqualTo(400);
            assertThat(SocketClient.refused(client, mcp.port(), "/servers/a/mcp/ws?cursor=" + cursor, Headers.none())
                            .status())
                    .isEqualTo(404);
        }
    }

    @ParameterizedTest
    @EnumSource(Asking.class)
    void no_message_is_lost_or_doubled_however_often_the_socket_is_cut(Asking asking) throws IOException {
        long seed = Long.getLong("yumen.seed", System.nanoTime());
        try (CuttingProxy proxy = new CuttingProxy(mcp.port(), 20_000, seed)) {
            Stubborn stubborn = new Stubborn(asking, proxy.port(), new Random(seed));
            stubborn.run(proxy);
            report(
                    asking,
                    "WebSocket, %s: cut %d times at random bytes; %d messages, none lost, none doubled (seed %d)"
                            .formatted(asking.name().toLowerCase(Locale.ROOT), proxy.cuts(), stubborn.messages, seed));
        } catch (AssertionError e) {
            throw new AssertionError("With -Dyumen.seed=" + seed + ": " + e.getMessage(), e);
        }
    }

    /** What is asked again and again, and how often the client is told something before the answer. */
    private enum Asking {
        /** Without progress, which a session of this era lets through only so fast. */
        LEGACY(0),
        MODERN(3);

        private final int tellings;

        Asking(int tellings) {
            this.tellings = tellings;
        }

        String request(int id) {
            return switch (this) {
                case LEGACY -> echo(id, "text" + id);
                case MODERN ->
                    "{'jsonrpc': '2.0', 'id': " + id + ", 'method': 'tools/call', 'params':"
                            + " {'name': 'progress', '_meta': {'progressToken': " + id
                            + ", 'io.modelcontextprotocol/protocolVersion': '2026-07-28',"
                            + " 'io.modelcontextprotocol/clientCapabilities': {}}}}";
            };
        }
    }

    /** Asks on and on, over a socket that breaks; every request is to be answered once, after all its tellings. */
    private final class Stubborn {
        private static final int UNDER_WAY = 40;

        private final Asking asking;
        private final int port;
        private final Random random;
        private final Map<Integer, Integer> told = new LinkedHashMap<>();
        private String cursor = "";
        private int asked;
        private int messages;
        private boolean initialized;

        Stubborn(Asking asking, int port, Random random) {
            this.asking = asking;
            this.initialized = asking == Asking.MODERN;
            this.port = port;
            this.random = random;
        }

        void run(CuttingProxy proxy) {
            while (proxy.cuts() < CUTS) {
                connect(false);
            }
            proxy.relent();
            while (!told.isEmpty() || !initialized) {
                connect(true);
            }
            assertThat(asked).isGreaterThan(CUTS / 10);
        }

        private void connect(boolean last) {
            String query = cursor.isEmpty() ? "" : "?cursor=" + cursor;
            try (SocketClient socket =
                    SocketClient.open(client, port, "/mcp/ws" + query, Headers.none(), "mcp-envelope")) {
                talk(socket, last);
            } catch (HttpException | AssertionError e) {
                if (e instanceof Mismatch || e instanceof SocketClient.Silence) {
                    throw e;
                }
                // It was cut, as it should be.
            }
        }

        private void talk(SocketClient socket, boolean last) {
            ObjectNode init = socket.next();
            cursor = init.path("cursor").stringValue();
            if (!initialized) {
                socket.send(envelope("req_0", initialize()));
            }
            // Whether these arrived, only their answers say.
            told.keySet().forEach(number -> socket.send(envelope("req_" + number, asking.request(number))));
            while (!last || !told.isEmpty() || !initialized) {
                if (!last && asksMore()) {
                    asked++;
                    told.put(asked, 0);
                    socket.send(envelope("req_" + asked, asking.request(asked)));
                } else {
                    take(socket.next());
                }
            }
        }

        /** Where nothing is under way nothing will come. */
        private boolean asksMore() {
            return initialized && told.size() < UNDER_WAY && (told.isEmpty() || random.nextInt(3) > 0);
        }

        private void take(ObjectNode envelope) {
            String next = envelope.path("cursor").stringValue();
            long sequence = sequence(next);
            if (sequence != sequence(cursor) + 1) {
                throw new Mismatch("After " + cursor + " came " + next);
            }
            cursor = next;
            messages++;
            ObjectNode message = (ObjectNode) envelope.get("data");
            if (message.path("method").isString()) {
                tell(
                        message.at("/params/progressToken").intValue(),
                        message.at("/params/progress").intValue());
            } else if (message.path("id").intValue() == 0) {
                initialized = true;
            } else {
                answered(message.path("id").intValue());
            }
        }

        private void tell(int number, int progress) {
            Integer before = told.put(number, progress);
            if (before == null || before != progress - 1) {
                throw new Mismatch("Progress " + progress + " of " + number + " came after " + before);
            }
        }

        private void answered(int number) {
            Integer tellings = told.remove(number);
            if (tellings == null || tellings != asking.tellings) {
                throw new Mismatch("The answer to " + number + " came after " + tellings + " tellings");
            }
        }

        private long sequence(String of) {
            return Long.parseLong(of.substring(of.lastIndexOf('.') + 1));
        }
    }

    /** What must not be taken for a cut. */
    private static final class Mismatch extends AssertionError {
        private static final long serialVersionUID = 1;

        Mismatch(String message) {
            super(message);
        }
    }

    private static void report(Asking asking, String line) throws IOException {
        Path summary = Files.createDirectories(Path.of("target/summary"));
        Files.writeString(
                summary.resolve("resumption-websocket-" + asking.name().toLowerCase(Locale.ROOT)), line + "\n");
    }

    private SocketClient open(String query) {
        return SocketClient.open(client, mcp.port(), "/mcp/ws" + query, Headers.none(), "mcp-envelope");
    }

    private int refused(String query, Headers headers) {
        return SocketClient.refused(client, mcp.port(), "/mcp/ws" + query, headers, "mcp-envelope")
                .status();
    }

    private static String envelope(String id, String message) {
        return Json.json("{'type': 'request', 'id': '" + id + "', 'timestamp': 1, 'data': " + message + "}")
                .toString();
    }

    private static String initialize() {
        return "{'jsonrpc': '2.0', 'id': 0, 'method': 'initialize', 'params':"
                + " {'protocolVersion': '2025-06-18', 'capabilities': {}, 'clientInfo': {}}}";
    }

    private static String echo(int id, String text) {
        return "{'jsonrpc': '2.0', 'id': " + id + ", 'method': 'tools/call', 'params':"
                + " {'name': 'echo', 'arguments': {'text': '" + text + "'}}}";
    }
}
