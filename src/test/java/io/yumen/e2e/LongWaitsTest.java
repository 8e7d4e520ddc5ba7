package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.app.Gateway;
import io.yumen.config.file.ConfigFile;
import io.yumen.kube.Fault;
import io.yumen.kube.KubeServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tool that waits by a limit of its own is not cut off by the gateway's, and ends when nobody waits for it any more. */
class LongWaitsTest {
    private static final long SECONDS = 120;
    private static final String SHORT = "\"requestTimeout\": \"700ms\", \"maxTotalTimeout\": \"900ms\"";

    /** Longer than both. */
    private static final String WAIT = "3";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"modern", "legacy"})
    void what_waits_for_a_cluster_ends_by_its_own_time(String era) throws Exception {
        try (KubeServer cluster = KubeServer.start(folder)) {
            cluster.seed(
                    "{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: default},"
                            + " spec: {nodeName: node-1, containers: [{name: main, image: 'web:1'}]}, status: {phase: Running}}");
            cluster.print("default", "web", "main", "a line of the web");
            Path kubeconfig = Files.writeString(folder.resolve("kubeconfig-" + era), cluster.kubeconfig());
            try (Gateway gateway = gateway("\"service\": \"kubernetes\", \"mode\": \"full\", " + SHORT
                            + ", \"kubernetes\": {\"kubeconfig\": \"" + kubeconfig
                            + "\", \"qps\": 1000, \"burst\": 1000}");
                    Talker talker = Talker.of(era, gateway.endpoint())) {
                Await.until(
                        "the cluster is known",
                        Duration.ofSeconds(SECONDS),
                        () -> talker.text("get", "{\"kind\": \"pod\", \"names\": [\"web\"]}")
                                .contains("web:1"));
                assertThat(talker.text(
                                "wait",
                                "{\"kind\": \"pod\", \"name\": \"web\", \"for\": \"delete\", \"timeout_sec\": " + WAIT
                                        + "}"))
                        .contains("Not yet: it is there");
                assertThat(talker.text("logs", "{\"name\": \"web\", \"follow_sec\": " + WAIT + "}"))
                        .contains("a line of the web");
                cluster.fault(
                        Fault.on("GET", "/api/v1/namespaces/default/pods/web"), new Fault.Slow(Duration.ofMinutes(2)));
                assertThat(talker.text("get", "{\"kind\": \"pod\", \"names\": [\"web\"]}"))
                        .as("what has no wait of its own ends by the gateway's")
                        .contains("-32001");
            }
        }
    }

    @Test
    void Helm_has_the_time_that_it_needs_and_ends_when_its_client_goes() throws Exception {
        try (ServerSocket repository = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Gateway gateway = gateway("\"service\": \"helm\", " + SHORT
                        + ", \"helm\": {\"maxRetries\": 0, \"repositories\": {\"slow\": {\"plainHttp\": true, \"url\": \"oci://127.0.0.1:"
                        + repository.getLocalPort() + "\"}}}")) {
            try (Talker talker = Talker.of("modern", gateway.endpoint())) {
                CompletableFuture<String> answer = show(talker);
                try (Socket asked = repository.accept()) {
                    assertThat(answer.copy()
                                    .completeOnTimeout("waits", 2, TimeUnit.SECONDS)
                                    .get())
                            .isEqualTo("waits");
                    BufferedReader request = new BufferedReader(
                            new InputStreamReader(asked.getInputStream(), StandardCharsets.US_ASCII));
                    assertThat(request.lines().takeWhile(line -> !line.isEmpty()))
                            .anyMatch(line -> line.startsWith("GET "));
                    asked.getOutputStream()
                            .write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
                }
                assertThat(answer.get(SECONDS, TimeUnit.SECONDS))
                        .contains("no such chart")
                        .doesNotContain("-32001");
            }
            Socket asked;
            try (Talker talker = Talker.of("modern", gateway.endpoint())) {
                show(talker);
                asked = repository.accept();
                assertThat(asked.getInputStream().read()).isEqualTo('G');
            }
            try (asked) {
                asked.setSoTimeout((int) TimeUnit.SECONDS.toMillis(SECONDS));
                assertThat(asked.getInputStream().readAllBytes())
                        .as("nobody asks any more")
                        .isNotEmpty();
            }
        }
    }

    private static CompletableFuture<String> show(Talker talker) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                answer.complete(talker.text("chart_show", "{\"chart\": \"slow/shop\"}"));
            } catch (IOException | InterruptedException | RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private static Gateway gateway(String server) {
        return Gateway.start(
                ConfigFile.parse("{\"listen\": {\"port\": 0}, \"mcpServers\": {\"patient\": {" + server + "}}}"));
    }
}
