package io.yumen.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.ObjectNode;

/** What one principal was given is worth nothing to another; each transport's own test says it of its connections. */
@Timeout(30)
class PrincipalsTest {
    private static final String ANNA = "X-Test-User: anna\n";
    private static final String BERT = "X-Test-User: bert\n";
    private static final String MODERN = "MCP-Protocol-Version: 2026-07-28\nMcp-Method: tools/call\nMcp-Name: ask\n";

    private final ServedMcp mcp = new ServedMcp();

    @AfterEach
    void close() {
        mcp.close();
    }

    @Test
    void a_session_belongs_to_the_principal_that_began_it() {
        String session = session();
        for (String method : new String[] {"GET", "DELETE"}) {
            try (Wire refused =
                    Wire.send(mcp.port(), method, "/mcp", BERT + session + "Accept: text/event-stream\n", "")) {
                assertThat(refused.status()).isEqualTo(404);
            }
        }
        try (Wire refused = mcp.post("/mcp", BERT + session, request("ping", ""))) {
            assertThat(refused.status()).isEqualTo(404);
        }
        try (Wire served = mcp.post("/mcp", ANNA + session, request("ping", ""))) {
            assertThat(served.status()).isEqualTo(200);
        }
    }

    @Test
    void a_stream_is_resumed_by_its_principal_alone() {
        String session = session();
        String event;
        try (Wire stream = mcp.post("/mcp", ANNA + session, request("tools/call", "'name': 'ask'"))) {
            event = stream.event().id();
        }
        try (Wire refused = resume(BERT + session, event)) {
            assertThat(refused.status()).isEqualTo(404);
        }
        try (Wire resumed = resume(ANNA + session, event)) {
            assertThat(resumed.event().json().path("method").stringValue()).isEqualTo("elicitation/create");
        }
    }

    @Test
    void the_state_of_a_request_is_good_for_its_principal_alone() {
        String params = "'name': 'ask', '_meta': {'io.modelcontextprotocol/protocolVersion': '2026-07-28',"
                + " 'io.modelcontextprotocol/clientCapabilities': {'elicitation': {}}}";
        String retry;
        try (Wire asked = mcp.post("/mcp", ANNA + MODERN, request("tools/call", params))) {
            ObjectNode result = (ObjectNode) asked.json().get("result");
            assertThat(result.path("resultType").stringValue()).isEqualTo("input_required");
            String key = result.path("inputRequests").propertyNames().iterator().next();
            retry = params + ", 'requestState': " + result.path("requestState") + ", 'inputResponses': {'" + key
                    + "': {'action': 'decline'}}";
        }
        try (Wire refused = mcp.post("/mcp", BERT + MODERN, request("tools/call", retry))) {
            assertThat(refused.json().at("/error/code").intValue()).isEqualTo(-32602);
        }
        try (Wire answered = mcp.post("/mcp", ANNA + MODERN, request("tools/call", retry))) {
            assertThat(answered.json().at("/result/action").stringValue()).isEqualTo("decline");
        }
    }

    private String session() {
        String params = "'protocolVersion': '2025-11-25', 'capabilities': {'elicitation': {}}, 'clientInfo': {}";
        try (Wire wire = mcp.post("/mcp", ANNA, request("initialize", params))) {
            return "Mcp-Session-Id: " + wire.header("Mcp-Session-Id") + "\n";
        }
    }

    private Wire resume(String headers, String event) {
        return Wire.send(
                mcp.port(), "GET", "/mcp", headers + "Accept: text/event-stream\nLast-Event-ID: " + event + "\n", "");
    }

    private static String request(String method, String params) {
        return "{'jsonrpc': '2.0', 'id': 1, 'method': '" + method + "', 'params': {" + params + "}}";
    }
}
