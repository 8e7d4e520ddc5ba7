package io.yumen.backend.modern;

import static io.yumen.backend.TestClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.yumen.backend.Background;
import io.yumen.backend.Connection;
import io.yumen.backend.Connector.ConnectRequest;
import io.yumen.backend.EraDetection.Patience;
import io.yumen.backend.ListKind;
import io.yumen.backend.RecordedEvents;
import io.yumen.backend.ScopeKey;
import io.yumen.backend.TestClient;
import io.yumen.backend.link.DeliveryException;
import io.yumen.backend.link.LinkLimits;
import io.yumen.backend.link.ScriptedPeer;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.LogLevel;
import io.yumen.protocol.Message.Notification;
import io.yumen.protocol.Message.Request;
import io.yumen.protocol.Meta;
import io.yumen.protocol.Methods;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcError;
import io.yumen.protocol.RpcException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class ModernConnectionTest {
    private final ScriptedPeer peer = new ScriptedPeer(LinkLimits.DEFAULT)
            .on(
                    Methods.DISCOVER,
                    request -> json("{'supportedVersions': ['2026-07-28'], 'capabilities': {'tools': {}}, '_meta': "
                            + "{'io.modelcontextprotocol/serverInfo': {'name': 'new', 'version': '2'}}}"));
    private final RecordedEvents events = new RecordedEvents();

    @Test
    void each_request_says_who_we_are_and_what_its_caller_can_do() {
        Connection connection = open();
        TestClient client = TestClient.declaring("{'sampling': {}, 'tasks': {}, 'extensions': {'a/b': {}}}")
                .wanting(LogLevel.ERROR);
        Background<ObjectNode> call = Background.of(
                () -> connection.handle(client.exchange("tools/call", "{'name': 'x', '_meta': {'traceparent': 't'}}")));

        Request request = peer.request("tools/call");
        ObjectNode meta = (ObjectNode) request.params().get("_meta");
        assertThat(meta.path(Meta.PROTOCOL_VERSION).asString()).isEqualTo("2026-07-28");
        assertThat(meta.get(Meta.CLIENT_CAPABILITIES)).isEqualTo(json("{'sampling': {}, 'extensions': {'a/b': {}}}"));
        assertThat(meta.path(Meta.CLIENT_INFO).path("name").asString()).isEqualTo("yumen");
        assertThat(meta.path(Meta.LOG_LEVEL).asString()).isEqualTo("error");
        assertThat(meta.path("traceparent").asString()).isEqualTo("t");
        assertThat(meta.has(Meta.PROGRESS_TOKEN)).isFalse();

        peer.answer(request.id(), json("{'resultType': 'input_required', 'requestState': 's'}"));
        assertThat(call.result()).isEqualTo(json("{'resultType': 'input_required', 'requestState': 's'}"));
    }

    @Test
    void progress_and_log_messages_reach_their_call() {
        Connection connection = open();
        TestClient client = TestClient.plain().wanting(LogLevel.INFO);
        Background<ObjectNode> call = Background.of(
                () -> connection.handle(client.exchange("tools/call", "{'_meta': {'progressToken': 5}}")));
        Request request = peer.request("tools/call");

        ObjectNode progress = json("{'progress': 2}");
        progress.set(Meta.PROGRESS_TOKEN, request.params().path("_meta").get(Meta.PROGRESS_TOKEN));
        peer.say(new Notification(Methods.PROGRESS, progress));
        peer.say(new Notification(Methods.LOG, json("{'level': 'debug', 'data': 1}")));
        peer.say(new Notification(Methods.LOG, json("{'level': 'info', 'data': 2}")));
        peer.answer(request.id(), json("{}"));

        call.result();
        assertThat(client.rest())
                .containsExactly(
                        new Notification(Methods.PROGRESS, json("{'progress': 2, 'progressToken': 5}")),
                        new Notification(Methods.LOG, json("{'level': 'info', 'data': 2}")));
    }

    @Test
    void a_result_of_unknown_type_is_an_error() {
        Connection connection = open();
        peer.on("tools/call", request -> json("{'resultType': 'surprise'}"));
        assertThatExceptionOfType(RpcException.class)
                .isThrownBy(() -> connection.handle(TestClient.plain().exchange("tools/call", "{}")))
                .withMessageContaining("surprise");

        peer.on("tools/call", request -> json("{'resultType': 'task'}"));
        assertThatExceptionOfType(RpcException.class)
                .isThrownBy(() -> connection.handle(TestClient.plain().exchange("tools/call", "{}")));
        TestClient able = TestClient.declaring("{'extensions': {'io.modelcontextprotocol/tasks': {}}}");
        assertThat(connection.handle(able.exchange("tools/call", "{}"))).isEqualTo(json("{'resultType': 'task'}"));
    }

    @Test
    void two_listeners_hear_each_its_own() {
        Connection connection = open();
        TestClient one = TestClient.plain();
        TestClient two = TestClient.plain();
        String params = "{'notifications': {'toolsListChanged': true}}";
        Background<ObjectNode> first = Background.of(() -> connection.handle(one.exchange(Methods.LISTEN, params)));
        Request firstListen = peer.request(Methods.LISTEN);
        Background<ObjectNode> second = Background.of(() -> connection.handle(two.exchange(Methods.LISTEN, params)));
        Request secondListen = peer.request(Methods.LISTEN);

        peer.say(tagged(Methods.ACKNOWLEDGED, params, secondListen));
        peer.say(tagged(Methods.TOOLS_CHANGED, "{}", firstListen));

        assertThat(two.told()).isEqualTo(new Notification(Methods.ACKNOWLEDGED, json(params)));
        assertThat(one.told()).isEqualTo(new Notification(Methods.TOOLS_CHANGED, json("{}")));
        one.cancellation().cancel();
        assertThatExceptionOfType(RpcException.class).isThrownBy(first::result);
        assertThat(peer.notification(Methods.CANCELLED).params().get("requestId"))
                .hasToString(firstListen.id().toJson().toString());
        ObjectNode over = json("{}");
        over.set("requestId", secondListen.id().toJson());
        peer.say(new Notification(Methods.CANCELLED, over));
        assertThat(second.result()).isEqualTo(json("{}"));
    }

    @Test
    void changes_of_lists_are_heard_without_any_listener() {
        peer.on(
                Methods.DISCOVER,
                request -> json(
                        "{'supportedVersions': ['2026-07-28'], 'capabilities': {'prompts': {'listChanged': true}}}"));
        try (Connection connection = open()) {
            assertThat(connection.isOpen()).isTrue();
            Request listen = peer.request(Methods.LISTEN);
            assertThat(listen.params().get("notifications")).isEqualTo(json("{'promptsListChanged': true}"));

            peer.say(tagged(Methods.PROMPTS_CHANGED, "{}", listen));

            assertThat(events.change()).isEqualTo(ListKind.PROMPTS);
        }
    }

    @Test
    void a_server_that_was_replaced_by_another_revision_ends_the_connection() {
        Connection connection = open();
        peer.refuse("tools/list", new RpcError(ErrorCode.UNSUPPORTED_PROTOCOL_VERSION, "no"));

        assertThatExceptionOfType(DeliveryException.class)
                .isThrownBy(() -> connection.handle(TestClient.plain().exchange("tools/list", "{}")))
                .matches(e -> e.sent() == DeliveryException.Sent.NEVER);
        assertThat(connection.isOpen()).isFalse();
        assertThat(events.end()).contains("2026-07-28");
    }

    @Test
    void errors_of_an_older_server_and_silence_mean_the_legacy_era() {
        peer.refuse(Methods.DISCOVER, new RpcError(ErrorCode.INVALID_PARAMS, "not initialized"));
        assertThat(tryToOpen()).isEmpty();
        peer.on(Methods.DISCOVER, request -> json("{'supportedVersions': ['2025-11-25']}"));
        assertThat(tryToOpen()).isEmpty();
        peer.refuse(Methods.DISCOVER, new RpcError(ErrorCode.MISSING_CLIENT_CAPABILITY, "sampling"));
        assertThatExceptionOfType(RpcException.class).isThrownBy(this::tryToOpen);
    }

    @Test
    void a_ping_asks_the_server() {
        Connection connection = open();

        assertThat(connection.handle(TestClient.plain().exchange(Methods.PING, "{}")))
                .isEqualTo(json("{}"));

        assertThat(peer.count(Methods.DISCOVER)).isEqualTo(2);
        assertThat(connection.description().revision()).isEqualTo(Revision.V2026_07_28);
        assertThat(connection.description().serverInfo()).isEqualTo(json("{'name': 'new', 'version': '2'}"));
    }

    private Connection open() {
        return tryToOpen().orElseThrow();
    }

    private Optional<ModernConnection> tryToOpen() {
        ConnectRequest request = new ConnectRequest(ClientCapabilities.NONE, ScopeKey.SHARED, events);
        return new ModernHandshake("scripted", LinkLimits.DEFAULT).open(peer.link(), request, Patience.HANDSHAKE);
    }

    private static Notification tagged(String method, String params, Request listen) {
        ObjectNode tagged = json(params);
        Meta.of(tagged).set(Meta.SUBSCRIPTION_ID, listen.id().toJson());
        return new Notification(method, tagged);
    }
}
