package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.kube.KubeServer;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Clusters behind a whole gateway: a file of settings, a client, and a cluster in memory. */
class KubernetesGatewayTest {
    private static final Path EXAMPLE = Path.of("examples/kubernetes.json").toAbsolutePath();
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String PODS = "{\"kind\": \"pods\", \"detail\": \"names\"}";

    @TempDir
    private Path folder;

    private KubeServer server;

    @BeforeEach
    void start() throws Exception {
        server = KubeServer.start(folder);
        for (String namespace : new String[] {"default", "kube-system"}) {
            server.seed("{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: " + namespace
                    + "}, spec: {containers: [{name: main, image: web}]}, status: {phase: Running}}");
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"modern", "legacy"})
    void the_example_serves_the_cluster_that_kubectl_would_take(String era) throws Exception {
        Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), server.kubeconfig());
        String several = folder.resolve("not-there") + File.pathSeparator + kubeconfig;
        try (Served gateway = Served.start(Map.of("KUBECONFIG", several), EXAMPLE, "--port", "0");
                Talker talker = ready(era, gateway)) {
            assertThat(talker.tools()).contains("list", "describe").doesNotContain("apply", "exec");
            assertThat(talker.text("list", PODS)).isEqualTo("default/web\n");
            assertThat(talker.text("list", "{\"kind\": \"secrets\"}")).contains("The kind Secret is not served here");
            assertThat(talker.text("list", "{\"kind\": \"pods\", \"namespace\": \"kube-system\"}"))
                    .contains("The namespace kube-system is not served here");
            JsonNode listed = talker.call("list", "{\"kind\": \"pods\"}").path("result");
            assertThat(listed.path("structuredContent")
                            .path("items")
                            .path(0)
                            .path("name")
                            .asString())
                    .isEqualTo("web");
            server.close();
            // What was just listed is told once more for two seconds; this was not.
            assertThat(talker.text("list", "{\"kind\": \"services\"}")).contains("The cluster fake cannot be reached");
        }
    }

    @Test
    void the_cluster_that_the_gateway_runs_in_is_found_by_its_account() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), KubeServer.ADMIN_TOKEN);
        Path certificate = Files.writeString(folder.resolve("ca.crt"), server.certificate());
        URI url = URI.create(server.url());
        // In a pod the two files lie where Kubernetes puts them, and the next two variables are there.
        Map<String, String> environment = Map.of(
                "KUBERNETES_SERVICE_HOST", url.getHost(),
                "KUBERNETES_SERVICE_PORT", Integer.toString(url.getPort()),
                "KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN", token.toString(),
                "KUBERNETES_CERTS_CA_FILE", certificate.toString(),
                "KUBECONFIG", folder.resolve("none").toString());
        try (Served gateway = Served.start(environment, EXAMPLE, "--port", "0");
                Talker talker = ready("modern", gateway)) {
            assertThat(talker.text("clusters", "{}")).contains("in-cluster");
            assertThat(talker.text("list", PODS)).isEqualTo("default/web\n");
        }
    }

    private static Talker ready(String era, Served gateway) throws Exception {
        Talker talker = Talker.of(era, gateway.endpoint());
        Await.until("the tools are listed", LIMIT, () -> !talker.tools().isEmpty());
        return talker;
    }
}
