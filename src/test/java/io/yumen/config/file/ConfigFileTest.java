package io.yumen.config.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.config.ConfigException;
import io.yumen.config.GatewaySettings;
import io.yumen.config.GuardSettings;
import io.yumen.config.LifeSettings;
import io.yumen.config.Problem;
import io.yumen.config.ServerSettings;
import io.yumen.config.SettingsChange;
import io.yumen.pin.PinConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {
    @TempDir
    Path directory;

    @Test
    void an_ordinary_mcp_json_is_read_as_it_is() throws IOException {
        GatewaySettings settings = load("""
                        {"mcpServers": {
                          "files": {"command": "npx", "args": ["-y", "server-filesystem", "."], "env": {"A": "1"}},
                          "search": {"type": "streamable-http", "url": "https://mcp.example.com/mcp"}
                        }}
                        """).settings();

        assertThat(settings.mcpServers()).containsOnlyKeys("files", "search");
        assertThat(settings.mcpServers().keySet()).containsExactly("files", "search");
        ServerSettings files = settings.mcpServers().get("files");
        assertThat(files.args()).containsExactly("-y", "server-filesystem", ".");
        assertThat(files.env()).containsEntry("A", "1");
        assertThat(files.life().requestTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.mcpServers().get("search").type()).isEqualTo(ServerSettings.Type.HTTP);
        assertThat(settings.listen().port()).isEqualTo(3050);
    }

    @Test
    void comments_and_trailing_commas_are_allowed() throws IOException {
        assertThat(load("{ // a gateway\n \"listen\": {\"port\": 0,}, /* done */ }")
                        .settings()
                        .listen()
                        .port())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | .path: A rule needs a \"path\"",
                "{\"path\": \"*\"} | .path: A rule says \"ttl\", \"grace\" or \"bypass\"",
                "{\"path\": \"*\", \"ttl\": \"1h\", \"bypass\": true} | .bypass: What is not kept has no \"ttl\"",
                "{\"path\": \"*\", \"ttl\": \"soon\"} | .ttl: This is \"soon\""
            })
    void a_rule_of_what_is_kept_says_one_thing(String rule, String problem) {
        assertThatThrownBy(
                        () -> load("{\"mcpServers\": {\"aws\": {\"service\": \"aws-docs\", \"awsDocs\": {\"rules\": ["
                                + rule + "]}}}}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("mcpServers.aws.awsDocs.rules[0]" + problem);
    }

    @Test
    void an_unknown_key_is_named_with_its_line_and_the_nearest_known_one() {
        assertThatThrownBy(() -> load("{\n  \"listen\": {\n    \"prot\": 1\n  }\n}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("mcp.json:3: listen.prot")
                .hasMessageContaining("did you mean \"port\"?");
    }

    @Test
    void an_unknown_key_of_a_server_is_a_warning() throws IOException {
        ConfigFile.Loaded loaded =
                load("{\"mcpServers\": {\"a\": {\"command\": \"x\", \"agrs\": [], \"alwaysAllow\": []}}}");

        assertThat(loaded.warnings())
                .extracting(Problem::path)
                .containsExactlyInAnyOrder("mcpServers.a.agrs", "mcpServers.a.alwaysAllow");
    }

    @Test
    void every_problem_is_told_at_once() {
        assertThatThrownBy(() -> load("""
                                {"listen": {"port": "x"},
                                 "limits": {"body": "huge", "drain": true},
                                 "mcpServers": {"a": {}, "b": {"command": "x", "url": "ftp://y"}}}"""))
                .hasMessageContaining("listen.port: This is \"x\", but must be a number")
                .hasMessageContaining("limits.body: This is \"huge\", but must be a size")
                .hasMessageContaining("limits.drain: This is true or false, but must be a duration");
    }

    @Test
    void a_server_that_cannot_be_reached_or_in_two_ways_is_refused() {
        assertThatThrownBy(
                        () -> load("{\"mcpServers\": {\"a\": {}, \"b\": {\"command\": \"x\", \"url\": \"ftp://y\"}}}"))
                .hasMessageContaining("mcpServers.a: Nothing says how this server is reached")
                .hasMessageContaining("mcpServers.b: Only one of")
                .hasMessageContaining("mcpServers.b.url: This is no URL of an MCP server");
    }

    @Test
    void a_url_may_name_its_user_after_the_host_and_not_before() throws IOException {
        String url = "https://h/u/${user.name}/mcp?tenant=${user.tenant}&s=${session.id}";
        assertThat(load("{\"mcpServers\": {\"a\": {\"scope\": \"session\", \"url\": \"" + url + "\"}}}")
                        .settings()
                        .mcpServers()
                        .get("a")
                        .url())
                .isEqualTo(url);
        for (String bad : List.of(
                "https://${user.name}/mcp",
                "https://${user.name}@h/mcp",
                "https://h:1${user.name}?x",
                "${user.name}://h/",
                "https:${user.name}//h/")) {
            assertThatThrownBy(() -> load("{\"mcpServers\": {\"a\": {\"url\": \"" + bad + "\"}}}"))
                    .as(bad)
                    .hasMessageContaining("mcpServers.a.url: What differs between users");
        }
        assertThatThrownBy(() -> load("{\"mcpServers\": {\"a\": {\"url\": \"https://h/${user.na me}\"}}}"))
                .hasMessageContaining("mcpServers.a.url: This is no URL");
    }

    @Test
    void a_key_that_stands_twice_is_refused_with_both_lines() {
        assertThatThrownBy(() -> load("{\n\"log\": {},\n\"log\": {}\n}"))
                .hasMessageContaining("mcp.json:3: log: This key stands twice, here and in line 2");
    }

    @Test
    void broken_json_is_refused_with_its_line() {
        assertThatThrownBy(() -> load("{\n\"log\": {\n")).hasMessageContaining("mcp.json:3: This is not valid JSON");
    }

    @Test
    void variables_come_from_the_environment_and_from_a_file_beside() throws IOException {
        Files.writeString(directory.resolve(".env"), "TOKEN=\"from file\"\nexport OTHER=2 # two\n");
        Files.writeString(directory.resolve("key.txt"), "s3cret\n");
        GatewaySettings settings = load("""
                        {"mcpServers": {"a": {"url": "http://${HOST}/mcp", "headers": {
                          "A": "${TOKEN}", "B": "${env:OTHER}", "C": "${NONE:-fallback}", "D": "${file:key.txt}",
                          "E": "$${literal}", "F": "${user.name}"}}}}""").settings();

        ServerSettings server = settings.mcpServers().get("a");
        assertThat(server.url()).isEqualTo("http://example.com/mcp");
        assertThat(server.headers())
                .isEqualTo(Map.of(
                        "A",
                        "from file",
                        "B",
                        "2",
                        "C",
                        "fallback",
                        "D",
                        "s3cret",
                        "E",
                        "${literal}",
                        "F",
                        "${user.name}"));
    }

    @Test
    void a_variable_that_is_not_set_is_an_error_that_says_what_to_do() {
        assertThatThrownBy(() -> load("{\"mcpServers\": {\"a\": {\n\"url\": \"http://${MISSING}/\"}}}"))
                .hasMessageContaining("mcp.json:2")
                .hasMessageContaining("The variable MISSING is not set; set it in the environment or in a .env file");
    }

    @Test
    void the_forms_of_other_clients_are_understood() throws IOException {
        ConfigFile.Loaded loaded = load("""
                {"servers": {"vs": {"type": "stdio", "command": "x", "env": ["A=1", "B=x=y"]}},
                 "inputs": [{"id": "key", "type": "promptString"}],
                 "mcpTemplates": {"t": {"command": "y", "args": ["{{ user.name }}"], "template": {"shareable": true}}},
                 "serverDefaults": {"requestTimeout": 5000},
                 "mcpServers": {"w": {"serverUrl": "http://h/mcp", "disabled": "true"}, "e": {"command": "z", "enabled": false}}}""");
        Map<String, ServerSettings> servers = loaded.settings().mcpServers();

        assertThat(servers.get("vs").env()).isEqualTo(Map.of("A", "1", "B", "x=y"));
        assertThat(servers.get("t").scope()).isEqualTo(ServerSettings.Scope.USER);
        assertThat(servers.get("t").args()).containsExactly("${user.name}");
        assertThat(servers.get("w").url()).isEqualTo("http://h/mcp");
        assertThat(servers.get("w").life().requestTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(loaded.settings().enabledServers()).containsOnlyKeys("vs", "t");
        assertThat(loaded.warnings()).extracting(Problem::path).contains("servers", "inputs");
    }

    @Test
    void all_that_1mcp_says_of_a_server_is_taken_as_it_is() throws IOException {
        ConfigFile.Loaded loaded = load("""
                {"$schema": "https://1mcp.example/schema.json", "version": "1.0.0",
                 "instructionTemplates": {"short": {"content": "{{instructions}}"}}, "activeInstructionTemplate": "short",
                 "publishedInstructionTemplates": ["short"], "templateSettings": {"failureMode": "graceful"},
                 "mcpServers": {
                   "child": {"type": "stdio", "command": "npx", "args": ["one"], "cwd": "/", "env": {"A": "1"},
                     "envFilter": ["NODE_*", "!NODE_ENV"], "inheritParentEnv": true, "stderr": "pipe",
                     "restartOnExit": true, "maxRestarts": 0, "restartDelay": 500, "connectionTimeout": 7000,
                     "requestTimeout": 8000, "tags": ["web"], "disabled": false, "disabledTools": ["drop"],
                     "toolDescriptionOverrides": {"search": "Searches"}, "instructionOverride": ""},
                   "remote": {"type": "streamableHttp", "url": "https://h/mcp", "headers": {"X-Key": "k"}, "timeout": 9000},
                   "old": {"type": "sse", "url": "https://h/sse", "disabled": "true"}}}""");
        ServerSettings child = loaded.settings().mcpServers().get("child");
        ServerSettings remote = loaded.settings().mcpServers().get("remote");

        assertThat(child.type()).isEqualTo(ServerSettings.Type.STDIO);
        assertThat(child.cwd()).isEqualTo("/");
        assertThat(child.envFilter()).containsExactly("NODE_*", "!NODE_ENV");
        assertThat(child.inheritParentEnv()).isTrue();
        assertThat(child.life())
                .extracting(
                        LifeSettings::restartOnExit,
                        LifeSettings::maxRestarts,
                        LifeSettings::restartDelay,
                        LifeSettings::connectionTimeout,
                        LifeSettings::requestTimeout)
                .containsExactly(true, 0, Duration.ofMillis(500), Duration.ofSeconds(7), Duration.ofSeconds(8));
        assertThat(child.tags()).containsExactly("web");
        assertThat(child.disabledTools()).containsExactly("drop");
        assertThat(child.toolDescriptionOverrides()).isEqualTo(Map.of("search", "Searches"));
        assertThat(child.instructionOverride()).isEmpty();
        assertThat(remote.type()).isEqualTo(ServerSettings.Type.HTTP);
        assertThat(remote.headers()).isEqualTo(Map.of("X-Key", "k"));
        assertThat(remote.life().requestTimeout()).isEqualTo(Duration.ofSeconds(9));
        assertThat(loaded.settings().enabledServers()).containsOnlyKeys("child", "remote");
        assertThat(loaded.warnings())
                .extracting(Problem::path)
                .containsExactlyInAnyOrder(
                        "mcpServers.child.stderr",
                        "instructionTemplates",
                        "activeInstructionTemplate",
                        "publishedInstructionTemplates");
    }

    @Test
    void what_a_server_does_not_say_comes_from_the_defaults_and_variables_add_up() throws IOException {
        Map<String, ServerSettings> servers = load("""
                {"serverDefaults": {"circuitFailures": 3, "healthInterval": "2s", "retries": 0, "maxQueued": 1,
                                    "env": {"A": "1", "B": "1"}, "envFilter": ["X*"]},
                 "mcpServers": {"a": {"command": "a", "replicas": 3, "maxQueued": 7,
                                      "env": {"B": "2"}, "envFilter": ["Y"]},
                                "b": {"urls": ["http://h/1", "http://h/2"]}}}""").settings().mcpServers();

        assertThat(servers.get("a").guard().circuitFailures()).isEqualTo(3);
        assertThat(servers.get("a").guard().maxQueued()).isEqualTo(7);
        assertThat(servers.get("a").replicas()).isEqualTo(3);
        assertThat(servers.get("a").env()).isEqualTo(Map.of("A", "1", "B", "2"));
        assertThat(servers.get("a").envFilter()).containsExactly("X*", "Y");
        assertThat(servers.get("b").guard().healthInterval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(servers.get("b").guard().retries()).isZero();
        assertThat(servers.get("b").guard().circuitPause()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void a_limit_that_cannot_be_is_refused_at_its_own_line() {
        assertThatThrownBy(() -> load("""
                        {"mcpServers": {
                          "a": {"command": "a",
                            "circuitFailures": 0,
                            "healthInterval": "0s"},
                          "b": {"url": "http://h/",
                            "replicas": 2},
                          "c": {"command": "c",
                            "replicas": 65}}}"""))
                .hasMessageContaining(":3: mcpServers.a.circuitFailures: This is a number from 1 on")
                .hasMessageContaining(":6: mcpServers.b.replicas: Only a server with a \"command\"")
                .hasMessageContaining(":8: mcpServers.c.replicas: There can be at most as many replicas");
    }

    @Test
    void a_key_that_is_nearly_right_is_told_with_the_right_one() throws IOException {
        assertThat(load("{\"mcpServers\": {\"a\": {\"command\": \"a\", \"circuitFailure\": 1}}}")
                        .warnings())
                .extracting(Problem::message)
                .anyMatch(message -> message.contains("did you mean \"circuitFailures\"?"));
    }

    @Test
    void a_change_is_the_smallest_set_of_steps() throws IOException {
        GatewaySettings before = load("{\"mcpServers\": {\"a\": {\"command\": \"1\"}, \"b\": {\"command\": \"2\"}}}")
                .settings();
        GatewaySettings after =
                load("{\"mcpServers\": {\"b\": {\"command\": \"3\"}, \"c\": {\"command\": \"4\"}}, \"log\": {\"level\": \"debug\"}}")
                        .settings();

        assertThat(SettingsChange.between(before, after))
                .extracting(change -> change.getClass().getSimpleName() + " " + change.server())
                .containsExactly("Removed a", "Replaced b", "Added c");
        assertThat(SettingsChange.between(after, after)).isEmpty();
        assertThat(SettingsChange.needsRestart(before, after)).isFalse();
    }

    /** Who writes no rule into the list, or takes the last one out of it, does not want everything to be allowed. */
    @ParameterizedTest
    @ValueSource(strings = {"rules", "allowAddresses"})
    void a_list_that_would_let_everybody_in_when_it_is_empty_is_refused(String list) {
        assertThatThrownBy(() -> ConfigFile.parse("{\"access\": {\"" + list + "\": []}}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("access." + list + ": There is nothing in this list. Leave it out, so that ");
        assertThat(ConfigFile.parse("{\"access\": {}}").access()).isNotNull();
    }

    @Test
    void pins_are_one_word_or_say_more_and_a_server_has_its_own() throws IOException {
        Map<String, PinConfig> pinned = ConfigFile.parse("""
                {"pins": "quarantine", "mcpServers": {
                   "usual": {"command": "a"},
                   "lax": {"command": "a", "pins": {"mode": "quarantine", "added": "flag"}},
                   "half": {"command": "a", "pins": {"added": "off"}},
                   "off": {"command": "a", "pins": "off"},
                   "own": {"service": "everything"},
                   "watched": {"service": "everything", "pins": "flag"}}}""").pinned();
        assertThat(pinned)
                .containsEntry("usual", PinConfig.QUARANTINE)
                .containsEntry("lax", new PinConfig(PinConfig.Mode.QUARANTINE, PinConfig.Mode.FLAG))
                .containsEntry("half", new PinConfig(PinConfig.Mode.QUARANTINE, PinConfig.Mode.OFF))
                .containsEntry("off", PinConfig.OFF)
                .containsEntry("own", PinConfig.OFF)
                .containsEntry("watched", PinConfig.FLAG);
        String servers = "\"mcpServers\": {\"s\": {\"command\": \"a\"}}";
        assertThat(ConfigFile.parse("{" + servers + "}").pinned()).containsEntry("s", PinConfig.FLAG);
        assertThat(ConfigFile.parse("{\"access\": {}, " + servers + "}").pinned())
                .containsEntry("s", PinConfig.QUARANTINE);
        assertThat(ConfigFile.parse("{" + servers + "}").hasMemory()).isFalse();
        assertThat(ConfigFile.parse("{\"pins\": \"flag\"}").hasMemory()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"strict\"",
                "true",
                "{\"mod\": \"flag\"}",
                "{\"mode\": \"off\", \"added\": \"flag\"}",
                "[\"flag\"]"
            })
    void pins_that_cannot_be_are_refused_at_their_place(String pins) {
        assertThatThrownBy(() -> ConfigFile.parse("{\"pins\": " + pins + "}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("pins");
    }

    @Test
    void isolation_is_one_word_or_says_more() {
        GatewaySettings settings = ConfigFile.parse("""
                {"minimumIsolation": "process", "mcpServers": {
                   "silent": {"command": "a"},
                   "word": {"command": "a", "isolation": "sealed"},
                   "more": {"command": "a", "isolation": {"level": "files", "read": ["/a"], "write": ["/b"], "memory": "1GiB"}}}}""");
        assertThat(settings.minimumIsolation()).isEqualTo(GuardSettings.Level.PROCESS);
        assertThat(isolation(settings, "silent").level()).isNull();
        assertThat(isolation(settings, "word").level()).isEqualTo(GuardSettings.Level.SEALED);
        assertThat(isolation(settings, "more").read()).containsExactly("/a");
        assertThat(isolation(settings, "more").memory().bytes()).isEqualTo(1L << 30);
        assertThat(isolation(settings, "more").processes()).isEqualTo(1024);
    }

    private static GuardSettings.Isolation isolation(GatewaySettings settings, String server) {
        return Objects.requireNonNull(settings.mcpServers().get(server)).guard().isolation();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"jail\"",
                "{\"read\": [\"/a\"]}",
                "{\"level\": \"process\", \"write\": [\"/a\"]}",
                "{\"files\": -1}"
            })
    void isolation_that_cannot_be_is_refused_at_its_place(String isolation) {
        assertThatThrownBy(() -> ConfigFile.parse(
                        "{\"mcpServers\": {\"s\": {\"command\": \"a\", \"isolation\": " + isolation + "}}}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("isolation");
    }

    @Test
    void the_schema_knows_every_key() {
        assertThat(SchemaWriter.schema()
                        .at("/properties/mcpServers/additionalProperties/properties")
                        .propertyNames())
                .containsAll(Binder.keys(ServerSettings.class));
        assertThat(SchemaWriter.schema()
                        .at("/properties/listen/properties/port/default")
                        .intValue())
                .isEqualTo(3050);
        assertThat(SchemaWriter.schema()
                        .at("/properties/mcpServers/additionalProperties/properties/timeoutSec/type")
                        .stringValue())
                .isEqualTo("integer");
    }

    private ConfigFile.Loaded load(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("mcp.json"), text);
        return new ConfigFile(Map.of("HOST", "example.com")).load(file);
    }
}
