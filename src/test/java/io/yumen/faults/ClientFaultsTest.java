package io.yumen.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Clients that misbehave: they are told what is wrong where they can be told anything, nobody else is concerned. */
final class ClientFaultsTest {
    /** So much in each cycle that a share of the cycles goes through all of it. */
    private static final int OF_THE_CORPUS = 3;

    private static final int PATIENCE_MILLIS = 30_000;
    private static final String META =
            "\"_meta\":{\"progressToken\":1,\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                    + "\"io.modelcontextprotocol/clientCapabilities\":{}}";

    private final Fleet fleet = new Fleet();

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void what_is_no_message_is_refused_with_its_reason() throws Exception {
        List<HostileJson> corpus = HostileJson.corpus();
        new Trial("client, hostile JSON", fleet).run((lane, number) -> {
            for (int i = 0; i < OF_THE_CORPUS; i++) {
                requireRefused(corpus.get((number * OF_THE_CORPUS + i) % corpus.size()));
            }
        });
    }

    @Test
    void a_request_that_stops_in_the_middle_concerns_nobody() throws Exception {
        new Trial("client, half a request", fleet).run((lane, number) -> {
            String whole = request("tools/call", "sleep", "\"millis\":1");
            try (Socket socket = socket()) {
                send(socket, whole.substring(0, 20 + number * 7 % (whole.length() - 20)));
                if (number % 2 == 0) {
                    socket.setSoLinger(true, 0);
                }
            }
        });
    }

    @Test
    void a_client_that_goes_in_the_middle_of_its_call_cancels_it() throws Exception {
        new Trial("client, gone in its call", fleet).run((lane, number) -> {
            try (Socket socket = socket()) {
                socket.setSoTimeout(PATIENCE_MILLIS);
                send(socket, request("tools/call", "progress", "\"steps\":1000,\"delayMillis\":100"));
                String seen = "";
                while (!seen.endsWith("notifications/progress")) {
                    seen += (char) socket.getInputStream().read();
                }
                socket.setSoLinger(true, 0);
            }
        });
    }

    @Test
    void a_client_of_a_session_that_never_reads_loses_its_stream_alone() throws Exception {
        new Trial("client, never reads", fleet).run((lane, number) -> {
            try (McpClient client = McpClient.legacy(fleet.endpoint());
                    Socket socket = new Socket()) {
                socket.setReceiveBufferSize(4096);
                socket.connect(new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), fleet.endpoint().getPort()));
                String body =
                        "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"tools/call\",\"params\":{\"name\":\"log\",\"arguments\":"
                                + "{\"count\":1000,\"text\":\"" + "x".repeat(900) + "\"}}}";
                send(
                        socket,
                        head(body, "MCP-Protocol-Version: 2025-11-25\r\nMcp-Session-Id: " + client.session() + "\r\n")
                                + body);
                String said = McpClient.told(client.call(
                        "echo", JsonNodeFactory.instance.objectNode().put("message", lane)));
                assertThat(said).isEqualTo(lane);
                socket.setSoLinger(true, 0);
            }
        });
    }

    @Test
    void a_session_that_is_unknown_is_to_be_opened_anew() throws Exception {
        new Trial("client, unknown session", fleet).run((lane, number) -> {
            try (Socket socket = socket()) {
                String body = "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"tools/list\"}";
                send(
                        socket,
                        head(
                                        body,
                                        "Connection: close\r\nMCP-Protocol-Version: 2025-11-25\r\nMcp-Session-Id: none-"
                                                + number + "\r\n")
                                + body);
                String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(all)
                        .startsWith("HTTP/1.1 404")
                        .contains("There is no such session; begin a new one with initialize");
            }
        });
    }

    @Test
    void clients_with_the_same_ids_get_each_its_own_answers() throws Exception {
        new Trial("clients, same ids", fleet).run((lane, number) -> {
            try (McpClient client = McpClient.of(fleet.endpoint(), number % 2 == 0)) {
                for (int id = 1; id <= 3; id++) {
                    String word = lane + " " + number + " " + id;
                    ObjectNode arguments = JsonNodeFactory.instance.objectNode().put("message", word);
                    assertThat(McpClient.told(client.call(id, "echo", arguments)))
                            .isEqualTo(word);
                    assertThat(McpClient.told(client.call(id, "calm", JsonNodeFactory.instance.objectNode())))
                            .isEqualTo("well");
                }
            }
        });
    }

    private void requireRefused(HostileJson hostile) {
        HttpResponse<String> response = McpClient.post(fleet.endpoint(), hostile.bytes());
        assertThat(response.statusCode()).as(hostile.name()).isEqualTo(hostile.status());
        if (hostile.code() != 0) {
            JsonNode error = McpClient.read(response.body()).path("error");
            assertThat(error.path("code").asInt()).as(hostile.name()).isEqualTo(hostile.code());
            assertThat(error.path("message").asString()).as(hostile.name()).contains(hostile.told());
        }
    }

    private Socket socket() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), fleet.endpoint().getPort());
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String request(String method, String tool, String arguments) {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":{" + arguments + "}," + META + "}}";
        return head(
                        body,
                        "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: " + method + "\r\nMcp-Name: " + tool + "\r\n")
                + body;
    }

    private static String head(String body, String headers) {
        return "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Accept: application/json, text/event-stream\r\n" + headers + "Content-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n";
    }
}
