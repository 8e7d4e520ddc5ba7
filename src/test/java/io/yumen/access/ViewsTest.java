package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.app.Gateway;
import io.yumen.config.ConfigException;
import io.yumen.config.GatewaySettings;
import io.yumen.config.file.ConfigFile;
import io.yumen.protocol.Era;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Views: each its own endpoint, with no more than it selects. */
class ViewsTest {
    private static final String VIEWS = """
            {"look": {"tags": ["demo"], "mode": "read-only"},
             "sums": {"servers": ["every*"], "tools": ["add"]},
             "none": {"tags": ["other"]}}""";

    @TempDir
    private Path folder;

    @Test
    void a_view_has_what_it_selects_and_the_rest_is_unknown_there() throws IOException {
        try (Gateway gateway = Gateway.start(settings(VIEWS))) {
            assertThat(list(gateway, "/mcp")).contains("\"add\"", "\"echo\"");
            assertThat(list(gateway, "/views/sums/mcp")).contains("\"add\"").doesNotContain("\"echo\"");
            assertThat(call(gateway, "/views/sums/mcp", "add", "{\"a\":1,\"b\":2}"))
                    .contains("\"result\"");
            assertThat(call(gateway, "/views/sums/mcp", "echo", "{\"message\":\"m\"}"))
                    .contains("Unknown tool: echo");
            assertThat(ask(gateway, "/views/sums/mcp", "prompts/list", "", "")).contains("\"prompts\":[]");
            assertThat(list(gateway, "/views/look/mcp")).contains("\"echo\"").doesNotContain("\"test_trigger");
            assertThat(list(gateway, "/views/none/mcp")).contains("\"tools\":[]");
            assertThat(RawHttp.send(
                                    gateway.endpoint(),
                                    "POST /views/nope/mcp",
                                    List.of("Content-Type: application/json"),
                                    "{}")
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void rules_speak_of_the_view_in_lists_and_calls_explanations_and_trials() throws IOException {
        String rules = """
                {"rules": [{"name": "by sums", "effect": "allow", "tools": ["add"], "when": "view == 'sums'"},
                           {"name": "elsewhere", "effect": "allow", "tools": ["echo"], "when": "view == ''"}]}""";
        try (Locked gateway = Locked.with(folder, rules, "\"views\": {\"sums\": {}}")) {
            Person ann = Person.at(gateway, "ann", "local", "[]");
            assertThat(said(ann, "/mcp", "tools/list", "")).contains("\"echo\"").doesNotContain("\"add\"");
            assertThat(said(ann, "/views/sums/mcp", "tools/list", ""))
                    .contains("\"add\"")
                    .doesNotContain("\"echo\"");
            String add = "\"name\":\"add\",\"arguments\":{\"a\":1,\"b\":2},";
            assertThat(said(ann, "/views/sums/mcp", "tools/call", add)).contains("\"result\"");
            assertThat(said(ann, "/mcp", "tools/call", add)).contains("Unknown tool: add");

            String asked = "GET /api/v1/explain?principal=ann&server=everything&tool=add";
            assertThat(gateway.operate(asked + "&view=sums", "").path("rule").asString())
                    .isEqualTo("by sums");
            assertThat(gateway.operate(asked, "").path("decision").asString()).isEqualTo("denied");
            assertThat(gateway.operate("POST /api/v1/policy/try", """
                            {"rules": [{"name": "a", "effect": "allow", "when": "view == 'sums'"}]}""")
                            .path("same")
                            .asInt())
                    .isEqualTo(2);
        }
    }

    static Stream<Arguments> wires() {
        return Arrays.stream(Tongue.By.values())
                .flatMap(wire -> Arrays.stream(Era.values()).map(era -> Arguments.of(wire, era)));
    }

    @ParameterizedTest
    @MethodSource("wires")
    void a_view_is_the_same_on_every_wire_and_in_both_eras(Tongue.By wire, Era era) throws IOException {
        String rules = """
                {"rules": [{"name": "by sums", "effect": "allow", "tools": ["add", "echo"], "when": "view == 'sums'"}]}""";
        String views = "\"views\": {\"sums\": {\"tools\": [\"add\", \"sleep\"]}, \"other\": {}}";
        try (Locked gateway = Locked.with(folder, rules, views)) {
            Person ann = Person.at(gateway, "ann", "local", "[]");
            try (Tongue sums = Tongue.at("/views/sums", ann, wire);
                    Tongue other = Tongue.at("/views/other", ann, wire)) {
                assertThat(asked(sums, era, "tools/list", ""))
                        .contains("\"add\"")
                        .doesNotContain("\"echo\"", "\"sleep\"");
                assertThat(asked(other, era, "tools/list", "")).contains("\"tools\":[]");
                String add = "\"name\":\"add\",\"arguments\":{\"a\":1,\"b\":2}";
                assertThat(asked(sums, era, "tools/call", add)).contains("\"result\"");
                assertThat(asked(other, era, "tools/call", add)).contains("Unknown tool: add");
                assertThat(asked(sums, era, "tools/call", "\"name\":\"echo\",\"arguments\":{\"message\":\"m\"}"))
                        .as("allowed, but not selected")
                        .contains("Unknown tool: echo");
            }
            JsonNode trial = gateway.operate("POST /api/v1/policy/try", rules);
            assertThat(trial.path("changed").asInt()).as("%s", trial).isZero();
            assertThat(trial.path("same").asInt())
                    .as("what is tried over the trail speaks of the same view: %s", trial)
                    .isEqualTo(2);
        }
    }

    private static String asked(Tongue client, Era era, String method, String params) throws IOException {
        return switch (era) {
            case LEGACY -> {
                if (method.equals("tools/list")) {
                    for (String message : Tongue.GREETING) {
                        client.ask(message);
                    }
                }
                yield client.ask(Person.request(method, params)).toString();
            }
            case MODERN ->
                client.ask(Person.modern(method, params.isEmpty() ? "" : params + ","))
                        .toString();
        };
    }

    private static String said(Person person, String path, String method, String params) throws IOException {
        String[] headers = {"MCP-Protocol-Version: 2026-07-28", "Mcp-Method: " + method, "Mcp-Name: add"};
        return person.send(
                        "POST " + path,
                        Person.modern(method, params),
                        params.isEmpty() ? Arrays.copyOf(headers, 2) : headers)
                .body();
    }

    @Test
    void changed_views_are_followed_at_once() throws IOException {
        try (Gateway gateway = Gateway.start(settings(VIEWS))) {
            assertThat(list(gateway, "/views/sums/mcp")).contains("\"add\"");
            gateway.apply(settings("{\"sums\": {\"tools\": [\"ec*\"]}}"));
            assertThat(list(gateway, "/views/sums/mcp")).contains("\"echo\"").doesNotContain("\"add\"");
            gateway.apply(settings("{}"));
            assertThat(RawHttp.send(
                                    gateway.endpoint(),
                                    "POST /views/sums/mcp",
                                    List.of("Content-Type: application/json"),
                                    "{}")
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void a_view_that_cannot_be_is_refused_with_its_place() {
        assertThatThrownBy(() -> settings("{\"a\": {\"tols\": []}}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("views.a")
                .hasMessageContaining("tools");
        assertThatThrownBy(() -> settings("{\"a\": {\"mode\": \"write\"}}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("views.a.mode");
    }

    private GatewaySettings settings(String views) {
        return ConfigFile.parse("""
                {"listen": {"port": 0}, "state": "%s", "audit": {"trail": "off"}, "views": %s,
                 "mcpServers": {"everything": {"service": "everything", "tags": ["demo"]}}}""".formatted(folder, views));
    }

    private static String list(Gateway gateway, String path) throws IOException {
        return ask(gateway, path, "tools/list", "", "");
    }

    private static String call(Gateway gateway, String path, String tool, String arguments) throws IOException {
        return ask(gateway, path, "tools/call", tool, "\"name\":\"" + tool + "\",\"arguments\":" + arguments + ",");
    }

    private static String ask(Gateway gateway, String path, String method, String name, String params)
            throws IOException {
        String body = """
                {"jsonrpc":"2.0","id":1,"method":"%s","params":{%s"_meta":{\
                "io.modelcontextprotocol/protocolVersion":"2026-07-28",\
                "io.modelcontextprotocol/clientInfo":{"name":"c","version":"1"},\
                "io.modelcontextprotocol/clientCapabilities":{}}}}""".formatted(method, params);
        List<String> headers = Stream.concat(
                        Stream.of(
                                "Content-Type: application/json",
                                "Accept: application/json, text/event-stream",
                                "MCP-Protocol-Version: 2026-07-28",
                                "Mcp-Method: " + method),
                        name.isEmpty() ? Stream.empty() : Stream.of("Mcp-Name: " + name))
                .toList();
        return RawHttp.send(gateway.endpoint(), "POST " + path, headers, body).body();
    }
}
