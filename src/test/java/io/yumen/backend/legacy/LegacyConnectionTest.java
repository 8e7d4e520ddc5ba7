package io.yumen.backend.legacy;

import static io.yumen.backend.TestClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.yumen.backend.Background;
import io.yumen.backend.Connection;
import io.yumen.backend.Connector.ConnectRequest;
import io.yumen.backend.ListKind;
import io.yumen.backend.RecordedEvents;
import io.yumen.backend.ScopeKey;
import io.yumen.backend.TestClient;
import io.yumen.backend.link.DeliveryException;
import io.yumen.backend.link.LinkLimits;
import io.yumen.backend.link.ScriptedPeer;
import io.yumen.exchange.Client;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Exchange;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.LogLevel;
import io.yumen.protocol.Message;
import io.yumen.protocol.Message.Notification;
import io.yumen.protocol.Message.Request;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcError;
import io.yumen.protocol.RpcException;
import io.yumen.tenant.Principal;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class LegacyConnectionTest {
    private static final ScopeKey SESSION = new ScopeKey.Session(Principal.LOCAL, new ClientKey.Session("the-session"));
    private static final String CAN_SAMPLE = "{'sampling': {}, 'elicitation': {'form': {}, 'url': {}}}";

    private final ScriptedPeer peer = new ScriptedPeer(LinkLimits.DEFAULT)
            .on(Methods.INITIALIZE, request -> json("""
                    {'protocolVersion': '2025-03-26', 'serverInfo': {'name': 'old', 'version': '1'},
                     'capabilities': {'logging': {}, 'tools': {'listChanged': true},
                                      'resources': {'subscribe': true}, 'tasks': {}},
                     'instructions': 'Be kind'}"""))
            .on(Methods.SET_LEVEL, request -> json("{}"))
            .on(Methods.SUBSCRIBE, request -> json("{}"))
            .on(Methods.UNSUBSCRIBE, request -> json("{}"));
    private final RecordedEvents events = new RecordedEvents();

    @Test
    void an_older_server_is_taken_as_it_is_and_learns_what_it_may_ask() {
        ObjectNode[] offered = new ObjectNode[1];
        peer.on(Methods.INITIALIZE, request -> {
            offered[0] = request.params();
            return json("{'protocolVersion': '2024-11-05', 'capabilities': {}}");
        });

        Connection connection = open(ScopeKey.SHARED);

        assertThat(connection.description().revision()).isEqualTo(Revision.V2024_11_05);
        assertThat(offered[0].path("protocolVersion").asString()).isEqualTo("2025-11-25");
        assertThat(offered[0].get("capabilities")).isEqualTo(json(CAN_SAMPLE));
        peer.notification(Methods.INITIALIZED);
    }

    @Test
    void a_revision_that_nobody_knows_is_refused() {
        peer.on(Methods.INITIALIZE, request -> json("{'protocolVersion': '1999-01-01'}"));

        assertThatExceptionOfType(DeliveryException.class)
                .isThrownBy(() -> open(ScopeKey.SHARED))
                .withMessageContaining("1999-01-01");
    }

    @Test
    void discovery_is_answered_from_the_handshake() {
        ObjectNode discovered = open(ScopeKey.SHARED).handle(TestClient.plain().exchange(Methods.DISCOVER, "{}"));

        assertThat(discovered.path("supportedVersions").get(0).asString()).isEqualTo("2026-07-28");
        assertThat(discovered.path("capabilities").has("tasks")).isFalse();
        assertThat(discovered.path("capabilities").has("tools")).isTrue();
        assertThat(discovered.path("instructions").asString()).isEqualTo("Be kind");
    }

    @Test
    void progress_comes_back_under_the_callers_own_token() {
        Connection connection = open(ScopeKey.SHARED);
        TestClient client = TestClient.plain();
        Background<ObjectNode> call = Background.of(
                () -> connection.handle(client.exchange("tools/call", "{'_meta': {'progressToken': 'mine', 'x': 1}}")));
        Request request = peer.request("tools/call");
        ObjectNode meta = (ObjectNode) request.params().get("_meta");
        assertThat(meta.get("x").asInt()).isEqualTo(1);

        peer.say(new Notification(Methods.PROGRESS, json("{'progressToken': 'mine', 'progress': 1}")));
        ObjectNode progress = json("{'progress': 2}");
        progress.set("progressToken", meta.get("progressToken"));
        peer.say(new Notification(Methods.PROGRESS, progress));
        peer.answer(request.id(), json("{'content': []}"));

        assertThat(call.result()).isEqualTo(json("{'content': []}"));
        assertThat(client.rest())
                .containsExactly(new Notification(Methods.PROGRESS, json("{'progress': 2, 'progressToken': 'mine'}")));
    }

    @Test
    void a_question_goes_to_the_only_caller_that_can_be_asked() {
        Connection connection = open(ScopeKey.SHARED);
        TestClient mute = TestClient.plain();
        TestClient able = TestClient.declaring(CAN_SAMPLE).answering("{'action': 'accept'}");
        Background<ObjectNode> first = Background.of(() -> connection.handle(mute.exchange("tools/call", "{}")));
        Request one = peer.request("tools/call");
        Background<ObjectNode> second = Background.of(() -> connection.handle(able.exchange("tools/call", "{}")));
        Request two = peer.request("tools/call");

        peer.say(new Request(RequestId.of("q"), Methods.ELICITATION, json("{'message': 'Sure?'}")));

        assertThat(peer.response()).isEqualTo(new Message.Result(RequestId.of("q"), json("{'action': 'accept'}")));
        assertThat(able.asked().params()).isEqualTo(json("{'message': 'Sure?'}"));
        peer.answer(one.id(), json("{}"));
        peer.answer(two.id(), json("{}"));
        first.result();
        second.result();
    }

    @Test
    void a_question_never_goes_to_a_request_that_nobody_sent() {
        Connection connection = open(SESSION);
        TestClient client =
                TestClient.declaring(CAN_SAMPLE).speaking(Revision.V2025_06_18).answering("{'role': 'assistant'}");
        Exchange list = client.exchange("tools/list", "{}").withClient(Client.silent());
        Background<ObjectNode> own = Background.of(() ->
                connection.handle(list.withClient(list.client().asking((question, asked) -> asked.ask(question)))));
        Request listed = peer.request("tools/list");
        Background<ObjectNode> call = Background.of(() -> connection.handle(client.exchange("tools/call", "{}")));
        Request called = peer.request("tools/call");

        peer.say(new Request(RequestId.of("q"), Methods.SAMPLING, json("{}")));

        assertThat(peer.response()).isEqualTo(new Message.Result(RequestId.of("q"), json("{'role': 'assistant'}")));
        peer.answer(listed.id(), json("{'tools': []}"));
        peer.answer(called.id(), json("{}"));
        own.result();
        call.result();
    }

    @Test
    void a_question_that_may_be_meant_for_two_callers_reaches_neither() {
        Connection connection = open(ScopeKey.SHARED);
        TestClient one = TestClient.declaring(CAN_SAMPLE).answering("{}");
        TestClient two = TestClient.declaring(CAN_SAMPLE).answering("{}");
        Background<ObjectNode> first = Background.of(() -> connection.handle(one.exchange("tools/call", "{}")));
        Request firstRequest = peer.request("tools/call");
        Background<ObjectNode> second = Background.of(() -> connection.handle(two.exchange("tools/call", "{}")));
        Request secondRequest = peer.request("tools/call");

        peer.say(new Request(RequestId.of(7), Methods.SAMPLING, json("{}")));

        assertThat(peer.response())
                .isInstanceOfSatisfying(
                        Message.Failure.class,
                        failure -> assertThat(failure.error().message()).contains("Several clients"));
        peer.answer(firstRequest.id(), json("{}"));
        peer.answer(secondRequest.id(), json("{}"));
        first.result();
        second.result();
        assertThat(connection.attributesRequests()).isFalse();
    }

    @Test
    void a_question_before_the_first_call_waits_for_it() {
        Connection connection = open(SESSION);
        TestClient client = TestClient.declaring("{'roots': {}}").answering("{'roots': []}");
        peer.say(new Request(RequestId.of(1), Methods.ROOTS_LIST, json("{}")));

        Background<ObjectNode> call = Background.of(() -> connection.handle(client.exchange("tools/call", "{}")));

        assertThat(peer.response()).isEqualTo(new Message.Result(RequestId.of(1), json("{'roots': []}")));
        while (peer.count("tools/call") == 0) {
            Thread.onSpinWait();
        }
        peer.answer(RequestId.of(2), json("{}"));
        call.result();
        assertThat(connection.attributesRequests()).isTrue();
    }

    @Test
    void a_question_between_calls_goes_to_the_session_that_listens() {
        Connection connection = open(SESSION);
        TestClient client =
                TestClient.declaring(CAN_SAMPLE).speaking(Revision.V2025_06_18).answering("{'role': 'assistant'}");
        Background<ObjectNode> listening =
                Background.of(() -> connection.handle(client.exchange(Methods.LISTEN, "{'notifications': {}}")));
        assertThat(client.told().method()).isEqualTo(Methods.ACKNOWLEDGED);

        peer.say(new Request(RequestId.of(1), Methods.SAMPLING, json("{}")));

        assertThat(peer.response()).isEqualTo(new Message.Result(RequestId.of(1), json("{'role': 'assistant'}")));
        client.cancellation().cancel();
        assertThatExceptionOfType(RpcException.class).isThrownBy(listening::result);
    }

    @Test
    void a_ping_and_an_unknown_request_are_answered() {
        open(ScopeKey.SHARED);

        peer.say(new Request(RequestId.of("p"), Methods.PING, json("{}")));
        assertThat(peer.response()).isEqualTo(new Message.Result(RequestId.of("p"), json("{}")));
        peer.say(new Request(RequestId.of("u"), "no/such", json("{}")));
        assertThat(peer.response())
                .isEqualTo(new Message.Failure(
                        RequestId.of("u"),
                        new RpcError(
                                ErrorCode.METHOD_NOT_FOUND, "Method not found: no/such", null, RpcError.Origin.PEER)));
    }

    @Test
    void log_messages_reach_the_only_call_at_its_level() {
        Connection connection = open(ScopeKey.SHARED);
        TestClient client = TestClient.plain().wanting(LogLevel.WARNING);
        Background<ObjectNode> call = Background.of(() -> connection.handle(client.exchange("tools/call", "{}")));
        Request request = peer.request("tools/call");
        assertThat(peer.count(Methods.SET_LEVEL)).isEqualTo(1);

        peer.say(new Notification(Methods.LOG, json("{'level': 'info', 'data': 'quiet'}")));
        peer.say(new Notification(Methods.LOG, json("{'level': 'error', 'data': 'loud'}")));
        peer.answer(request.id(), json("{}"));

        call.result();
        assertThat(client.rest())
                .containsExactly(new Notification(Methods.LOG, json("{'level': 'error', 'data': 'loud'}")));
    }

    @Test
    void a_resource_is_subscribed_once_and_released_by_the_last_listener() {
        Connection connection = open(ScopeKey.SHARED);
        TestClient one = TestClient.plain();
        TestClient two = TestClient.plain();
        String filter =
                "{'notifications': {'toolsListChanged': true, 'promptsListChanged': true, 'resourceSubscriptions': ['a://b']}}";
        Background<ObjectNode> first = Background.of(() -> connection.handle(one.exchange(Methods.LISTEN, filter)));
        assertThat(one.told().params())
                .isEqualTo(json("{'notifications': {'toolsListChanged': true, 'resourceSubscriptions': ['a://b']}}"));
        Background<ObjectNode> second = Background.of(() -> connection.handle(two.exchange(Methods.LISTEN, filter)));
        two.told();

        peer.say(new Notification(Methods.RESOURCE_UPDATED, json("{'uri': 'a://b'}")));
        peer.say(new Notification(Methods.RESOURCE_UPDATED, json("{'uri': 'a://c'}")));
        peer.say(new Notification(Methods.TOOLS_CHANGED, json("{}")));

        assertThat(one.told()).isEqualTo(new Notification(Methods.RESOURCE_UPDATED, json("{'uri': 'a://b'}")));
        assertThat(one.told().method()).isEqualTo(Methods.TOOLS_CHANGED);
        assertThat(two.told().method()).isEqualTo(Methods.RESOURCE_UPDATED);
        assertThat(events.change()).isEqualTo(ListKind.TOOLS);
        one.cancellation().cancel();
        assertThatExceptionOfType(RpcException.class).isThrownBy(first::result);
        assertThat(peer.count(Methods.UNSUBSCRIBE)).isZero();
        two.cancellation().cancel();
        assertThatExceptionOfType(RpcException.class).isThrownBy(second::result);
        assertThat(peer.count(Methods.SUBSCRIBE)).isEqualTo(1);
        assertThat(peer.count(Methods.UNSUBSCRIBE)).isEqualTo(1);
    }

    @Test
    void a_missing_resource_is_told_in_the_modern_way() {
        peer.refuse(Methods.RESOURCES_READ, new RpcError(ErrorCode.RESOURCE_NOT_FOUND, "Nothing there"));
        Connection connection = open(ScopeKey.SHARED);

        assertThatExceptionOfType(RpcException.class)
                .isThrownBy(() ->
                        connection.handle(TestClient.plain().exchange(Methods.RESOURCES_READ, "{'uri': 'a://x'}")))
                .matches(e -> e.error()
                        .equals(new RpcError(ErrorCode.INVALID_PARAMS, "Nothing there", json("{'uri': 'a://x'}"))));
    }

    @Test
    void urls_that_must_be_visited_first_become_input_that_is_required() {
        peer.refuse(
                Methods.TOOLS_CALL,
                new RpcError(
                        ErrorCode.URL_ELICITATION_REQUIRED,
                        "Log in first",
                        json(
                                "{'elicitations': [{'mode': 'url', 'elicitationId': 'e-1', 'url': 'https://a.example/', 'message': 'Log in'}]}")));
        Connection connection = open(ScopeKey.SHARED);

        ObjectNode result =
                connection.handle(TestClient.declaring(CAN_SAMPLE).exchange(Methods.TOOLS_CALL, "{'name': 'x'}"));

        assertThat(result).isEqualTo(json("""
                {'resultType': 'input_required', 'inputRequests': {'url-1': {'method': 'elicitation/create',
                 'params': {'mode': 'url', 'elicitationId': 'e-1', 'url': 'https://a.example/', 'message': 'Log in'}}},
                 'requestState': 'visits:e-1'}"""));
        assertThatExceptionOfType(RpcException.class)
                .isThrownBy(() -> connection.handle(TestClient.plain().exchange(Methods.TOOLS_CALL, "{'name': 'x'}")));

        String answered = "{'name': 'x', 'requestState': 'visits:e-1', 'inputResponses': {'url-1': {'action': '%s'}}}";
        TestClient caller = TestClient.declaring(CAN_SAMPLE);
        assertThat(connection
                        .handle(caller.exchange(Methods.TOOLS_CALL, answered.formatted("decline")))
                        .path("isError")
                        .asBoolean())
                .isTrue();
        peer.on(Methods.TOOLS_CALL, request -> json("{'content': []}"));
        Background<ObjectNode> retry = Background.of(
                () -> connection.handle(caller.exchange(Methods.TOOLS_CALL, answered.formatted("accept"))));
        peer.say(new Notification(Methods.ELICITATION_COMPLETE, json("{'elicitationId': 'e-1'}")));
        assertThat(retry.result()).isEqualTo(json("{'content': []}"));
    }

    @Test
    void a_tool_that_can_only_be_a_task_is_called_and_waited_for() {
        peer.on(
                Methods.INITIALIZE,
                request -> json("{'protocolVersion': '2025-11-25', 'capabilities':"
                        + " {'tools': {}, 'tasks': {'requests': {'tools': {'call': {}}}}}}"));
        peer.on(
                Methods.TOOLS_LIST,
                request -> json(
                        "{'tools': [{'name': 'slow', 'execution': {'taskSupport': 'required'}}, {'name': 'quick'}]}"));
        peer.on(
                Methods.TASKS_RESULT,
                request -> json(
                        "{'content': [], '_meta':" + " {'io.modelcontextprotocol/related-task': {'taskId': 't-1'}}}"));
        Connection connection = open(ScopeKey.SHARED);

        assertThat(connection.handle(TestClient.plain().exchange(Methods.TOOLS_LIST, "{}")))
                .isEqualTo(json("{'tools': [{'name': 'slow'}, {'name': 'quick'}]}"));
        Background<ObjectNode> call = Background.of(
                () -> connection.handle(TestClient.plain().exchange(Methods.TOOLS_CALL, "{'name': 'slow'}")));
        Request begun = peer.request(Methods.TOOLS_CALL);
        assertThat(begun.params()).isEqualTo(json("{'name': 'slow', 'task': {'ttl': 3600000}}"));
        peer.answer(begun.id(), json("{'task': {'taskId': 't-1', 'status': 'working'}}"));

        assertThat(call.result()).isEqualTo(json("{'content': []}"));
    }

    @Test
    void a_question_of_a_shared_connection_is_not_shown_to_another_principal() {
        Connection connection = open(ScopeKey.SHARED);
        TestClient mute = TestClient.plain().of(new Principal(Principal.LOCAL.tenant(), "somebody-else"));
        TestClient able = TestClient.declaring(CAN_SAMPLE).answering("{}");
        Background<ObjectNode> first = Background.of(() -> connection.handle(mute.exchange("tools/call", "{}")));
        Request firstRequest = peer.request("tools/call");
        Background<ObjectNode> second = Background.of(() -> connection.handle(able.exchange("tools/call", "{}")));
        Request secondRequest = peer.request("tools/call");

        peer.say(new Request(RequestId.of(7), Methods.SAMPLING, json("{}")));

        assertThat(peer.response()).isInstanceOf(Message.Failure.class);
        peer.answer(firstRequest.id(), json("{}"));
        peer.answer(secondRequest.id(), json("{}"));
        first.result();
        second.result();
    }

    @Test
    void listeners_and_calls_end_with_the_server() {
        Connection connection = open(ScopeKey.SHARED);
        TestClient listener = TestClient.plain();
        Background<ObjectNode> listening =
                Background.of(() -> connection.handle(listener.exchange(Methods.LISTEN, "{'notifications': {}}")));
        listener.told();
        Background<ObjectNode> call =
                Background.of(() -> connection.handle(TestClient.plain().exchange("tools/call", "{}")));
        peer.request("tools/call");

        peer.link().ended("the process exited with code 1");

        assertThatExceptionOfType(DeliveryException.class).isThrownBy(listening::result);
        assertThatExceptionOfType(DeliveryException.class).isThrownBy(call::result);
        assertThat(events.end()).isEqualTo("the process exited with code 1");
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void a_change_of_roots_is_passed_on() {
        Connection connection = open(SESSION);

        connection.handle(TestClient.plain().exchange(Methods.ROOTS_CHANGED, "{}"));

        peer.notification(Methods.ROOTS_CHANGED);
    }

    private Connection open(ScopeKey scope) {
        ConnectRequest request = new ConnectRequest(new ClientCapabilities(json(CAN_SAMPLE)), scope, events);
        return new LegacyHandshake(
                        "scripted", new LegacyHandshake.Terms(LinkLimits.DEFAULT, new ServerTasks()), revision -> {})
                .open(peer.link(), request);
    }
}
