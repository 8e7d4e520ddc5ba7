package io.yumen.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.exchange.Exchange;
import io.yumen.protocol.HeaderValue;
import io.yumen.protocol.Message;
import io.yumen.protocol.Methods;
import io.yumen.session.Json;
import io.yumen.transport.ServedMcp;
import io.yumen.transport.Wire;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.ObjectNode;

@Timeout(30)
class ModernHttpTest {
    private static final String VERSION = "MCP-Protocol-Version: 2026-07-28\n";
    private static final String META = "'_meta': {'progressToken': 5, 'io.modelcontextprotocol/protocolVersion':"
            + " '2026-07-28', 'io.modelcontextprotocol/clientCapabilities': {'elicitation': {}}}";

    private final ServedMcp mcp = new ServedMcp();

    @AfterEach
    void close() {
        mcp.close();
    }

    @Test
    void a_response_that_comes_first_is_a_json_document() {
        try (Wire wire = call("quick", "")) {
            assertThat(wire.status()).isEqualTo(200);
            assertThat(wire.header("Content-Type")).isEqualTo("application/json");
            assertThat(wire.header("Mcp-Session-Id")).isEmpty();
            assertThat(wire.json().path("result").path("tool").stringValue()).isEqualTo("quick");
        }
    }

    @Test
    void a_response_that_is_preceded_by_something_is_the_end_of_a_stream_without_event_ids() {
        try (Wire wire = call("progress", "")) {
            assertThat(wire.isStream()).isTrue();
            assertThat(wire.header("X-Accel-Buffering")).isEqualTo("no");
            for (int i = 1; i <= 3; i++) {
                Wire.Event event = wire.event();
                assertThat(event.id()).isEmpty();
                assertThat(event.json().path("params").path("progress").intValue())
                        .isEqualTo(i);
            }
            assertThat(wire.event().json().path("result").path("resultType").stringValue())
                    .isEqualTo("complete");
            assertThat(wire.ends()).isTrue();
        }
    }

    @Test
    void headers_that_differ_from_the_body_are_refused_with_the_id_of_the_request() {
        String body = request("tools/call", "'name': 't', ");
        for (String headers : new String[] {
            "Mcp-Method: tools/call\nMcp-Name: t\n",
            VERSION + "Mcp-Name: t\n",
            VERSION + "Mcp-Method: tools/call\n",
            VERSION + "Mcp-Method: tools/list\nMcp-Name: t\n",
            VERSION + "Mcp-Method: tools/call\nMcp-Name: T\n",
            VERSION + "Mcp-Method: tools/call\nMcp-Name: =?base64?!?=\n",
            "MCP-Protocol-Version: 2025-11-25\nMcp-Method: tools/call\nMcp-Name: t\n"
        }) {
            try (Wire wire = mcp.post("/mcp", headers, body)) {
                assertThat(wire.status()).isEqualTo(400);
                ObjectNode answer = wire.json();
                assertThat(answer.path("error").path("code").intValue()).isEqualTo(-32020);
                assertThat(answer.path("id").intValue()).isEqualTo(1);
            }
        }
    }

    @Test
    void an_encoded_name_is_decoded_before_it_is_compared() {
        try (Wire wire = mcp.post(
                "/mcp",
                VERSION + "mcp-method:  tools/call \nMCP-NAME: " + HeaderValue.encode("玉门") + "\n",
                request("tools/call", "'name': '玉门', "))) {
            assertThat(wire.json().path("result").path("tool").stringValue()).isEqualTo("玉门");
        }
    }

    @Test
    void arguments_that_a_tool_wants_in_headers_are_compared() {
        assertThat(statusOfFar("'region': 'eu'", "Mcp-Param-Region: eu\n")).isEqualTo(200);
        assertThat(statusOfFar("'region': 'Hello'", "mcp-param-region:  =?base64?SGVsbG8=?= \n"))
                .isEqualTo(200);
        assertThat(statusOfFar("'region': '=?base64?x'", "Mcp-Param-Region: =?base64?x\n"))
                .isEqualTo(200);
        assertThat(statusOfFar("'in': {'n': 42}, 'sure': true", "Mcp-Param-N: 42.0\nMcp-Param-Sure: true\n"))
                .isEqualTo(200);
        assertThat(statusOfFar("'region': null", "Mcp-Param-Other: x\n")).isEqualTo(200);

        assertThat(statusOfFar("'region': 'eu'", "")).isEqualTo(400);
        assertThat(statusOfFar("'region': 'eu'", "Mcp-Param-Region: us\n")).isEqualTo(400);
        assertThat(statusOfFar("'region': 'Hello'", "Mcp-Param-Region: =?base64?SGVsbG8?=\n"))
                .isEqualTo(400);
        assertThat(statusOfFar("'region': 'Hello'", "Mcp-Param-Region: =?base64?SGVs!!!bG8=?=\n"))
                .isEqualTo(400);
        assertThat(statusOfFar("'in': {'n': 42}", "Mcp-Param-N: 43\n")).isEqualTo(400);
        assertThat(statusOfFar("'region': null", "Mcp-Param-Region: eu\n")).isEqualTo(400);
    }

    @Test
    void unknown_and_removed_methods_are_not_found() {
        for (String method : new String[] {"initialize", "ping", "logging/setLevel", "resources/subscribe", "x/y"}) {
            try (Wire wire = mcp.post("/mcp", VERSION + "Mcp-Method: " + method + "\n", request(method, ""))) {
                assertThat(wire.status()).isEqualTo(404);
                assertThat(wire.json().path("error").path("code").intValue()).isEqualTo(-32601);
            }
        }
    }

    @Test
    void an_unknown_revision_and_missing_metadata_are_bad_requests() {
        String unknown = request("tools/list", "").replace("2026-07-28", "2030-01-01");
        try (Wire wire = mcp.post("/mcp", "MCP-Protocol-Version: 2030-01-01\nMcp-Method: tools/list\n", unknown)) {
            assertThat(wire.status()).isEqualTo(400);
            assertThat(wire.json().path("error").path("code").intValue()).isEqualTo(-32022);
        }
        String bare = "{'jsonrpc': '2.0', 'id': 1, 'method': 'tools/list', 'params': {}}";
        try (Wire wire = mcp.post("/mcp", VERSION + "Mcp-Method: tools/list\n", bare)) {
            assertThat(wire.status()).isEqualTo(400);
            assertThat(wire.json().path("error").path("code").intValue()).isEqualTo(-32602);
        }
    }

    @Test
    void a_capability_that_is_missing_is_a_bad_request() {
        String body = request("tools/call", "'name': 'ask', ").replace("'elicitation': {}", "");
        try (Wire wire = mcp.post("/mcp", VERSION + "Mcp-Method: tools/call\nMcp-Name: ask\n", body)) {
            assertThat(wire.status()).isEqualTo(400);
            assertThat(wire.json().path("error").path("code").intValue()).isEqualTo(-32021);
        }
    }

    @Test
    void a_question_is_answered_by_a_retry_on_another_connection() {
        String state;
        try (Wire wire = call("ask", "")) {
            ObjectNode result = (ObjectNode) answer(wire).path("result");
            assertThat(result.path("resultType").stringValue()).isEqualTo("input_required");
            state = result.path("requestState").stringValue();
        }
        try (Wire wire = call(
                "ask",
                "'requestState': '" + state + "', 'inputResponses': {'elicitation-1': {'action': 'decline'}}, ")) {
            assertThat(answer(wire).path("result").path("action").stringValue()).isEqualTo("decline");
        }
    }

    @Test
    void a_client_that_goes_away_cancels_its_call() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        Thread caller = Thread.startVirtualThread(() -> {
            try (Wire wire = call("hold", "")) {
                assertThat(wire.isStream()).isTrue();
            }
        });
        Exchange held = mcp.nextHeld();
        held.cancellation().onCancel(cancelled::countDown);
        caller.join();

        assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_subscription_is_a_stream_that_ends_gracefully_with_its_id() throws Exception {
        String body = request("subscriptions/listen", "'notifications': {'toolsListChanged': true}, ");
        try (Wire wire = mcp.post("/mcp", VERSION + "Mcp-Method: subscriptions/listen\n", body)) {
            assertThat(wire.event().json().path("method").stringValue()).isEqualTo(Methods.ACKNOWLEDGED);
            mcp.nextHeld().client().notify(new Message.Notification(Methods.TOOLS_CHANGED, Json.json("{}")));
            assertThat(wire.event().json().path("params").path("_meta").toString())
                    .contains("\"io.modelcontextprotocol/subscriptionId\":1");
            mcp.edge().drain();

            ObjectNode last = wire.event().json();
            assertThat(last.path("result").path("_meta").toString())
                    .contains("\"io.modelcontextprotocol/subscriptionId\":1");
            assertThat(wire.ends()).isTrue();
        }
    }

    @Test
    void a_notification_is_accepted_with_an_empty_body() {
        String body = "{'jsonrpc': '2.0', 'method': 'notifications/x', 'params': {" + META + "}}";
        try (Wire wire = mcp.post("/mcp", VERSION + "Mcp-Method: notifications/x\n", body)) {
            assertThat(wire.status()).isEqualTo(202);
            assertThat(wire.header("Content-Length")).isEqualTo("0");
        }
    }

    @Test
    void a_bug_of_ours_is_told_without_its_trace() {
        try (Wire wire = call("bug", "")) {
            String body = wire.body();
            assertThat(body).contains("-32603").contains("log id").doesNotContain("secret");
        }
    }

    @Test
    void what_is_no_message_is_a_bad_request_and_what_is_too_large_is_refused() {
        try (Wire wire = mcp.post("/mcp", "", "{")) {
            assertThat(wire.status()).isEqualTo(400);
            ObjectNode answer = wire.json();
            assertThat(answer.path("error").path("code").intValue()).isEqualTo(-32700);
            assertThat(answer.path("id").isNull()).isTrue();
        }
        try (Wire wire = mcp.post("/mcp", "", "[" + " ".repeat(200_000) + "]")) {
            assertThat(wire.status()).isEqualTo(413);
        }
    }

    @Test
    void wrong_types_methods_and_paths_are_refused() {
        String body = request("tools/list", "").replace('\'', '"');
        assertThat(statusOf("POST", "/mcp", "Content-Type: text/plain\n", body)).isEqualTo(415);
        assertThat(statusOf("POST", "/mcp", "", body)).isEqualTo(415);
        assertThat(statusOf("POST", "/mcp", "Content-Type: application/jsonx\n", body))
                .isEqualTo(415);
        assertThat(statusOf("POST", "/mcp", "Content-Type: application/json\nAccept: text/html\n", body))
                .isEqualTo(406);
        assertThat(statusOf("PUT", "/mcp", "", "")).isEqualTo(405);
        assertThat(statusOf("POST", "/servers/unknown/mcp", "Content-Type: application/json\n", body))
                .isEqualTo(404);
    }

    @Test
    void a_foreign_host_or_origin_is_forbidden_on_every_route() {
        for (String method : new String[] {"POST", "GET", "DELETE"}) {
            for (String path : new String[] {"/mcp", "/servers/a/mcp", "/elsewhere"}) {
                assertThat(statusOf(method, path, "Host: evil.example\n", "")).isEqualTo(403);
                assertThat(statusOf(method, path, "Host: localhost\nOrigin: https://evil.example\n", ""))
                        .isEqualTo(403);
                assertThat(statusOf(method, path, "Host: localhost\nOrigin: null\n", ""))
                        .isEqualTo(403);
                assertThat(statusOf(method, path, "Host: localhost.evil.example\n", ""))
                        .isEqualTo(403);
            }
        }
        for (String headers : new String[] {
            "Host: LOCALHOST:1\n",
            "Host: [::1]:9\n",
            "Host: gate.example\nOrigin: https://app.example\n",
            "Host: 127.0.0.1\nOrigin: http://localhost:5\n"
        }) {
            assertThat(statusOf("GET", "/elsewhere", headers, "")).isEqualTo(404);
        }
    }

    private int statusOfFar(String arguments, String headers) {
        try (Wire wire = mcp.post(
                "/mcp",
                VERSION + "Mcp-Method: tools/call\nMcp-Name: far\n" + headers,
                request("tools/call", "'name': 'far', 'arguments': {" + arguments + "}, "))) {
            if (wire.status() == 400) {
                assertThat(wire.json().path("error").path("code").intValue()).isEqualTo(-32020);
            }
            return wire.status();
        }
    }

    private int statusOf(String method, String path, String headers, String body) {
        try (Wire wire = Wire.send(mcp.port(), method, path, headers, body)) {
            return wire.status();
        }
    }

    /** In one piece, or after a moment in an event. */
    private static ObjectNode answer(Wire wire) {
        return wire.isStream() ? Json.json(wire.event().data()) : wire.json();
    }

    private Wire call(String tool, String more) {
        return mcp.post(
                "/mcp",
                VERSION + "Mcp-Method: tools/call\nMcp-Name: " + tool + "\n",
                request("tools/call", "'name': '" + tool + "', " + more));
    }

    private static String request(String method, String params) {
        return "{'jsonrpc': '2.0', 'id': 1, 'method': '" + method + "', 'params': {" + params + META + "}}";
    }
}
