package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Rules that have a person, or the user of the client, approve a call. */
@Timeout(60)
class ApprovalRulesTest {
    private static final String RULES = """
            {"rules": [
              {"name": "big", "effect": "approve", "tools": ["add"], "when": "arguments.a >= 100"},
              {"name": "sure", "effect": "confirm", "tools": ["echo"]},
              {"name": "rest", "effect": "allow", "tools": ["add"]}]}""";

    @TempDir
    private Path folder;

    @Test
    void a_call_waits_for_a_person_whom_the_operations_api_knows_and_the_record_names_the_rule() throws Exception {
        try (Locked gateway = Locked.start(folder, RULES);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String ann = gateway.key("ann", "[]");
            String boss = gateway.key("boss", "[\"approver\"]");
            assertThat(tool(gateway, ann, 1)).contains("\"result\"");

            Future<String> call = threads.submit(() -> tool(gateway, ann, 100));
            JsonNode waiting = awaitOne(gateway);
            assertThat(waiting.path("arguments").path("a").asInt()).isEqualTo(100);
            assertThat(waiting.path("rule").asString()).isEqualTo("big");
            assertThat(decide(gateway, ann, waiting, "approve")).isEqualTo(403);
            assertThat(decide(gateway, boss, waiting, "approve")).isEqualTo(200);
            assertThat(call.get(20, TimeUnit.SECONDS)).contains("\"result\"");
            assertThat(decide(gateway, boss, waiting, "approve")).isEqualTo(404);

            Future<String> denied = threads.submit(() -> tool(gateway, ann, 100));
            assertThat(decide(gateway, boss, awaitOne(gateway), "deny")).isEqualTo(200);
            assertThat(denied.get(20, TimeUnit.SECONDS)).contains("Not approved: add: It was denied by boss");

            List<JsonNode> calls = gateway.recorded("call");
            assertThat(calls)
                    .extracting(record -> record.path("rule").asString() + " "
                            + record.path("decision").asString())
                    .contains("big allowed", "big denied");
        }
    }

    @Test
    void what_nobody_approves_in_time_is_denied_and_waits_no_more() throws Exception {
        String brief = RULES.replace("{\"rules\"", "{\"approvals\": {\"timeout\": \"1s\"}, \"rules\"");
        try (Locked gateway = Locked.start(folder, brief);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String ann = gateway.key("ann", "[]");
            String boss = gateway.key("boss", "[\"approver\"]");
            Future<String> call = threads.submit(() -> tool(gateway, ann, 100));
            JsonNode waiting = awaitOne(gateway);
            assertThat(call.get(20, TimeUnit.SECONDS)).contains("Not approved: add: Nobody approved it in 1 s");
            assertThat(gateway.operate("GET /api/v1/approvals", "").path("approvals"))
                    .isEmpty();
            assertThat(decide(gateway, boss, waiting, "approve")).as("too late").isEqualTo(404);
            assertThat(tool(gateway, ann, 100)).as("the next one waits anew").contains("Nobody approved it in 1 s");

            assertThat(gateway.metrics())
                    .as("nothing was called")
                    .doesNotContain("mcp_server_requests_total{method=\"tools/call\"");
            assertThat(gateway.recorded("call"))
                    .filteredOn(record -> record.path("method").asString("").equals("tools/call"))
                    .extracting(record -> record.path("rule").asString() + " "
                            + record.path("decision").asString() + " "
                            + record.path("outcome").asString())
                    .containsExactly("big denied denied", "big denied denied");
        }
    }

    @Test
    void what_waits_for_approval_waits_in_a_view_as_well() throws Exception {
        try (Locked gateway = Locked.with(folder, RULES, "\"views\": {\"sums\": {\"tools\": [\"add\"]}}");
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String ann = gateway.key("ann", "[]");
            String boss = gateway.key("boss", "[\"approver\"]");
            Future<String> call = threads.submit(() ->
                    call(gateway, ann, "add", new Told("/views/sums/mcp", "\"arguments\":{\"a\":100,\"b\":2},", "{}")));
            assertThat(decide(gateway, boss, awaitOne(gateway), "deny")).isEqualTo(200);
            assertThat(call.get(20, TimeUnit.SECONDS)).contains("Not approved: add: It was denied by boss");
        }
    }

    @Test
    void nobody_approves_what_he_asked_for_himself() throws Exception {
        try (Locked gateway = Locked.start(folder, RULES);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String boss = gateway.key("boss", "[\"approver\"]");
            Future<String> call = threads.submit(() -> tool(gateway, boss, 100));
            JsonNode waiting = awaitOne(gateway);

            assertThat(decide(gateway, boss, waiting, "approve")).isEqualTo(403);
            assertThat(decide(gateway, boss, waiting, "deny")).isEqualTo(200);
            assertThat(call.get(20, TimeUnit.SECONDS)).contains("Not approved");
        }
    }

    @Test
    void the_user_of_the_client_is_asked_to_confirm_and_one_that_cannot_ask_is_refused() throws IOException {
        try (Locked gateway = Locked.start(folder, RULES)) {
            String ann = gateway.key("ann", "[]");
            assertThat(echo(gateway, ann, "{}", "")).contains("Not approved: echo", "elicitation");

            String asked = echo(gateway, ann, "{\"elicitation\":{\"form\":{}}}", "");
            assertThat(asked).contains("input_required", "Allow echo of the server everything with");
            String state = asked.replaceAll("(?s).*\"requestState\" ?: ?\"([^\"]*)\".*", "$1");
            String question = asked.replaceAll("(?s).*\"inputRequests\" ?: ?\\{\\s*\"([^\"]*)\".*", "$1");
            String answer =
                    "\"requestState\":\"%s\",\"inputResponses\":{\"%s\":{\"action\":\"accept\",\"content\":{\"allow\":true}}},"
                            .formatted(state, question);
            assertThat(echo(gateway, ann, "{\"elicitation\":{\"form\":{}}}", answer))
                    .contains("\"text\":\"m\"");
        }
    }

    private static String tool(Locked gateway, String key, int a) throws IOException {
        return call(gateway, key, "add", new Told("/mcp", "\"arguments\":{\"a\":%d,\"b\":2},".formatted(a), "{}"));
    }

    private static String echo(Locked gateway, String key, String capabilities, String more) throws IOException {
        return call(gateway, key, "echo", new Told("/mcp", "\"arguments\":{\"message\":\"m\"}," + more, capabilities));
    }

    /** Where a call goes, and what it says. */
    private record Told(String path, String params, String capabilities) {}

    private static String call(Locked gateway, String key, String tool, Told told) throws IOException {
        return RawHttp.send(
                        gateway.endpoint(),
                        "POST " + told.path(),
                        List.of(
                                "Authorization: Bearer " + key,
                                "Content-Type: application/json",
                                "Accept: application/json, text/event-stream",
                                "MCP-Protocol-Version: 2026-07-28",
                                "Mcp-Method: tools/call",
                                "Mcp-Name: " + tool),
                        """
                {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"%s",%s"_meta":{\
                "io.modelcontextprotocol/protocolVersion":"2026-07-28",\
                "io.modelcontextprotocol/clientInfo":{"name":"c","version":"1"},\
                "io.modelcontextprotocol/clientCapabilities":%s}}}""".formatted(tool, told.params(), told.capabilities()))
                .body();
    }

    private static int decide(Locked gateway, String key, JsonNode waiting, String verdict) throws IOException {
        return RawHttp.send(
                        gateway.endpoint(),
                        "POST /api/v1/approvals/" + waiting.path("id").asString() + "/" + verdict,
                        List.of("Authorization: Bearer " + key, "Content-Type: application/json"),
                        "{}")
                .status();
    }

    private static JsonNode awaitOne(Locked gateway) throws IOException {
        while (true) {
            for (JsonNode one : gateway.operate("GET /api/v1/approvals", "").path("approvals")) {
                if (one.path("state").asString().equals("waiting")) {
                    return one;
                }
            }
        }
    }
}
