package io.yumen.service.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.kube.KubeServer;
import io.yumen.service.Mode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Objects are listed and got, on a cluster in memory. */
class ObjectToolsTest {
    @TempDir
    private static Path folder;

    private static KubeServer server;
    private static Kube kube;

    @BeforeAll
    static void start() throws Exception {
        server = KubeServer.start(folder);
        for (int i = 0; i < 7; i++) {
            server.seed("""
                    apiVersion: v1
                    kind: Pod
                    metadata: {name: web-%d, namespace: %s, labels: {app: web}}
                    spec: {nodeName: node-1, containers: [{name: main, image: "nginx:1"}]}
                    status: {phase: Running, containerStatuses: [{name: main, ready: true, restartCount: 0}]}
                    """.formatted(i, i < 5 ? "default" : "kube-system"));
        }
        server.seed("""
                apiVersion: v1
                kind: Secret
                metadata: {name: login, namespace: default, annotations: {kubectl.kubernetes.io/last-applied-configuration: '{"data":{"colour":"Ymx1ZQ=="}}'}}
                data: {colour: Ymx1ZQ==, user: YW5u}
                """);
        kube = Kube.of(server, folder, Mode.READ_ONLY);
    }

    @AfterAll
    static void stop() {
        kube.close();
        server.close();
    }

    @Test
    void a_list_has_the_columns_of_its_kind() {
        assertThat(kube.told("list", "{\"kind\": \"pods\"}"))
                .startsWith("NAMESPACE")
                .contains("STATUS")
                .contains("web-6");
        assertThat(kube.told("list", "{\"kind\": \"Pod\", \"namespace\": \"default\"}"))
                .doesNotContain("NAMESPACE")
                .doesNotContain("web-6");
    }

    @ParameterizedTest
    @CsvSource({"table, web-0", "json, [", "yaml, name: web-0", "toon, web-0"})
    void a_list_is_written_in_each_form(String format, String part) {
        assertThat(kube.told("list", "{\"kind\": \"po\", \"namespace\": \"default\", \"format\": \"" + format + "\"}"))
                .contains(part)
                .contains("web-4");
    }

    @Test
    void a_list_is_told_in_the_detail_that_is_asked_for() {
        assertThat(kube.told("list", "{\"kind\": \"pods\", \"detail\": \"names\"}"))
                .contains("default/web-0\n")
                .contains("kube-system/web-5\n");
        assertThat(kube.told("list", "{\"kind\": \"pods\", \"detail\": \"full\", \"format\": \"json\"}"))
                .contains("\"image\":\"nginx:1\"");
        assertThat(kube.told(
                        "list", "{\"kind\": \"pods\", \"fields\": [\"metadata.name\", \"spec.containers[0].image\"]}"))
                .contains("web-3")
                .contains("nginx:1")
                .doesNotContain("Running");
        assertThat(kube.told("list", "{\"kind\": \"pods\", \"count_only\": true}"))
                .isEqualTo("7 pods");
        assertThat(kube.told("list", "{\"kind\": \"pods\", \"label_selector\": \"app=none\", \"count_only\": true}"))
                .isEqualTo("0 pods");
        assertThat(kube.told(
                        "list",
                        "{\"kind\": \"pods\", \"field_selector\": \"metadata.name=web-2\", \"detail\": \"names\"}"))
                .isEqualTo("default/web-2\n");
    }

    @ParameterizedTest
    @CsvSource({"names", "summary", "full"})
    void pages_have_each_object_once(String detail) {
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            String more = cursor.isEmpty() ? "" : ", \"cursor\": \"" + cursor + "\"";
            JsonNode page = kube.call(
                            "list", "{\"kind\": \"pods\", \"limit\": 3, \"detail\": \"" + detail + "\"" + more + "}")
                    .path("structuredContent");
            for (JsonNode item : page.path("items")) {
                seen.add(item.isString() ? item.stringValue().replaceAll(".*/", "") : nameOf(item));
            }
            cursor = page.path("cursor").asString("");
        } while (!cursor.isEmpty());
        assertThat(seen)
                .containsExactlyElementsOf(
                        IntStream.range(0, 7).mapToObj(i -> "web-" + i).toList());
    }

    private static String nameOf(JsonNode item) {
        return item.has("metadata")
                ? item.path("metadata").path("name").asString()
                : item.path("name").asString();
    }

    @Test
    void objects_are_got_by_name() {
        assertThat(kube.told("get", "{\"kind\": \"pod\", \"names\": [\"web-1\"]}"))
                .contains("kind: Pod")
                .contains("image: nginx:1");
        assertThat(kube.told("get", "{\"kind\": \"pod\", \"names\": [\"web-1\", \"web-2\"], \"detail\": \"summary\"}"))
                .contains("web-1")
                .contains("web-2");
        assertThat(kube.told("get", "{\"kind\": \"ns\", \"names\": [\"default\"]}"))
                .contains("kind: Namespace");
        assertThat(kube.failure("get", "{\"kind\": \"pod\", \"names\": [\"nobody\"]}"))
                .contains("answered 404")
                .contains("Use list or search");
    }

    @Test
    void the_data_of_secrets_is_never_told() {
        for (String call : List.of(
                "{\"kind\": \"secret\", \"names\": [\"login\"]}",
                "{\"kind\": \"secret\", \"names\": [\"login\"], \"format\": \"json\"}",
                "{\"kind\": \"secret\", \"names\": [\"login\"], \"fields\": [\"data\", \"data.colour\", \"metadata\"]}",
                "{\"kind\": \"secret\", \"names\": [\"login\", \"login\"]}")) {
            assertThat(kube.call("get", call).toString())
                    .doesNotContain("Ymx1ZQ")
                    .contains("[redacted]");
        }
        for (String call : List.of(
                "{\"kind\": \"secrets\", \"detail\": \"full\", \"format\": \"yaml\"}",
                "{\"kind\": \"secrets\", \"fields\": [\"data.colour\"]}")) {
            assertThat(kube.call("list", call).toString())
                    .doesNotContain("Ymx1ZQ")
                    .contains("[redacted]");
        }
    }

    @Test
    void an_unknown_kind_is_told_with_the_nearest() {
        assertThat(kube.failure("list", "{\"kind\": \"deploymant\"}"))
                .contains("no kind \"deploymant\"")
                .contains("did you mean Deployment");
    }

    @Test
    void names_are_found_over_kinds() {
        assertThat(kube.told("search", "{\"text\": \"WEB-\", \"detail\": \"names\"}"))
                .contains("Pod/web-0\n");
        assertThat(kube.told("search", "{\"text\": \"log\", \"kinds\": [\"secret\"]}"))
                .contains("login");
        assertThat(kube.told("search", "{\"text\": \"no such thing\"}")).isEqualTo("No objects\n");
    }
}
