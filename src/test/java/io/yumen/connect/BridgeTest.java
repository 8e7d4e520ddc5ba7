package io.yumen.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.yumen.app.Bridges;
import io.yumen.app.Gateway;
import io.yumen.config.file.ConfigFile;
import io.yumen.http.Headers;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** A client at a pipe, the bridge, and a gateway that may stop and start again where it was. */
final class BridgeTest {
    private static final String ACCEPTED =
            "{'jsonrpc': '2.0', 'id': '%s', 'result': {'action': 'accept', 'content': {'username': 'u', 'email': 'e'}}}";

    private Gateway gateway;
    private URI endpoint;
    private Bridge bridge;
    private Thread serving;
    private LineClient client;

    @BeforeEach
    void start() throws IOException {
        gateway = gateway(0);
        endpoint = gateway.endpoint();
        connect(ConnectLimits.DEFAULT, Headers.none());
    }

    @AfterEach
    void stop() throws InterruptedException {
        client.close();
        serving.join(Duration.ofSeconds(20));
        bridge.close();
        gateway.close();
    }

    @Test
    void a_session_is_carried_with_progress_and_questions() {
        ObjectNode opened = client.open("2025-11-25");
        assertThat(opened.at("/result/serverInfo/name").asString()).isEqualTo("yumen");

        client.request(1, "tools/call", "{'name': 'test_tool_with_progress', '_meta': {'progressToken': 'p'}}");
        assertThat(client.told("notifications/progress")
                        .at("/params/progressToken")
                        .asString())
                .isEqualTo("p");
        assertThat(client.answer(1).has("result")).isTrue();

        client.call("two", "test_elicitation", "{'message': 'Who?'}");
        ObjectNode question = client.told("elicitation/create");
        assertThat(question.at("/params/message").asString()).isEqualTo("Who?");
        client.say(ACCEPTED.formatted(question.path("id").asString()));
        assertThat(client.answer("two").toString()).contains("accept");
    }

    @Test
    void requests_of_the_modern_era_are_carried_without_a_session() {
        client.modern(1, "server/discover", "");
        assertThat(client.answer(1).at("/result/supportedVersions/0").asString())
                .isEqualTo("2026-07-28");
        client.modern(2, "tools/call", "'name': 'test_x_mcp_header', 'arguments': {'region': 'eu', 'query': 'x'}");
        assertThat(client.answer(2).has("result")).isTrue();
        client.modern(3, "tools/call", "'name': 'test_elicitation', 'arguments': {'message': 'Who?'}");
        assertThat(client.answer(3).at("/result/resultType").asString()).isEqualTo("input_required");
        assertThat(gateway.health().sessions()).isZero();
    }

    @Test
    void a_revision_that_nobody_knows_is_refused_by_the_gateway_and_not_by_us() {
        client.request(
                1,
                "tools/list",
                "{'_meta': {'io.modelcontextprotocol/protocolVersion': '2099-01-01',"
                        + " 'io.modelcontextprotocol/clientCapabilities': {}}}");
        assertThat(client.answer(1).at("/error/code").asInt()).isEqualTo(-32022);
    }

    @Test
    void a_batch_is_answered_message_by_message() {
        client.open("2025-03-26");
        client.say("[{'jsonrpc': '2.0', 'id': 1, 'method': 'ping'}, {'jsonrpc': '2.0', 'id': 2, 'method': 'ping'}]");
        assertThat(client.answer(2).has("result")).isTrue();
        assertThat(client.answer(1).has("result")).isTrue();
    }

    @Test
    void what_is_no_message_is_refused() {
        client.say("nonsense");
        assertThat(client.told("").at("/error/code").asInt()).isEqualTo(-32700);
        client.request(1, "tools/list", "{}");
        assertThat(client.answer(1).has("error")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"legacy", "modern"})
    void a_call_waits_for_a_gateway_that_is_started_anew(String era) {
        boolean isLegacy = era.equals("legacy");
        if (isLegacy) {
            client.open("2025-11-25");
        }
        gateway.close();
        for (int id = 1; id <= 20; id++) {
            if (isLegacy) {
                client.call(id, "add", "{'a': %d, 'b': 1}".formatted(id));
            } else {
                client.modern(id, "tools/call", "'name': 'add', 'arguments': {'a': %d, 'b': 1}".formatted(id));
            }
        }
        gateway = gateway(endpoint.getPort());
        for (int id = 1; id <= 20; id++) {
            ObjectNode answer = client.answer(id);
            assertThat(answer.at("/result/content/0/text").asString())
                    .as("%s", answer)
                    .contains(Integer.toString(id + 1));
        }
        assertThat(gateway.health().sessions()).isEqualTo(isLegacy ? 1 : 0);
    }

    @Test
    void a_question_of_a_lost_gateway_is_taken_back_and_its_call_may_be_sent_again() {
        client.open("2025-11-25");
        client.call(1, "test_elicitation", "{'message': 'Who?'}");
        String question = client.told("elicitation/create").path("id").asString();

        gateway.close();
        gateway = gateway(endpoint.getPort());

        ObjectNode error = client.answer(1);
        assertThat(error.at("/error/data/retryable").asBoolean())
                .as("%s", error)
                .isTrue();
        assertThat(error.at("/error/data/perhapsDone").asBoolean()).isTrue();
        assertThat(error.at("/error/message").asString()).contains(endpoint.toString());
        assertThat(client.told("notifications/cancelled")
                        .at("/params/requestId")
                        .asString())
                .isEqualTo(question);
        client.call(2, "test_elicitation", "{'message': 'Again?'}");
        String second = client.told("elicitation/create").path("id").asString();
        assertThat(second).isNotEqualTo(question);
        client.say(ACCEPTED.formatted(question));
        client.say(ACCEPTED.formatted(second));
        assertThat(client.answer(2).toString()).contains("accept");
    }

    @Test
    void a_call_that_can_be_done_twice_survives_the_gateway_that_it_was_sent_to() {
        client.open("2025-11-25");
        client.request(1, "tools/list", "{}");
        client.answer(1);
        client.call(2, "test_elicitation", "{'message': 'Who?'}");
        client.told("elicitation/create");

        gateway.close();
        gateway = gateway(endpoint.getPort());

        client.say(
                ACCEPTED.formatted(client.told("elicitation/create").path("id").asString()));
        assertThat(client.answer(2).toString()).contains("accept");
    }

    @Test
    void a_new_session_is_like_the_lost_one_and_the_client_hears_that_lists_may_have_changed() {
        client.open("2025-11-25");
        client.request(1, "logging/setLevel", "{'level': 'emergency'}");
        client.answer(1);
        client.request(2, "resources/subscribe", "{'uri': 'test://watched-resource'}");
        assertThat(client.answer(2).has("result")).isTrue();

        gateway.close();
        gateway = gateway(endpoint.getPort());

        client.told("notifications/tools/list_changed");
        client.told("notifications/prompts/list_changed");
        client.told("notifications/resources/list_changed");
        assertThat(client.told("notifications/resources/updated")
                        .at("/params/uri")
                        .asString())
                .isEqualTo("test://watched-resource");
        client.call(3, "test_tool_with_logging", "{}");
        client.answer(3);
        assertThat(methods()).doesNotContain("notifications/message");
        client.request(4, "logging/setLevel", "{'level': 'debug'}");
        client.answer(4);
        client.call(5, "test_tool_with_logging", "{}");
        client.told("notifications/message");
    }

    @Test
    void a_subscription_outlives_the_gateway() {
        client.modern("listen", "subscriptions/listen", "'notifications': {'toolsListChanged': true}");
        assertThat(subscription(client.told("notifications/subscriptions/acknowledged")))
                .isEqualTo("listen");

        gateway.close();
        gateway = gateway(endpoint.getPort());

        assertThat(subscription(client.told("notifications/tools/list_changed")))
                .as("what was missed")
                .isEqualTo("listen");
        client.modern(2, "tools/call", "'name': 'test_trigger_tool_change', 'arguments': {}");
        assertThat(subscription(client.told("notifications/tools/list_changed")))
                .isEqualTo("listen");
        client.answer(2);
        assertThat(methods()).doesNotContain("notifications/subscriptions/acknowledged");
        assertThat(client.passedOver())
                .noneMatch(message -> message.path("id").asString("").equals("listen"));
    }

    @Test
    void a_cancelled_call_is_cancelled_at_the_gateway_and_never_answered() {
        client.open("2025-11-25");
        client.call(1, "test_elicitation", "{'message': 'Who?'}");
        String question = client.told("elicitation/create").path("id").asString();
        client.say("{'jsonrpc': '2.0', 'method': 'notifications/cancelled', 'params': {'requestId': 1}}");
        assertThat(client.told("notifications/cancelled")
                        .at("/params/requestId")
                        .asString())
                .isEqualTo(question);
        client.request(2, "ping", "{}");
        client.answer(2);
        assertThat(client.passedOver()).noneMatch(message -> message.path("id").asInt(0) == 1);
    }

    @Test
    void a_gateway_that_stays_away_is_named_in_the_error() throws IOException, InterruptedException {
        reconnect(ConnectLimits.DEFAULT.withAway(Duration.ZERO), Headers.none());
        gateway.close();
        client.modern(1, "tools/list", "");
        ObjectNode error = client.answer(1);
        assertThat(error.at("/error/code").asInt()).isEqualTo(-32000);
        assertThat(error.at("/error/message").asString()).contains(endpoint.toString(), "did not reach it");
        assertThat(error.at("/error/data/retryable").asBoolean()).isTrue();
        assertThat(bridge.unreachable())
                .hasValueSatisfying(why -> assertThat(why).contains("Cannot connect"));
    }

    @Test
    void the_end_of_the_input_ends_the_session() throws InterruptedException {
        client.open("2025-11-25");
        assertThat(gateway.health().sessions()).isEqualTo(1);
        client.close();
        assertThat(serving.join(Duration.ofSeconds(10))).isTrue();
        long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (gateway.health().sessions() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(gateway.health().sessions()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"legacy", "modern"})
    void a_key_is_sent_and_one_that_is_refused_says_how_to_give_another(String era)
            throws IOException, InterruptedException {
        BlockingQueue<String> keys = new LinkedBlockingQueue<>();
        HttpServer strict = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        strict.createContext("/", exchange -> {
            keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        strict.start();
        try {
            endpoint = URI.create("http://127.0.0.1:" + strict.getAddress().getPort() + "/mcp");
            reconnect(ConnectLimits.DEFAULT, Headers.of("Authorization", "Bearer k-1"));
            if (era.equals("legacy")) {
                client.request(1, "initialize", "{'protocolVersion': '2025-11-25', 'capabilities': {}}");
            } else {
                client.modern(1, "tools/list", "");
            }
            assertThat(client.answer(1).at("/error/message").asString()).contains("HTTP 401", "--key");
            assertThat(keys).containsOnly("Bearer k-1");
        } finally {
            strict.stop(0);
        }
    }

    private List<String> methods() {
        return client.passedOver().stream()
                .map(message -> message.path("method").asString(""))
                .toList();
    }

    private static String subscription(ObjectNode message) {
        return message.path("params")
                .path("_meta")
                .path("io.modelcontextprotocol/subscriptionId")
                .asString("");
    }

    private static Gateway gateway(int port) {
        return Gateway.start(ConfigFile.parse("""
                {"listen": {"port": %d}, "limits": {"drain": "100ms"},
                 "mcpServers": {"everything": {"service": "everything"}}}""".formatted(port)));
    }

    private void reconnect(ConnectLimits limits, Headers headers) throws IOException, InterruptedException {
        client.close();
        serving.join(Duration.ofSeconds(20));
        connect(limits, headers);
    }

    private void connect(ConnectLimits limits, Headers headers) throws IOException {
        PipedInputStream in = new PipedInputStream(1 << 16);
        PipedInputStream out = new PipedInputStream(1 << 16);
        PipedOutputStream answers = new PipedOutputStream(out);
        client = new LineClient(new PipedOutputStream(in), out);
        bridge = Bridges.to(new ConnectConfig(endpoint, headers, limits));
        serving = Thread.ofPlatform().daemon().start(() -> bridge.serve(in, answers));
    }
}
