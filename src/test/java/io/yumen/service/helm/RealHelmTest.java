package io.yumen.service.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.kube.KubeServer;
import io.yumen.service.kubernetes.api.KubernetesConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Releases that the real helm wrote are told as the real helm tells them. */
class RealHelmTest {
    @TempDir
    private static Path folder;

    private static KubeServer server;
    private static Helm helm;
    private static Asked asked;

    @BeforeAll
    static void install() throws Exception {
        server = KubeServer.start(folder);
        server.namespace("shops");
        helm = new Helm(server.kubeconfig(), folder.resolve("helm"));
        Charts.shop(helm);
        helm.run("install", "shop", "shop", "--set", "colour=red,database.password=hunter2,extra=null");
        helm.run("install", "corner", "shop", "-n", "shops", "--set", "colour=green");
        helm.run("upgrade", "shop", "shop", "--set", "colour=blue,replicas=2,database.password=hunter3,extra=null");
        helm.run("rollback", "shop", "1");
        asked = Asked.of(server, folder, KubernetesConfig.Rules.NONE);
    }

    @AfterAll
    static void stop() {
        asked.close();
        server.close();
    }

    @Test
    void releases_are_listed() throws Exception {
        JsonNode real = helm.json("list", "-A");
        JsonNode ours = asked.structured("release_list", "{}").path("items");
        assertThat(ours.valueStream().map(RealHelmTest::line).toList())
                .hasSize(2)
                .containsExactlyInAnyOrderElementsOf(
                        real.valueStream().map(RealHelmTest::line).toList());
        assertThat(asked.told("release_list", "{\"namespace\": \"shops\", \"detail\": \"names\"}"))
                .isEqualTo("corner\n");
    }

    @Test
    void revisions_are_listed() throws Exception {
        JsonNode real = helm.json("history", "shop");
        JsonNode ours =
                asked.structured("release_history", "{\"name\": \"shop\"}").path("items");
        assertThat(ours.valueStream().map(RealHelmTest::revision).toList())
                .hasSize(3)
                .isEqualTo(
                        real.valueStream().map(RealHelmTest::revision).toList().reversed());
        assertThat(ours.path(0).path("description").asString("")).isEqualTo("Rollback to 1");
    }

    @Test
    void values_are_those_that_helm_tells_but_for_secrets() throws Exception {
        JsonNode given = asked.structured("release_get", "{\"name\": \"shop\", \"part\": \"values\"}")
                .path("values");
        assertThat(withPassword(given, "hunter2")).isEqualTo(helm.json("get", "values", "shop"));
        JsonNode all = asked.structured("release_get", "{\"name\": \"shop\", \"part\": \"values\", \"all\": true}")
                .path("values");
        assertThat(withPassword(all, "hunter2")).isEqualTo(helm.json("get", "values", "shop", "--all"));
        assertThat(all.path("replicas").asInt()).isEqualTo(1);
        assertThat(all.has("extra")).isFalse();
    }

    @Test
    void the_manifest_has_its_objects_without_the_data_of_secrets() {
        JsonNode objects = asked.structured(
                        "release_get", "{\"name\": \"shop\", \"revision\": 2, \"part\": \"manifest\"}")
                .path("objects");
        assertThat(objects.valueStream()
                        .map(object -> object.path("kind").asString(""))
                        .toList())
                .containsExactly("Secret", "ConfigMap", "Deployment");
        assertThat(objects.path(0).path("stringData").path("word").asString("")).isEqualTo("[redacted]");
        assertThat(objects.path(1).path("data").path("colour").asString("")).isEqualTo("blue");
        assertThat(objects.path(2).path("spec").path("replicas").asInt()).isEqualTo(2);
    }

    @Test
    void status_notes_hooks_and_chart_are_there() throws Exception {
        JsonNode real = helm.json("status", "shop");
        JsonNode status = asked.structured("release_get", "{\"name\": \"shop\"}");
        assertThat(status.path("notes")).isEqualTo(real.path("info").path("notes"));
        assertThat(status.path("status")).isEqualTo(real.path("info").path("status"));
        assertThat(status.path("objects").valueStream().map(JsonNode::asString).toList())
                .containsExactly("Secret/shop-login", "ConfigMap/shop", "Deployment/shop");
        assertThat(asked.told("release_get", "{\"name\": \"shop\", \"part\": \"notes\"}"))
                .contains("The shop is red");
        assertThat(asked.told("release_get", "{\"name\": \"shop\", \"part\": \"hooks\"}"))
                .contains("pre-upgrade")
                .contains("shop-before");
        JsonNode chart = asked.structured("release_get", "{\"name\": \"shop\", \"part\": \"chart\"}")
                .path("chart");
        assertThat(chart.path("description").asString("")).isEqualTo("A shop for tests");
        assertThat(chart.path("templates").valueStream().map(JsonNode::asString).toList())
                .contains("templates/all.yaml", "templates/NOTES.txt");
    }

    @Test
    void what_an_upgrade_changed_is_told_field_by_field() {
        String told = asked.told("release_diff", "{\"name\": \"shop\", \"from\": 1, \"to\": 2, \"format\": \"json\"}");
        assertThat(told)
                .contains(
                        "\"of\":\"values\",\"change\":\"changed\",\"field\":\"colour\",\"before\":\"red\",\"after\":\"blue\"")
                .contains("\"of\":\"Deployment/shop\",\"change\":\"changed\",\"field\":\"spec.replicas\"")
                .contains("\"field\":\"stringData.word\",\"before\":\"[redacted]\",\"after\":\"[redacted]\"")
                .doesNotContain("hunter");
        JsonNode back = asked.structured("release_diff", "{\"name\": \"shop\", \"from\": 1, \"count_only\": true}");
        assertThat(back.path("count").asInt(-1)).isZero();
    }

    private static JsonNode withPassword(JsonNode values, String password) {
        assertThat(values.path("database").path("password").asString("")).isEqualTo("[redacted]");
        JsonNode copy = values.deepCopy();
        ((ObjectNode) copy.path("database")).put("password", password);
        return copy;
    }

    private static List<String> line(JsonNode release) {
        return List.of("name", "namespace", "revision", "status", "chart", "app_version").stream()
                .map(field -> release.path(field).asString(""))
                .toList();
    }

    private static List<String> revision(JsonNode revision) {
        return List.of("revision", "status", "chart", "app_version", "description").stream()
                .map(field -> revision.path(field).asString(""))
                .toList();
    }
}
