package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an administrator locks stays so, whatever else happens, until it is lifted; and handles outlive a start. */
class LockdownTest {
    @TempDir
    private Path folder;

    private Locked gateway;

    @AfterEach
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void a_principal_that_is_locked_out_loses_its_keys_for_good_and_new_ones_until_it_is_lifted() throws IOException {
        start();
        String key = gateway.key("ann", "[]");
        assertThat(call(key).status()).isEqualTo(200);
        JsonNode locked =
                gateway.operate("POST /api/v1/lockdown/principals/local/ann", "{\"reason\": \"stolen laptop\"}");
        assertThat(locked.path("reason").asString()).isEqualTo("stolen laptop");
        assertThat(locked.path("by").asString()).isEqualTo("local/operator");
        assertThat(call(key).status()).isEqualTo(401);
        String another = gateway.key("ann", "[]");
        assertThat(call(another).status()).isEqualTo(403);
        assertThat(call(another).body()).contains("suspended by the administrator");
        assertThat(call(gateway.key("bob", "[]")).status()).isEqualTo(200);

        restart();
        assertThat(call(another).status()).isEqualTo(403);
        JsonNode again = gateway.operate("POST /api/v1/lockdown/principals/local/ann", "{\"reason\": \"again\"}");
        assertThat(again.path("reason").asString()).as("it was locked already").isEqualTo("stolen laptop");
        assertThat(call(another).status()).as("locked again").isEqualTo(401);
        String third = gateway.key("ann", "[]");
        assertThat(lift("principals/local/ann")).isTrue();
        assertThat(lift("principals/local/ann")).isFalse();
        assertThat(call(third).status()).isEqualTo(200);
        assertThat(call(key).status()).isEqualTo(401);
    }

    @Test
    void when_everything_is_locked_only_the_operator_comes_in_also_after_a_start() throws IOException {
        start();
        String admin = gateway.key("root", "[\"admin\"]");
        gateway.operate("POST /api/v1/lockdown/everything", "{}");
        for (int i = 0; i < 2; i++) {
            assertThat(call(admin).status()).isEqualTo(403);
            assertThat(call(admin).body()).contains("locked down");
            assertThat(send("GET /api/v1/keys", admin, "").status()).isEqualTo(403);
            for (String line : List.of(
                    "GET /authorize", "GET /oauth/login/x", "POST /oauth/login/x", "GET /oauth/callback?state=x")) {
                assertThat(RawHttp.send(gateway.endpoint(), line, List.of(), "").status())
                        .as(line)
                        .isEqualTo(403);
            }
            assertThat(gateway.operate("GET /health", "")
                            .at("/lockdown/everything")
                            .asBoolean())
                    .isTrue();
            restart();
        }
        assertThat(lift("everything")).isTrue();
        assertThat(call(admin).status()).isEqualTo(200);
        assertThat(gateway.operate("GET /health", "").has("lockdown")).isFalse();
        assertThat(RawHttp.send(gateway.endpoint(), "GET /oauth/login/x", List.of(), "")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void nobody_logs_in_at_a_server_for_a_principal_that_is_locked_out() throws IOException {
        try (Locked authority = Locked.start(folder.resolve("authority"), "{\"login\": {\"registration\": true}}")) {
            gateway = Locked.with(
                    folder.resolve("gateway"),
                    "{}",
                    "\"mcpServers\": {\"remote\": {\"url\": \"%s\", \"auth\": {\"oauth\": {}}}}"
                            .formatted(authority.endpoint()));
            String page = "/oauth/login/" + ServerHandles.ticket(Person.at(gateway, "ann", "local", "[]"));
            assertThat(stranger("GET " + page)).isEqualTo(200);
            gateway.operate("POST /api/v1/lockdown/principals/local/ann", "{}");
            assertThat(stranger("GET " + page)).isEqualTo(404);
            assertThat(stranger("POST " + page)).isEqualTo(404);
            assertThat(lift("principals/local/ann")).isTrue();
            assertThat(stranger("GET " + page)).isEqualTo(200);
        }
    }

    private int stranger(String line) throws IOException {
        return RawHttp.send(gateway.endpoint(), line, List.of(), "").status();
    }

    @Test
    void nothing_reaches_a_server_that_is_isolated_and_nothing_starts_it() throws IOException {
        start();
        String key = gateway.key("ann", "[]");
        assertThat(call(key).body()).contains("\"result\"");
        gateway.operate("POST /api/v1/lockdown/servers/everything", "{}");
        for (int i = 0; i < 2; i++) {
            assertThat(call(key).body()).doesNotContain("\"result\"");
            assertThat(alone(key)).contains("-32000", "isolated by its administrator");
            gateway.operate("POST /api/v1/servers/everything/restart", "{}");
            gateway.operate("POST /api/v1/servers/everything/start", "{}");
            assertThat(alone(key)).contains("isolated by its administrator");
            assertThat(gateway.operate("GET /api/v1/servers/everything", "")
                            .path("state")
                            .asString())
                    .isEqualTo("isolated");
            assertThat(gateway.operate("GET /health", "")
                            .at("/lockdown/servers/0")
                            .asString())
                    .isEqualTo("everything");
            restart();
        }
        assertThat(lift("servers/everything")).isTrue();
        assertThat(call(key).body()).contains("\"result\"");
    }

    @Test
    void only_administrators_lock_and_bad_orders_change_nothing() throws IOException {
        start();
        String operator = gateway.key("op", "[\"operator\"]");
        assertThat(send("POST /api/v1/lockdown/everything", operator, "{}").status())
                .isEqualTo(403);
        String admin = gateway.key("root", "[\"admin\"]");
        assertThat(send("POST /api/v1/lockdown/nothing", admin, "{}").status()).isEqualTo(404);
        assertThat(send("POST /api/v1/lockdown/servers/a%0Ab", admin, "{}").status())
                .isEqualTo(400);
        assertThat(send("POST /api/v1/lockdown/principals/local/%20", admin, "{}")
                        .status())
                .isEqualTo(400);
        assertThat(send("POST /api/v1/lockdown/clients/" + "c".repeat(6001), admin, "{}")
                        .status())
                .isEqualTo(400);
        assertThat(send("POST /api/v1/lockdown/servers/x", admin, "{\"reason\": \"%s\"}".formatted("r".repeat(201)))
                        .status())
                .isEqualTo(400);
        assertThat(send("POST /api/v1/lockdown/servers/x", admin, "[").status()).isEqualTo(400);
        assertThat(send("PUT /api/v1/lockdown/servers/x", admin, "{}").status()).isEqualTo(405);
        assertThat(gateway.operate("GET /api/v1/lockdown", "").path("locks")).isEmpty();
        String longest = "c".repeat(6000);
        gateway.operate("POST /api/v1/lockdown/clients/" + longest, "{}");
        assertThat(gateway.operate("GET /api/v1/lockdown", "")
                        .at("/locks/0/name")
                        .asString())
                .isEqualTo(longest);
        assertThat(gateway.recorded("order").stream()
                        .map(order -> order.path("place").asString()))
                .contains("/api/v1/lockdown/servers/x");
    }

    @Test
    void a_task_and_a_request_state_outlive_a_start_for_their_owner_and_a_wrong_owner_goes_on_record()
            throws IOException {
        start();
        String ann = gateway.key("ann", "[]");
        String bob = gateway.key("bob", "[]");
        String parked =
                text(send(modern("tools/call", "\"name\": \"elicit\", \"arguments\": {\"message\": \"m\"},"), ann)
                        .path("result")
                        .path("requestState"));
        String task = text(send(modern("tools/call", "\"name\": \"sleep\", \"arguments\": {\"millis\": 1},"), ann));
        assertThat(task).isNotEmpty();
        assertThat(parked).isNotEmpty();

        restart();
        // What it names is gone; it is known all the same.
        assertThat(error(retry(parked), ann)).contains("does not wait any more");
        assertThat(error(retry(parked), bob)).contains("not valid here");
        assertThat(error(modern("tasks/get", "\"taskId\": \"1.abc\","), bob)).contains("Unknown task");
        assertThat(RawHttp.send(
                                gateway.endpoint(),
                                "DELETE /mcp",
                                List.of("Mcp-Session-Id: 0123456789", "Authorization: Bearer " + bob),
                                "")
                        .status())
                .isEqualTo(404);

        assertThat(records("refusal", "bob")).containsExactly("DELETE 404");
        assertThat(records("refusal", "ann")).isEmpty();
        assertThat(records("call", "bob")).containsExactly("tools/call -32602", "tasks/get -32602");
    }

    /** What is recorded of that kind and principal. */
    private List<String> records(String kind, String principal) throws IOException {
        return gateway.recorded(kind).stream()
                .filter(one -> one.path("principal").asString().equals(principal))
                .map(one ->
                        one.path("method").asString() + " " + one.path("code").asInt())
                .toList();
    }

    private void start() {
        gateway = Locked.start(folder, "{\"login\": {}}");
    }

    private void restart() {
        gateway.close();
        start();
    }

    private boolean lift(String what) throws IOException {
        return gateway.operate("DELETE /api/v1/lockdown/" + what, "")
                .path("lifted")
                .asBoolean();
    }

    private RawHttp.Answer call(String key) throws IOException {
        return send("POST /mcp", key, modern("tools/call", "\"name\": \"echo\", \"arguments\": {\"message\": \"m\"},"));
    }

    /** What the server's own endpoint says, which knows what it is called also where its tools are not known. */
    private String alone(String key) throws IOException {
        return send(
                        "POST /servers/everything/mcp",
                        key,
                        modern("tools/call", "\"name\": \"echo\", \"arguments\": {\"message\": \"m\"},"))
                .body();
    }

    private String error(String body, String key) throws IOException {
        return send(body, key).at("/error/message").asString();
    }

    private JsonNode send(String body, String key) throws IOException {
        return JsonMapper.shared().readTree(send("POST /mcp", key, body).body());
    }

    private RawHttp.Answer send(String line, String key, String body) throws IOException {
        List<String> headers = new ArrayList<>(List.of(
                "Authorization: Bearer " + key,
                "Content-Type: application/json",
                "Accept: application/json, text/event-stream"));
        if (body.contains("2026-07-28")) {
            JsonNode tree = JsonMapper.shared().readTree(body);
            headers.add("MCP-Protocol-Version: 2026-07-28");
            headers.add("Mcp-Method: " + tree.path("method").asString());
            String name = tree.at("/params/name").asString("");
            headers.add(
                    "Mcp-Name: " + (name.isEmpty() ? tree.at("/params/taskId").asString() : name));
        }
        return RawHttp.send(gateway.endpoint(), line, headers, body);
    }

    private static String retry(String state) {
        return modern(
                "tools/call",
                "\"requestState\": \"%s\", \"inputResponses\": {}, \"name\": \"elicit\", \"arguments\": {\"message\": \"m\"},"
                        .formatted(state));
    }

    private static String modern(String method, String params) {
        return """
                {"jsonrpc": "2.0", "id": 1, "method": "%s", "params": {%s "_meta": {
                 "io.modelcontextprotocol/protocolVersion": "2026-07-28",
                 "io.modelcontextprotocol/clientInfo": {"name": "t", "version": "1"},
                 "io.modelcontextprotocol/clientCapabilities": {"elicitation": {"form": {}},
                  "extensions": {"io.modelcontextprotocol/tasks": {}}}}}}""".formatted(method, params);
    }

    private static String text(JsonNode node) {
        return node.isString() ? node.stringValue() : node.toString();
    }
}
