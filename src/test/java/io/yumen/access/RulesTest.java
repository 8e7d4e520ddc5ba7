package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.config.ConfigException;
import io.yumen.config.file.ConfigFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two keys, two roles, one set of rules: what each sees and may call. */
class RulesTest {
    private static final String RULES = """
            {"rules": [
              {"name": "all", "effect": "allow", "roles": ["sre"]},
              {"name": "small", "effect": "allow", "tools": ["add"], "when": "arguments.a < 100"},
              {"name": "echo", "effect": "allow", "tools": ["echo"]}]}""";

    @TempDir
    private Path folder;

    @Test
    void two_keys_see_two_lists_and_what_is_hidden_is_as_unknown_as_what_does_not_exist() throws IOException {
        try (Locked gateway = Locked.start(folder, RULES)) {
            String sre = key(gateway, "sre", "");
            String guest = key(gateway, "guest", "");
            for (String path : List.of("/mcp", "/servers/everything/mcp")) {
                assertThat(list(gateway, path, sre)).contains("\"echo\"", "\"add\"", "\"sleep\"");
                assertThat(list(gateway, path, guest))
                        .contains("\"echo\"", "\"add\"")
                        .doesNotContain("\"sleep\"");
                assertThat(call(gateway, path, guest, "sleep", "{}")).contains("Unknown tool: sleep");
                assertThat(call(gateway, path, guest, "nope", "{}")).contains("Unknown tool: nope");
                assertThat(call(gateway, path, guest, "add", "{\"a\": 1, \"b\": 2}"))
                        .contains("\"result\"");
                assertThat(call(gateway, path, guest, "add", "{\"a\": 100, \"b\": 2}"))
                        .contains("Not allowed with these arguments: add");
                assertThat(call(gateway, path, sre, "add", "{\"a\": 100, \"b\": 2}"))
                        .contains("\"result\"");
                // Whoever came last, the list of one is never that of another.
                assertThat(list(gateway, path, sre)).contains("\"sleep\"").contains("\"private\"");
            }
        }
    }

    @Test
    void a_narrowed_key_is_good_for_its_scopes_alone() throws IOException {
        try (Locked gateway = Locked.start(folder, RULES)) {
            String reader = key(gateway, "sre", ", \"scopes\": [\"mcp:read\"]");
            assertThat(list(gateway, "/mcp", reader)).doesNotContain("\"echo\"");
            assertThat(call(gateway, "/mcp", reader, "echo", "{\"message\": \"m\"}"))
                    .contains("Unknown tool: echo");
            assertThat(ask(gateway, "/mcp", reader, "prompts/list", "", "")).contains("\"name\"");
        }
    }

    @Test
    void an_explanation_names_the_rule_that_decides_a_list_and_a_call() throws IOException {
        try (Locked gateway = Locked.start(folder, RULES)) {
            assertThat(list(gateway, "/mcp", key(gateway, "sre", ""))).contains("\"add\"");
            JsonNode listed = explain(gateway, "\"tool\": \"add\"");
            assertThat(listed.path("decision").asString()).isEqualTo("allowed");
            assertThat(listed.path("rule").asString()).isEqualTo("small");
            assertThat(listed.path("known").asBoolean()).isTrue();
            assertThat(listed.path("steps")
                            .valueStream()
                            .map(step -> step.path("match").asString()))
                    .containsExactly("does not apply", "depends on the arguments");

            JsonNode called = explain(gateway, "\"tool\": \"add\", \"arguments\": {\"a\": 100}");
            assertThat(called.path("decision").asString()).isEqualTo("denied");
            assertThat(called.path("rule").asString()).isEqualTo("(default)");

            assertThat(explain(gateway, "\"tool\": \"nope\"").path("known").asBoolean(true))
                    .isFalse();
            assertThat(explain(gateway, "\"tol\": \"add\"")
                            .path("error")
                            .path("message")
                            .asString())
                    .contains("no \"tol\"; did you mean \"tool\"?");
            assertThat(explain(gateway, "\"arguments\": 1")
                            .path("error")
                            .path("message")
                            .asString())
                    .contains("/arguments: integer found, object expected");
            assertThat(gateway.operate("GET /api/v1/explain?principal=ann&roles=sre,x&server=everything&tool=add", "")
                            .path("rule")
                            .asString())
                    .isEqualTo("all");
        }
    }

    @Test
    void an_explanation_and_a_trial_know_of_scopes() throws IOException {
        String rules = """
                {"rules": [{"name": "sums", "effect": "allow", "tools": ["add"], "scopes": ["sums"]},
                           {"name": "rest", "effect": "allow"}]}""";
        try (Locked gateway = Locked.start(folder, rules)) {
            JsonNode lacking = explain(gateway, "\"tool\": \"add\", \"scopes\": [\"mcp\"]");
            assertThat(lacking.path("decision").asString()).isEqualTo("lacking");
            assertThat(lacking.path("rule").asString()).isEqualTo("sums");
            assertThat(lacking.path("scopes").toString()).isEqualTo("[\"mcp\",\"sums\"]");
            assertThat(explain(gateway, "\"tool\": \"add\"").path("decision").asString())
                    .isEqualTo("allowed");

            call(gateway, "/mcp", key(gateway, "guest", ""), "add", "{\"a\": 1, \"b\": 2}");
            JsonNode tried = gateway.operate("POST /api/v1/policy/try", """
                    {"rules": [{"name": "any", "effect": "allow", "scopes": ["sums"]}]}""");
            assertThat(tried.path("open").asInt()).as("%s", tried).isEqualTo(1);
        }
    }

    @Test
    void other_rules_are_tried_on_the_calls_that_were_recorded() throws IOException {
        try (Locked gateway = Locked.start(folder, RULES)) {
            String guest = key(gateway, "guest", "");
            call(gateway, "/mcp", guest, "echo", "{\"message\": \"m\"}");
            call(gateway, "/mcp", guest, "echo", "{\"message\": \"m\"}");
            call(gateway, "/mcp", guest, "add", "{\"a\": 1, \"b\": 2}");
            call(gateway, "/mcp", key(gateway, "sre", ""), "echo", "{\"message\": \"m\"}");
            JsonNode tried = gateway.operate("POST /api/v1/policy/try", """
                    {"rules": [{"name": "sre", "effect": "allow", "roles": ["sre"]},
                               {"name": "sum", "effect": "deny", "tools": ["add"], "when": "arguments.a == 1"},
                               {"name": "no", "effect": "deny"}]}""");

            assertThat(tried.path("calls").asInt()).isEqualTo(4);
            assertThat(tried.path("same").asInt()).isEqualTo(1);
            assertThat(tried.path("changed").asInt()).isEqualTo(2);
            assertThat(tried.path("open").asInt()).isEqualTo(1);
            JsonNode change = tried.path("changes").path(0);
            assertThat(change.path("principal").asString() + " "
                            + change.path("name").asString())
                    .isEqualTo("guest echo");
            assertThat(change.path("was").asString() + " by "
                            + change.path("by").asString())
                    .isEqualTo("allowed by echo");
            assertThat(change.path("would").asString() + " by "
                            + change.path("rule").asString())
                    .isEqualTo("denied by no");
            assertThat(change.path("times").asInt()).isEqualTo(2);
            assertThat(gateway.operate(
                                    "POST /api/v1/policy/try", "{\"rules\": [{\"name\": \"a\", \"effect\": \"may\"}]}")
                            .path("error")
                            .path("message")
                            .asString())
                    .contains("effect");
        }
    }

    @Test
    void an_auditor_of_a_tenant_of_his_own_tries_rules_on_the_calls_of_that_one_alone() throws IOException {
        try (Locked gateway = Locked.start(folder, RULES)) {
            String acme = ", \"tenant\": \"acme\"";
            call(gateway, "/mcp", key(gateway, "guest", ""), "echo", "{\"message\": \"m\"}");
            call(gateway, "/mcp", key(gateway, "sre", ""), "echo", "{\"message\": \"m\"}");
            call(gateway, "/mcp", key(gateway, "guest", acme), "echo", "{\"message\": \"m\"}");

            JsonNode ofAll = tried(gateway, key(gateway, "auditor", ""));
            assertThat(ofAll.path("calls").asInt()).isEqualTo(3);
            assertThat(ofAll.path("changed").asInt()).isEqualTo(3);
            JsonNode ofOne = tried(gateway, key(gateway, "auditor", acme));
            assertThat(ofOne.path("calls").asInt()).isEqualTo(1);
            assertThat(ofOne.path("changed").asInt()).isEqualTo(1);
            assertThat(ofOne.path("changes").valueStream())
                    .extracting(change -> change.path("tenant").asString())
                    .containsExactly("acme");
            assertThat(tried(gateway, key(gateway, "auditor", ", \"tenant\": \"empty\""))
                            .path("calls")
                            .asInt())
                    .isZero();
        }
    }

    private static JsonNode tried(Locked gateway, String key) throws IOException {
        RawHttp.Answer answer = RawHttp.send(
                gateway.endpoint(),
                "POST /api/v1/policy/try",
                List.of("Authorization: Bearer " + key, "Content-Type: application/json"),
                "{\"rules\": [{\"name\": \"no\", \"effect\": \"deny\"}]}");
        return JsonMapper.shared().readTree(answer.body());
    }

    @Test
    void who_does_not_operate_the_gateway_gets_no_explanation() throws IOException {
        try (Locked gateway = Locked.start(folder, RULES)) {
            String guest = key(gateway, "guest", "");
            assertThat(RawHttp.send(
                                    gateway.endpoint(),
                                    "GET /api/v1/explain?principal=a&server=everything",
                                    List.of("Authorization: Bearer " + guest),
                                    "")
                            .status())
                    .isEqualTo(403);
        }
    }

    private static JsonNode explain(Locked gateway, String more) throws IOException {
        return gateway.operate(
                "POST /api/v1/explain", "{\"principal\": \"ann\", \"server\": \"everything\", %s}".formatted(more));
    }

    @Test
    void a_rule_that_cannot_be_used_is_refused_with_its_place_and_what_is_wrong() {
        String text = """
                {"mcpServers": {}, "access": {"rules": [
                  {"name": "a", "effect": "allow"},
                  {"name": "b", "effect": "allow",
                   "when": "nmae == 'x'"}]}}""";

        assertThatThrownBy(() -> ConfigFile.parse(text))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(":4: access.rules[1].when: ")
                .hasMessageContaining("column 1: undeclared reference to 'nmae'; did you mean \"name\"?");
        assertThatThrownBy(() -> ConfigFile.parse("""
                {"mcpServers": {}, "access": {"rules": [
                  {"name": "a", "effect": "deny",
                   "scopes": ["x"]}]}}"""))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(":3: access.rules[0].scopes: A rule that denies");
    }

    private static String key(Locked gateway, String role, String more) throws IOException {
        return gateway.makeKey("{\"principal\": \"%s\", \"roles\": [\"%s\"]%s}".formatted(role, role, more))
                .path("key")
                .asString();
    }

    private static String list(Locked gateway, String path, String key) throws IOException {
        return ask(gateway, path, key, "tools/list", "", "");
    }

    private static String call(Locked gateway, String path, String key, String tool, String arguments)
            throws IOException {
        return ask(
                gateway, path, key, "tools/call", tool, "\"name\":\"" + tool + "\",\"arguments\":" + arguments + ",");
    }

    private static String ask(Locked gateway, String path, String key, String method, String name, String params)
            throws IOException {
        String body = """
                {"jsonrpc":"2.0","id":1,"method":"%s","params":{%s"_meta":{\
                "io.modelcontextprotocol/protocolVersion":"2026-07-28",\
                "io.modelcontextprotocol/clientInfo":{"name":"c","version":"1"},\
                "io.modelcontextprotocol/clientCapabilities":{}}}}""".formatted(method, params);
        List<String> headers = Stream.concat(
                        Stream.of(
                                "Authorization: Bearer " + key,
                                "Content-Type: application/json",
                                "Accept: application/json, text/event-stream",
                                "MCP-Protocol-Version: 2026-07-28",
                                "Mcp-Method: " + method),
                        name.isEmpty() ? Stream.empty() : Stream.of("Mcp-Name: " + name))
                .toList();
        return RawHttp.send(gateway.endpoint(), "POST " + path, headers, body)
                .body()
                .replace("\" : ", "\":");
    }
}
