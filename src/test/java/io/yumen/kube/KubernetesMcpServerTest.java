package io.yumen.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.kube.life.Journal;
import io.yumen.kube.store.Trees;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The fake cluster is held to what another MCP server for Kubernetes, unmodified, expects of one. */
final class KubernetesMcpServerTest {
    private static final Path BINARY =
            Path.of("e2e/node_modules/.bin/kubernetes-mcp-server").toAbsolutePath();

    @TempDir
    private static Path folder;

    private static KubeServer cluster;
    private static Process process;
    private static BufferedReader lines;
    private static int number;

    @BeforeAll
    static void start() throws Exception {
        cluster = KubeServer.start(folder);
        Path configuration = Files.writeString(folder.resolve("config"), cluster.kubeconfig());
        process = new ProcessBuilder(BINARY.toString(), "--kubeconfig", configuration.toString())
                .redirectError(folder.resolve("said").toFile())
                .start();
        lines = process.inputReader();
        ask("initialize", """
                {"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}""");
        send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        cluster.seed("""
                apiVersion: v1
                kind: Pod
                metadata: {name: web, labels: {app: web}}
                spec: {containers: [{name: main, image: nginx}]}
                """);
    }

    @AfterAll
    static void stop() throws IOException {
        lines.close();
        process.destroyForcibly();
        cluster.close();
    }

    @Test
    void pods_are_listed_read_logged_measured_and_entered() throws IOException {
        assertThat(call("pods_list", "{}")).contains("web");
        assertThat(call("pods_list_in_namespace", "{\"namespace\":\"default\",\"labelSelector\":\"app=web\"}"))
                .contains("web");
        assertThat(call("pods_get", "{\"name\":\"web\",\"namespace\":\"default\"}"))
                .contains("image: nginx");
        cluster.print("default", "web", "main", "a line of the web");
        cluster.print("default", "web", "main", true, new Journal.Line(Instant.EPOCH, "from before"));
        assertThat(call("pods_log", "{\"name\":\"web\",\"namespace\":\"default\"}"))
                .contains("a line of the web");
        assertThat(call("pods_log", "{\"name\":\"web\",\"namespace\":\"default\",\"previous\":true}"))
                .contains("from before");
        assertThat(call(
                        "pods_exec",
                        "{\"name\":\"web\",\"namespace\":\"default\",\"command\":[\"echo\",\"from within\"]}"))
                .contains("from within");
        assertThat(call("pods_top", "{\"all_namespaces\":true}"))
                .contains("web")
                .contains("10m");
    }

    @Test
    void pods_are_run_and_deleted() throws IOException {
        assertThat(call("pods_run", "{\"name\":\"ran\",\"namespace\":\"default\",\"image\":\"nginx\",\"port\":80}"))
                .contains("ran");
        assertThat(call("pods_delete", "{\"name\":\"ran\",\"namespace\":\"default\"}"))
                .contains("deleted");
        assertThat(cluster.object("pods", "default", "ran")).isNull();
    }

    @Test
    void resources_of_any_kind_are_written_and_read() throws IOException, InterruptedException {
        ObjectNode manifest = Trees.object().put("resource", """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: many, namespace: default}
                spec:
                  selector: {matchLabels: {app: many}}
                  template:
                    metadata: {labels: {app: many}}
                    spec: {containers: [{name: a, image: nginx}]}
                """);
        assertThat(call("resources_create_or_update", manifest.toString())).contains("name: many");
        String many = "\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"namespace\":\"default\"";
        assertThat(call("resources_list", "{" + many + "}")).contains("many");
        assertThat(call("resources_get", "{" + many + ",\"name\":\"many\"}")).contains("progressDeadlineSeconds");
        // A change of the controllers would come between its read and its write.
        cluster.await(
                "deployments.apps",
                "default",
                "many",
                object -> object.toString().contains("NewReplicaSetAvailable"));
        assertThat(call("resources_scale", "{" + many + ",\"name\":\"many\",\"scale\":3}"))
                .contains("replicas: 3");
        assertThat(call("resources_delete", "{" + many + ",\"name\":\"many\"}")).contains("deleted");
    }

    @Test
    void the_cluster_is_shown() throws IOException {
        assertThat(call("namespaces_list", "{}")).contains("kube-system");
        assertThat(call("nodes_top", "{}")).contains("node-1").contains("250m");
        assertThat(call("events_list", "{}")).contains("Successfully assigned");
        assertThat(call("configuration_view", "{}")).contains("127.0.0.1");
    }

    private static String call(String tool, String arguments) throws IOException {
        JsonNode answer = ask("tools/call", "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}");
        String text = Trees.text(answer.path("result").path("content").path(0), "text");
        assertThat(answer.path("result").path("isError").asBoolean(false))
                .as(tool + " " + arguments + ": " + answer + "\n" + cluster.calls())
                .isFalse();
        return text;
    }

    private static JsonNode ask(String method, String parameters) throws IOException {
        int id = ++number;
        send("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":"
                + Trees.object(parameters.getBytes(StandardCharsets.UTF_8)) + "}");
        while (true) {
            String line = lines.readLine();
            assertThat(line).as("an answer to " + method).isNotNull();
            ObjectNode message = Trees.object(line.getBytes(StandardCharsets.UTF_8));
            if (message.path("id").asInt(0) == id) {
                return message;
            }
        }
    }

    private static void send(String message) throws IOException {
        OutputStream out = process.getOutputStream();
        out.write((message + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
