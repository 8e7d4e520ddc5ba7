package io.yumen.transport.http;

import static io.yumen.session.Json.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.exchange.Exchange;
import io.yumen.exchange.InputRequest;
import io.yumen.protocol.InputKind;
import io.yumen.protocol.Message;
import io.yumen.protocol.Methods;
import io.yumen.transport.ServedMcp;
import io.yumen.transport.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.ObjectNode;

@Timeout(30)
class LegacyHttpTest {
    private final ServedMcp mcp = new ServedMcp();

    @AfterEach
    void close() {
        mcp.close();
    }

    @Test
    void initialize_begins_a_session_that_the_header_names() {
        String id = initialize("2025-06-18");

        assertThat(id).matches("[\\x21-\\x7e]+");
        try (Wire wire = post(id, request(1, "tools/list", ""))) {
            assertThat(wire.header("Content-Type")).isEqualTo("application/json");
            assertThat(wire.json().path("result").propertyNames()).containsExactly("tools");
        }
    }

    @Test
    void a_request_without_session_is_bad_and_of_an_unknown_or_ended_one_not_found() {
        String id = initialize("2025-11-25");
        try (Wire wire = mcp.post("/mcp", "", request(1, "tools/list", ""))) {
            assertThat(wire.status()).isEqualTo(400);
        }
        try (Wire wire = post("unknown", request(1, "tools/list", ""))) {
            assertThat(wire.status()).isEqualTo(404);
        }
        try (Wire wire = mcp.post("/servers/a/mcp", session(id), request(1, "tools/list", ""))) {
            assertThat(wire.status()).isEqualTo(404);
        }
        try (Wire wire = Wire.send(mcp.port(), "DELETE", "/mcp", session(id), "")) {
            assertThat(wire.status()).isIn(200, 204);
        }
        try (Wire wire = post(id, request(1, "tools/list", ""))) {
            assertThat(wire.status()).isEqualTo(404);
        }
        assertThat(mcp.sessions().count()).isZero();
    }

    @Test
    void a_version_header_that_is_wrong_is_a_bad_request() {
        String id = initialize("2025-11-25");
        try (Wire wire = mcp.post("/mcp", session(id) + "MCP-Protocol-Version: 1\n", request(1, "tools/list", ""))) {
            assertThat(wire.status()).isEqualTo(400);
        }
        try (Wire wire =
                mcp.post("/mcp", session(id) + "MCP-Protocol-Version: 2025-11-25\n", request(1, "tools/list", ""))) {
            assertThat(wire.status()).isEqualTo(200);
        }
    }

    @Test
    void a_handler_can_let_the_client_go_and_the_client_comes_back_for_the_rest() {
        String id = initialize("2025-11-25");
        String primed;
        try (Wire stream = post(id, request(1, "tools/call", "'name': 'release'"))) {
            assertThat(stream.header("Connection")).isEqualToIgnoringCase("close");
            Wire.Event prime = stream.event();
            primed = prime.id();
            assertThat(prime.data()).isEmpty();
            assertThat(prime.retry()).isEqualTo("1000");
            assertThat(stream.ends()).isTrue();
        }
        try (Wire stream = Wire.send(
                mcp.port(),
                "GET",
                "/mcp",
                session(id) + "Accept: text/event-stream\nLast-Event-ID: " + primed + "\n",
                "")) {
            ObjectNode question = stream.event().json();
            post(id, "{'jsonrpc': '2.0', 'id': " + question.path("id") + ", 'result': {'action': 'accept'}}")
                    .close();
            assertThat(stream.event().json().at("/result/action").stringValue()).isEqualTo("accept");
            assertThat(stream.ends()).isTrue();
        }
    }

    @Test
    void a_client_of_an_older_revision_is_not_let_go() {
        String id = initialize("2025-06-18");
        try (Wire stream = post(id, request(1, "tools/call", "'name': 'release'"))) {
            ObjectNode question = stream.event().json();
            post(id, "{'jsonrpc': '2.0', 'id': " + question.path("id") + ", 'result': {'action': 'accept'}}")
                    .close();
            assertThat(stream.event().json().at("/result/action").stringValue()).isEqualTo("accept");
        }
    }

    @Test
    void a_session_stays_one_where_a_relay_repeats_the_method_in_a_header() {
        String id = initialize("2025-11-25");
        for (String version : List.of("", "MCP-Protocol-Version: 2025-11-25\n")) {
            try (Wire wire = mcp.post(
                    "/mcp", session(id) + version + "Mcp-Method: tools/list\n", request(1, "tools/list", ""))) {
                assertThat(wire.json().path("result").has("tools")).isTrue();
            }
        }
    }

    @Test
    void notifications_and_answers_are_accepted() {
        String id = initialize("2025-11-25");
        for (String body : List.of(
                "{'jsonrpc': '2.0', 'method': 'notifications/initialized'}",
                "{'jsonrpc': '2.0', 'id': 7, 'result': {}}")) {
            try (Wire wire = post(id, body)) {
                assertThat(wire.status()).isEqualTo(202);
            }
        }
    }

    @Test
    void a_stream_of_the_newest_legacy_revision_begins_with_an_id_to_come_back_with() {
        try (Wire wire = post(initialize("2025-11-25"), call("progress"))) {
            Wire.Event first = wire.event();
            assertThat(first.data()).isEmpty();
            assertThat(first.id()).isNotEmpty();
            assertThat(first.retry()).isEqualTo("1000");
            assertThat(wire.event().json().path("params").path("progress").intValue())
                    .isEqualTo(1);
        }
        try (Wire wire = post(initialize("2025-06-18"), call("progress"))) {
            assertThat(wire.event().data()).contains("progress");
        }
    }

    @Test
    void a_question_comes_on_the_stream_of_the_call_and_is_answered_by_another_post() {
        String id = initialize("2025-06-18");
        try (Wire wire = post(id, call("ask"))) {
            ObjectNode question = wire.event().json();
            assertThat(question.path("method").stringValue()).isEqualTo("elicitation/create");
            try (Wire answer =
                    post(id, "{'jsonrpc': '2.0', 'id': " + question.path("id") + ", 'result': {'action': 'cancel'}}")) {
                assertThat(answer.status()).isEqualTo(202);
            }
            assertThat(wire.event().json().path("result").path("action").stringValue())
                    .isEqualTo("cancel");
            assertThat(wire.ends()).isTrue();
        }
    }

    @Test
    void a_call_goes_on_when_its_connection_breaks_and_its_stream_is_resumed() {
        String id = initialize("2025-11-25");
        String last;
        ObjectNode question;
        try (Wire wire = post(id, call("ask"))) {
            last = wire.event().id();
            question = wire.event().json();
        }
        try (Wire answer =
                post(id, "{'jsonrpc': '2.0', 'id': " + question.path("id") + ", 'result': {'action': 'cancel'}}")) {
            assertThat(answer.status()).isEqualTo(202);
        }
        try (Wire resumed = get(id, "Last-Event-ID: " + last + "\n")) {
            assertThat(resumed.event().json()).isEqualTo(question);
            assertThat(resumed.event().json().path("result").path("action").stringValue())
                    .isEqualTo("cancel");
            assertThat(resumed.ends()).isTrue();
        }
    }

    @Test
    void a_call_whose_connection_broke_before_it_was_a_stream_asks_on_the_general_one() throws Exception {
        try (ServedMcp patient = ServedMcp.patient()) {
            String id = initialize(patient, "2025-11-25");
            Exchange held = postAndGo(patient, id, call("hold"));
            CompletableFuture<ObjectNode> answer = CompletableFuture.supplyAsync(
                    () -> held.client().ask(new InputRequest(InputKind.ELICITATION, json("{'message': 'm'}"))),
                    Thread::startVirtualThread);

            try (Wire general =
                    Wire.send(patient.port(), "GET", "/mcp", "Accept: text/event-stream\n" + session(id), "")) {
                ObjectNode question = general.event().json();
                assertThat(question.path("method").stringValue()).isEqualTo("elicitation/create");
                String accepted =
                        "{'jsonrpc': '2.0', 'id': " + question.path("id") + ", 'result': {'action': 'accept'}}";
                patient.post("/mcp", session(id), accepted).close();
            }
            assertThat(answer.get(10, TimeUnit.SECONDS).path("action").stringValue())
                    .isEqualTo("accept");
            assertThat(held.cancellation().isCancelled()).isFalse();
        }
    }

    /** Posts a message, and breaks the connection as soon as the message is taken. */
    private static Exchange postAndGo(ServedMcp to, String id, String body) throws IOException, InterruptedException {
        byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        String head = "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Accept: application/json, text/event-stream\r\nMcp-Session-Id: " + id + "\r\nContent-Length: "
                + bytes.length + "\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), to.port())) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(bytes);
            socket.setSoLinger(true, 0);
            return to.nextHeld();
        }
    }

    @Test
    void the_events_of_a_stream_are_given_to_its_own_session_only() {
        String mine = initialize("2025-11-25");
        String other = initialize("2025-11-25");
        String last;
        try (Wire wire = post(mine, call("progress"))) {
            last = wire.event().id();
        }
        try (Wire wire = get(other, "Last-Event-ID: " + last + "\n")) {
            assertThat(wire.status()).isEqualTo(400);
        }
        try (Wire wire = get(mine, "Last-Event-ID: nonsense\n")) {
            assertThat(wire.status()).isEqualTo(400);
        }
    }

    @Test
    void what_belongs_to_no_request_comes_on_the_general_stream_once() throws Exception {
        String id = initialize("2025-11-25");
        try (Wire first = get(id, "");
                Wire second = get(id, "")) {
            assertThat(first.isStream()).isTrue();
            try (Wire wire = post(id, "{'jsonrpc': '2.0', 'method': 'notifications/initialized'}")) {
                assertThat(wire.status()).isEqualTo(202);
            }
            Exchange listen = mcp.nextHeld();
            listen.client().notify(new Message.Notification(Methods.TOOLS_CHANGED, json("{}")));
            listen.client().notify(new Message.Notification(Methods.TOOLS_CHANGED, json("{}")));
            try (Wire wire = Wire.send(mcp.port(), "DELETE", "/mcp", session(id), "")) {
                assertThat(wire.status()).isIn(200, 204);
            }
            List<String> ids = new ArrayList<>(first.idsToTheEnd());
            ids.addAll(second.idsToTheEnd());
            assertThat(ids).hasSize(2).doesNotHaveDuplicates();
        }
    }

    @Test
    void what_was_sent_before_the_general_stream_was_open_is_not_lost() throws Exception {
        String id = initialize("2025-11-25");
        try (Wire wire = post(id, "{'jsonrpc': '2.0', 'method': 'notifications/initialized'}")) {
            assertThat(wire.status()).isEqualTo(202);
        }
        mcp.nextHeld().client().notify(new Message.Notification(Methods.TOOLS_CHANGED, json("{}")));
        try (Wire wire = get(id, "")) {
            assertThat(wire.event().json().path("method").stringValue()).isEqualTo(Methods.TOOLS_CHANGED);
        }
    }

    @Test
    void a_call_is_cancelled_by_a_notification_and_not_by_a_broken_connection() throws Exception {
        String id = initialize("2025-11-25");
        Thread caller = Thread.startVirtualThread(() -> {
            try (Wire wire = post(id, call("hold"))) {
                assertThat(wire.isStream()).isTrue();
            }
        });
        Exchange held = mcp.nextHeld();
        caller.join();
        try (Wire wire = post(id, request(2, "ping", ""))) {
            assertThat(wire.status()).isEqualTo(200);
        }
        assertThat(held.cancellation().isCancelled()).isFalse();

        CountDownLatch cancelled = new CountDownLatch(1);
        held.cancellation().onCancel(cancelled::countDown);
        try (Wire wire =
                post(id, "{'jsonrpc': '2.0', 'method': 'notifications/cancelled', 'params': {'requestId': 1}}")) {
            assertThat(wire.status()).isEqualTo(202);
        }
        assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void batches_are_taken_in_the_one_revision_that_has_them() {
        String batch = "[" + request(1, "ping", "") + ", " + request(2, "tools/list", "")
                + ", {'jsonrpc': '2.0', 'method': 'notifications/initialized'}]";
        try (Wire wire = post(initialize("2025-03-26"), batch)) {
            List<Integer> ids = List.of(
                    wire.event().json().path("id").intValue(),
                    wire.event().json().path("id").intValue());
            assertThat(ids).containsExactlyInAnyOrder(1, 2);
            assertThat(wire.ends()).isTrue();
        }
        try (Wire wire = post(initialize("2025-06-18"), batch)) {
            assertThat(wire.status()).isEqualTo(400);
        }
    }

    @Test
    void two_clients_with_the_same_ids_never_hear_each_other() throws Exception {
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        List<Thread> clients = new CopyOnWriteArrayList<>();
        for (String name : List.of("decline", "cancel", "accept")) {
            clients.add(Thread.ofVirtual()
                    .uncaughtExceptionHandler((thread, failure) -> failures.add(failure))
                    .start(() -> converse(initialize("2025-11-25"), name)));
        }
        for (Thread client : clients) {
            client.join();
        }
        assertThat(failures).isEmpty();
    }

    private void converse(String id, String action) {
        for (int i = 0; i < 30; i++) {
            try (Wire wire = post(id, call("ask"))) {
                wire.event();
                ObjectNode question = wire.event().json();
                post(
                                id,
                                "{'jsonrpc': '2.0', 'id': " + question.path("id") + ", 'result': {'action': '" + action
                                        + "'}}")
                        .close();
                assertThat(wire.event().json().path("result").path("action").stringValue())
                        .isEqualTo(action);
            }
        }
    }

    private String initialize(String revision) {
        return initialize(mcp, revision);
    }

    private static String initialize(ServedMcp at, String revision) {
        String body = request(
                0,
                "initialize",
                "'protocolVersion': '" + revision + "', 'capabilities': {'elicitation': {}}, 'clientInfo': {}");
        try (Wire wire = at.post("/mcp", "", body)) {
            assertThat(wire.json().path("result").path("protocolVersion").stringValue())
                    .isEqualTo(revision);
            return wire.header("Mcp-Session-Id");
        }
    }

    private Wire post(String id, String body) {
        return mcp.post("/mcp", session(id), body);
    }

    private Wire get(String id, String headers) {
        return Wire.send(mcp.port(), "GET", "/mcp", "Accept: text/event-stream\n" + session(id) + headers, "");
    }

    private static String session(String id) {
        return "Mcp-Session-Id: " + id + "\n";
    }

    private static String call(String tool) {
        return request(1, "tools/call", "'name': '" + tool + "', '_meta': {'progressToken': 5}");
    }

    private static String request(int id, String method, String params) {
        return "{'jsonrpc': '2.0', 'id': " + id + ", 'method': '" + method + "', 'params': {" + params + "}}";
    }
}
