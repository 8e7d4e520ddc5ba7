package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.app.Gateway;
import io.yumen.config.GatewaySettings;
import io.yumen.config.file.ConfigFile;
import io.yumen.e2e.Peers;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who may decide about what servers say, and what is recorded of it. */
@Timeout(120)
class PinRolesTest {
    private static final String PINS = "/api/v1/pins";

    @TempDir
    private Path folder;

    private Path said;

    @BeforeEach
    void prepare() throws IOException {
        said = folder.resolve("said.json");
        says("Reads a file", "Be kind");
    }

    @Test
    void where_there_is_an_access_changes_wait_for_an_approver_and_everything_is_recorded() throws Exception {
        try (Gateway gateway = Gateway.start(settings("{}", ""))) {
            String ann = key(gateway, "ann", "[]");
            String boss = key(gateway, "boss", "[\"approver\"]");
            assertThat(ask(gateway, ann, "tools/list", "", "")).contains("Reads a file");
            assertThat(ask(gateway, ann, "server/discover", "", "")).contains("Be kind");
            says("Reads a file, and more", "Be cruel");
            call(gateway, ann, "announce");
            call(gateway, ann, "die");

            assertThat(call(gateway, ann, "read")).contains("Withheld: read of the server said");
            assertThat(ask(gateway, ann, "tools/list", "", "")).doesNotContain("\"read\"");
            assertThat(operate(gateway, ann, "GET " + PINS, "").status()).isEqualTo(403);
            assertThat(operate(gateway, ann, "POST " + PINS + "/said/tool/read/approve", "{}")
                            .status())
                    .isEqualTo(403);
            JsonNode whole = json(operate(gateway, boss, "GET " + PINS + "/said/tool/read", ""));
            assertThat(whole.at("/pin/state").asString()).isEqualTo("changed");
            assertThat(whole.path("difference").path(0).path("after").asString())
                    .isEqualTo("\"Reads a file, and more\"");

            assertThat(operate(gateway, boss, "POST " + PINS + "/said/tool/read/approve", "{\"digest\":\"x\"}")
                            .status())
                    .isEqualTo(409);
            assertThat(operate(gateway, boss, "POST " + PINS + "/said/tool/read/approve", "[")
                            .status())
                    .isEqualTo(400);
            assertThat(operate(gateway, boss, "POST " + PINS + "/said/tool/none/approve", "{}")
                            .status())
                    .isEqualTo(404);
            assertThat(operate(gateway, boss, "GET " + PINS + "/said/tool/read/approve", "")
                            .status())
                    .isEqualTo(405);
            assertThat(operate(gateway, boss, "POST " + PINS + "/said/tool/read/approve", "{}")
                            .status())
                    .isEqualTo(200);
            assertThat(call(gateway, ann, "read")).contains("called read");
            assertThat(json(operate(gateway, boss, "GET " + PINS + "/said/tool/read", ""))
                            .at("/pin/approved/0/by")
                            .asString())
                    .isEqualTo("boss");
        }
        assertThat(recorded("notice")).contains("pins/changed said read", "pins/changed said instructions");
        assertThat(recorded("order")).contains("POST " + PINS + "/said/tool/read/approve");
        assertThat(recorded("call")).contains("(pins)");
    }

    @Test
    void who_is_of_a_tenant_of_his_own_neither_sees_what_servers_say_nor_decides_it() throws Exception {
        try (Gateway gateway = Gateway.start(settings("{}", ""))) {
            String ann = key(gateway, "ann", "[]");
            String other = key(gateway, "other", "[\"admin\"], \"tenant\": \"acme\"");
            assertThat(ask(gateway, ann, "tools/list", "", "")).contains("Reads a file");
            says("Reads a file, and more", "Be kind");
            call(gateway, ann, "announce");
            assertThat(call(gateway, ann, "read")).contains("Withheld: read of the server said");

            assertThat(operate(gateway, other, "GET " + PINS + "/said/tool/read", "")
                            .status())
                    .isEqualTo(403);
            for (String order : List.of(
                    "/said/tool/read/approve",
                    "/said/tool/read/reject",
                    "/said/tool/read/reset",
                    "/said/tool/none/approve",
                    "/said/reset")) {
                RawHttp.Answer answer = operate(gateway, other, "POST " + PINS + order, "{}");
                assertThat(answer.status()).as(order).isEqualTo(403);
                assertThat(json(answer).at("/error/code").asString()).as(order).isEqualTo("other_tenant");
            }
            assertThat(json(operate(gateway, gateway.operatorToken().reveal(), "GET " + PINS + "/said/tool/read", ""))
                            .at("/pin/state")
                            .asString())
                    .isEqualTo("changed");
            assertThat(call(gateway, ann, "read")).contains("Withheld: read of the server said");
        }
    }

    @Test
    void instructions_that_changed_are_not_handed_out() throws Exception {
        try (Gateway gateway = Gateway.start(settings("{}", ""))) {
            String ann = key(gateway, "ann", "[]");
            assertThat(ask(gateway, ann, "server/discover", "", "")).contains("Be kind");
        }
        says("Reads a file", "Be cruel");
        try (Gateway gateway = Gateway.start(settings("{}", ""))) {
            String ann = key(gateway, "ann", "[]");
            for (String path : List.of("/mcp", "/servers/said/mcp")) {
                assertThat(ask(gateway, ann, "server/discover", "", path))
                        .contains("capabilities")
                        .doesNotContain("Be cruel");
            }
            String boss = key(gateway, "boss", "[\"admin\"]");
            assertThat(operate(gateway, boss, "POST " + PINS + "/said/instructions/instructions/approve", "{}")
                            .status())
                    .isEqualTo(200);
            for (String path : List.of("/mcp", "/servers/said/mcp")) {
                assertThat(ask(gateway, ann, "server/discover", "", path)).contains("Be cruel");
            }
        }
    }

    @Test
    void who_may_not_see_a_tool_does_not_learn_that_it_is_withheld() throws Exception {
        String rules = "{\"rules\": [{\"name\": \"some\", \"effect\": \"allow\", \"tools\": [\"announce\", \"die\"]}]}";
        try (Gateway gateway = Gateway.start(settings(rules, ""))) {
            String ann = key(gateway, "ann", "[]");
            assertThat(ask(gateway, ann, "tools/list", "", "")).doesNotContain("\"read\"");
            says("Reads more", "");
            call(gateway, ann, "announce");
            assertThat(call(gateway, ann, "read"))
                    .contains("Unknown tool: read")
                    .doesNotContain("Withheld");
            assertThat(call(gateway, ann, "nothing")).contains("Unknown tool: nothing");
        }
    }

    @Test
    void a_changed_policy_is_followed_at_once() throws Exception {
        try (Gateway gateway = Gateway.start(settings("{}", ""))) {
            String ann = key(gateway, "ann", "[]");
            assertThat(ask(gateway, ann, "tools/list", "", "")).contains("\"read\"");
            says("Reads more", "");
            call(gateway, ann, "announce");
            assertThat(call(gateway, ann, "read")).contains("Withheld");
            gateway.apply(settings("{}", "\"pins\": \"flag\","));
            assertThat(call(gateway, ann, "read")).contains("called read");
            assertThat(ask(gateway, ann, "tools/list", "", "")).contains("Reads more");
            gateway.apply(settings("{}", "\"pins\": {\"mode\": \"quarantine\", \"added\": \"flag\"},"));
            assertThat(call(gateway, ann, "read")).contains("Withheld");
            gateway.apply(settings("{}", "\"pins\": \"off\","));
            assertThat(call(gateway, ann, "read")).contains("called read");
        }
    }

    private void says(String description, String instructions) throws IOException {
        Files.writeString(said, """
                {"instructions": "%s",
                 "tools": [{"name": "read", "description": "%s"}, {"name": "announce"}, {"name": "die"}]}""".formatted(instructions, description));
    }

    private GatewaySettings settings(String access, String pins) {
        return ConfigFile.parse("""
                {"listen": {"port": 0}, "access": %s, "state": "%s", %s
                 "audit": {"trail": "on", "directory": "%s/audit", "key": "%s/keys/audit.key"},
                 "mcpServers": {"said": {"command": "%s", "args": ["%s", "%s"], "restartDelay": "10ms"}}}""".formatted(
                        access,
                        folder.resolve("state"),
                        pins,
                        folder.resolve("state"),
                        folder.resolve("state"),
                        Peers.node(),
                        Path.of("e2e/servers/said.mjs").toAbsolutePath(),
                        said));
    }

    private static String key(Gateway gateway, String principal, String roles) throws IOException {
        String order = "{\"principal\": \"%s\", \"roles\": %s}".formatted(principal, roles);
        return json(operate(gateway, gateway.operatorToken().reveal(), "POST /api/v1/keys", order))
                .path("key")
                .asString();
    }

    private static RawHttp.Answer operate(Gateway gateway, String key, String line, String body) throws IOException {
        return RawHttp.send(
                gateway.endpoint(),
                line,
                List.of("Authorization: Bearer " + key, "Content-Type: application/json"),
                body);
    }

    private static JsonNode json(RawHttp.Answer answer) {
        return new JsonCodec(JsonLimits.DEFAULT).read(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    private static String call(Gateway gateway, String key, String tool) throws IOException {
        return ask(gateway, key, "tools/call", tool, "");
    }

    private static String ask(Gateway gateway, String key, String method, String name, String path) throws IOException {
        return RawHttp.send(
                        gateway.endpoint(),
                        "POST " + (path.isEmpty() ? "/mcp" : path),
                        List.of(
                                "Authorization: Bearer " + key,
                                "Content-Type: application/json",
                                "Accept: application/json, text/event-stream",
                                "MCP-Protocol-Version: 2026-07-28",
                                "Mcp-Method: " + method,
                                "Mcp-Name: " + name),
                        """
                {"jsonrpc":"2.0","id":1,"method":"%s","params":{%s"_meta":{\
                "io.modelcontextprotocol/protocolVersion":"2026-07-28",\
                "io.modelcontextprotocol/clientInfo":{"name":"c","version":"1"},\
                "io.modelcontextprotocol/clientCapabilities":{}}}}""".formatted(method, name.isEmpty() ? "" : "\"name\":\"" + name + "\","))
                .body();
    }

    private List<String> recorded(String kind) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder.resolve("state/audit"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".jsonl")).toList()) {
                Files.readAllLines(file).stream()
                        .map(JsonMapper.shared()::readTree)
                        .filter(record -> record.path("kind").asString().equals(kind))
                        .forEach(record -> found.add(
                                switch (kind) {
                                    case "notice" ->
                                        record.path("method").asString() + " "
                                                + record.path("server").asString() + " "
                                                + record.path("name").asString();
                                    case "order" ->
                                        record.path("method").asString() + " "
                                                + record.path("place").asString();
                                    default -> record.path("rule").asString("");
                                }));
            }
        }
        return found;
    }
}
