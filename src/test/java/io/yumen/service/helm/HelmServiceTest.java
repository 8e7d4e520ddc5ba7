package io.yumen.service.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.kube.KubeServer;
import io.yumen.service.kubernetes.api.KubernetesConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Many releases, strange ones, and what the operator does not serve. */
class HelmServiceTest {
    private static final String CONFIG_MAP = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data: {text: "%s"}
            """;

    @TempDir
    private Path folder;

    private KubeServer server;

    @BeforeEach
    void start() throws Exception {
        server = KubeServer.start(folder);
        server.namespace("hidden");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void pages_of_many_releases_read_only_what_they_tell() throws Exception {
        for (int i = 0; i < 7; i++) {
            seed("default", "web-" + i, 1, "old");
            seed("default", "web-" + i, 2, "new");
        }
        try (Asked asked = asked(KubernetesConfig.Rules.NONE)) {
            server.clearCalls();
            JsonNode first = asked.structured("release_list", "{\"limit\": 3}");
            assertThat(names(first)).containsExactly("web-0", "web-1", "web-2");
            assertThat(server.calls())
                    .filteredOn(call -> call.contains("sh.helm.release"))
                    .hasSize(3);
            JsonNode second = asked.structured(
                    "release_list",
                    "{\"limit\": 5, \"cursor\": \"" + first.path("cursor").asString("") + "\"}");
            assertThat(names(second)).containsExactly("web-3", "web-4", "web-5", "web-6");
            assertThat(second.path("items").path(0).path("revision").asInt()).isEqualTo(2);
            server.clearCalls();
            assertThat(asked.structured("release_list", "{\"count_only\": true}")
                            .path("count")
                            .asInt())
                    .isEqualTo(7);
            assertThat(asked.told("release_list", "{\"name\": \"b-3\", \"detail\": \"names\"}"))
                    .isEqualTo("default/web-3\n");
            assertThat(server.calls()).noneMatch(call -> call.contains("sh.helm.release"));
            assertThat(asked.told("release_list", "{\"name\": \"web-3\", \"fields\": [\"chart\", \"objects\"]}"))
                    .contains("web-1.0.0")
                    .contains("ConfigMap/settings");
        }
    }

    @Test
    void only_releases_of_a_status_are_listed() throws Exception {
        seed("default", "good", 1, "x");
        Made.seed(server, "default", "bad", 1, "failed", Made.packed(Made.release("default", "bad", 1, "")));
        try (Asked asked = asked(KubernetesConfig.Rules.NONE)) {
            assertThat(names(asked.structured("release_list", "{\"status\": \"failed\"}")))
                    .containsExactly("bad");
        }
    }

    @Test
    void one_that_cannot_be_read_leaves_the_others_in_the_list() throws Exception {
        seed("default", "good", 1, "x");
        Made.seed(server, "default", "bomb", 1, "deployed", Made.packed(new byte[Packed.MOST_BYTES + 1]));
        Made.seed(server, "default", "torn", 4, "failed", "AAAA");
        Made.seed(server, "default", "template", 1, "deployed", template());
        try (Asked asked = asked(KubernetesConfig.Rules.NONE)) {
            JsonNode listed = asked.structured("release_list", "{}");
            assertThat(names(listed)).containsExactly("bomb", "good", "template", "torn");
            assertThat(listed.path("items").path(0).path("description").asString(""))
                    .startsWith("Cannot be read: The release has more than");
            assertThat(listed.path("items").path(3).path("revision").asInt()).isEqualTo(4);
            assertThat(asked.failure("release_get", "{\"name\": \"torn\"}")).contains("no release of Helm 3 or 4");
            assertThat(asked.failure("release_get", "{\"name\": \"template\", \"part\": \"manifest\"}"))
                    .contains("template in revision 1: The manifest is no YAML")
                    .doesNotContain("hunter2");
            assertThat(asked.told("release_list", "{\"detail\": \"full\", \"format\": \"json\"}"))
                    .contains("ConfigMap/settings")
                    .contains("[\"template in revision 1: The manifest is no YAML in line 3\"]")
                    .doesNotContain("hunter2");
            assertThat(asked.told("release_get", "{\"name\": \"template\", \"part\": \"values\"}"))
                    .contains("b: 9");
        }
    }

    @Test
    void values_of_the_chart_stand_below_those_that_were_given() throws Exception {
        seed("default", "web", 1, "x");
        try (Asked asked = asked(KubernetesConfig.Rules.NONE)) {
            assertThat(asked.told("release_get", "{\"name\": \"web\", \"part\": \"values\", \"format\": \"json\"}"))
                    .contains("\"values\":{\"a\":{\"b\":9},\"d\":null,\"token\":\"[redacted]\"}");
            assertThat(asked.told(
                            "release_get",
                            "{\"name\": \"web\", \"part\": \"values\", \"all\": true, \"format\": \"json\"}"))
                    .contains("\"values\":{\"a\":{\"b\":9,\"c\":2},\"token\":\"[redacted]\"}");
        }
    }

    @Test
    void objects_that_came_and_went_are_told() throws Exception {
        seed("default", "web", 1, "x");
        String other = CONFIG_MAP.formatted("x").replace("settings", "others");
        Made.seed(server, "default", "web", 2, "deployed", Made.packed(Made.release("default", "web", 2, other)));
        try (Asked asked = asked(KubernetesConfig.Rules.NONE)) {
            assertThat(asked.told("release_diff", "{\"name\": \"web\", \"part\": \"manifest\", \"format\": \"json\"}"))
                    .contains("\"of\":\"ConfigMap/others\",\"change\":\"added\"")
                    .contains("\"of\":\"ConfigMap/settings\",\"change\":\"removed\"");
            assertThat(asked.failure("release_diff", "{\"name\": \"web\", \"to\": 1}"))
                    .contains("web has no revision before 1");
        }
    }

    @Test
    void a_manifest_that_is_too_large_is_led_to() throws Exception {
        seed(
                "default",
                "web",
                1,
                IntStream.range(0, 9_000).mapToObj(i -> "word" + i).collect(Collectors.joining(" ")));
        try (Asked asked = asked(KubernetesConfig.Rules.NONE)) {
            assertThat(asked.told("release_get", "{\"name\": \"web\", \"part\": \"manifest\"}"))
                    .contains("read the linked resource")
                    .contains("web-1.0.0");
        }
    }

    @Test
    void what_is_asked_wrongly_is_answered_with_what_there_is() throws Exception {
        seed("default", "webshop", 1, "x");
        seed("default", "webshop", 2, "x");
        try (Asked asked = asked(KubernetesConfig.Rules.NONE)) {
            assertThat(asked.failure("release_get", "{\"name\": \"webshob\"}"))
                    .contains("no release webshob in namespace default; did you mean webshop?");
            assertThat(asked.failure("release_get", "{\"name\": \"webshop\", \"revision\": 9}"))
                    .contains("webshop has no revision 9; there is 2, 1");
            assertThat(asked.failure("release_history", "{\"name\": \"a,owner!=helm\"}"))
                    .contains("is no name of a release");
            assertThat(asked.failure("release_list", "{\"cluster\": \"moon\"}")).contains("no cluster \"moon\"");
        }
    }

    @Test
    void rules_of_the_operator_hold() throws Exception {
        seed("default", "web", 1, "x");
        seed("hidden", "secret", 1, "x");
        KubernetesConfig.Rules namespaces = new KubernetesConfig.Rules(List.of("!hidden"), List.of(), List.of());
        try (Asked asked = asked(namespaces)) {
            assertThat(names(asked.structured("release_list", "{}"))).containsExactly("web");
            assertThat(asked.failure("release_get", "{\"name\": \"secret\", \"namespace\": \"hidden\"}"))
                    .contains("namespace hidden is not served here");
        }
        try (Asked asked = asked(new KubernetesConfig.Rules(List.of(), List.of("!Secret"), List.of()))) {
            assertThat(asked.failure("release_list", "{}")).contains("kind Secret is not served here");
        }
    }

    @Test
    void a_secret_that_only_bears_the_labels_is_no_release() throws Exception {
        server.seed("""
                apiVersion: v1
                kind: Secret
                metadata: {name: other, namespace: default, labels: {owner: helm, name: web, status: deployed, version: "1"}}
                """);
        try (Asked asked = asked(KubernetesConfig.Rules.NONE)) {
            assertThat(asked.told("release_list", "{}")).isEqualTo("No releases\n");
            assertThat(asked.service().health().good()).isTrue();
            server.close();
            assertThat(asked.service().health().good()).isFalse();
        }
    }

    private static String template() {
        return Made.packed(
                Made.release("default", "template", 1, "kind: Secret\nstringData: {word: hunter2\n  a: [\n"));
    }

    private void seed(String namespace, String name, int revision, String text) {
        String manifest = CONFIG_MAP.formatted(text);
        Made.seed(
                server,
                namespace,
                name,
                revision,
                "deployed",
                Made.packed(Made.release(namespace, name, revision, manifest)));
    }

    private Asked asked(KubernetesConfig.Rules rules) throws Exception {
        return Asked.of(server, folder, rules);
    }

    private static List<String> names(JsonNode listed) {
        return listed.path("items")
                .valueStream()
                .map(item -> item.path("name").asString(""))
                .toList();
    }
}
