package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.kube.KubeServer;
import io.yumen.kube.store.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Very many objects, through the whole gateway, which has little memory for them. */
final class CrowdedClusterTest {
    private static final int PODS = 50_000;

    /** All of it, and not what is added for the list. */
    private static final String HEAP = "-Xmx64m";

    @TempDir
    private Path folder;

    @Test
    void fifty_thousand_pods_are_told_page_by_page_by_a_gateway_of_64_MB() throws Exception {
        try (KubeServer server = KubeServer.start(folder)) {
            server.crowd(
                    "pods",
                    "default",
                    "web-",
                    PODS,
                    i -> Trees.yaml("""
                    {apiVersion: v1, kind: Pod, metadata: {name: web-%1$d, namespace: default, labels: {app: web}},
                     spec: {containers: [{name: main, image: 'registry.example/web:1', env: [{name: NUMBER, value: '%1$d'}]}]},
                     status: {phase: %2$s, podIP: 10.1.2.3}}""".formatted(i, i % 10 == 0 ? "Pending" : "Running")));
            Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), server.kubeconfig());
            Path configuration = Files.writeString(folder.resolve("yumen.json"), """
                    {"mcpServers": {"it": {"service": "kubernetes", "kubernetes": {"kubeconfig": "%s", "qps": 1000, "burst": 1000}}}}""".formatted(kubeconfig));
            List<String> command =
                    new ArrayList<>(Peers.yumen("serve", "--config", configuration.toString(), "--port", "0"));
            command.add(1, HEAP);
            command.add(2, "-XX:+ExitOnOutOfMemoryError");
            try (Served gateway = Served.start(command);
                    Talker talker = Talker.of("modern", gateway.endpoint())) {
                JsonNode first = page(talker, "\"limit\": 50");
                assertThat(first.path("items")).hasSize(50);
                assertThat(first.path("note").asString()).contains("of at least " + PODS);
                assertThat(page(talker, "\"count_only\": true").path("count").asInt(0))
                        .isEqualTo(PODS);
                assertThat(names(talker)).hasSize(PODS);
                assertThat(told(talker, "unhealthy", "\"count_only\": true")
                                .path("count")
                                .asInt(0))
                        .as("gone through whole, and not held")
                        .isEqualTo(PODS / 10);
                System.out.println("50,000 pods, a page at a time: " + heap(gateway));
            }
        }
    }

    /** Each name once, whatever page it is on. */
    private static Set<String> names(Talker talker) throws IOException, InterruptedException {
        Set<String> names = new HashSet<>();
        String cursor = "";
        do {
            String more = cursor.isEmpty() ? "" : ", \"cursor\": \"" + cursor + "\"";
            JsonNode page = page(talker, "\"limit\": 1000, \"detail\": \"names\"" + more);
            page.path("items")
                    .forEach(name -> assertThat(names.add(name.asString())).isTrue());
            cursor = page.path("cursor").asString("");
        } while (!cursor.isEmpty());
        return names;
    }

    private static JsonNode page(Talker talker, String more) throws IOException, InterruptedException {
        return told(talker, "list", "\"kind\": \"pods\", " + more);
    }

    private static JsonNode told(Talker talker, String tool, String arguments)
            throws IOException, InterruptedException {
        JsonNode answer = talker.call(tool, "{" + arguments + "}");
        assertThat(answer.path("result").has("structuredContent"))
                .as(answer.toString())
                .isTrue();
        return answer.path("result").path("structuredContent");
    }

    /** What lives in its heap when it is done, as its own JDK tells. */
    private static String heap(Served gateway) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        String pid = Long.toString(gateway.process().pid());
        new ProcessBuilder(jcmd.toString(), pid, "GC.run").start().waitFor();
        Process asked = new ProcessBuilder(jcmd.toString(), pid, "GC.heap_info").start();
        return asked.inputReader().lines().skip(1).findFirst().orElse("").strip();
    }
}
