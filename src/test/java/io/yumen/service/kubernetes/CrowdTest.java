package io.yumen.service.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.kube.KubeServer;
import io.yumen.service.Mode;
import io.yumen.service.host.RecordingClient;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Very many pods are told page by page: each of them once, and never all at once. */
class CrowdTest {
    private static final int PODS = 50_000;

    @TempDir
    private Path folder;

    @Test
    void fifty_thousand_pods_are_told_page_by_page() throws Exception {
        try (KubeServer server = KubeServer.start(folder)) {
            server.crowd("pods", "default", "web-", PODS, i -> RecordingClient.json("""
                    {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web-%d", "namespace": "default"},
                     "spec": {"containers": [{"name": "main", "image": "web"}]}, "status": {"phase": "Running"}}""".formatted(i)));
            try (Kube kube = Kube.of(server, folder, Mode.READ_ONLY)) {
                assertThat(kube.told("list", "{\"kind\": \"pods\", \"count_only\": true}"))
                        .isEqualTo(PODS + " pods");
                JsonNode first =
                        kube.call("list", "{\"kind\": \"pods\", \"limit\": 50}").path("structuredContent");
                assertThat(first.path("items").size()).isEqualTo(50);
                assertThat(first.path("note").asString()).contains("of at least 50000");
                // What was asked for is one page, and no more.
                assertThat(server.calls()).anyMatch(call -> call.contains("limit=50"));
                assertThat(namesOf(kube)).hasSize(PODS);
            }
        }
    }

    private static Set<String> namesOf(Kube kube) {
        Set<String> names = new HashSet<>();
        String cursor = "";
        do {
            String more = cursor.isEmpty() ? "" : ", \"cursor\": \"" + cursor + "\"";
            JsonNode page = kube.call(
                            "list",
                            "{\"kind\": \"pods\", \"limit\": 1000, \"detail\": \"names\", \"format\": \"json\"" + more
                                    + "}")
                    .path("structuredContent");
            page.path("items")
                    .forEach(name -> assertThat(names.add(name.asString())).isTrue());
            cursor = page.path("cursor").asString("");
        } while (!cursor.isEmpty());
        return names;
    }
}
