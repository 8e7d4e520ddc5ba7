package io.yumen.service.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.kube.KubeServer;
import io.yumen.secret.Secret;
import io.yumen.service.helm.chart.HelmConfig;
import io.yumen.service.kubernetes.api.KubernetesConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Charts of a real registry. */
class RegistryTest {
    private static final long SECONDS = 60;

    @TempDir
    private static Path folder;

    private static Process registry;
    private static HelmConfig config;

    @BeforeAll
    static void publish() throws Exception {
        int port = freePort();
        Path settings = Files.writeString(folder.resolve("registry.yml"), """
                version: 0.1
                log: {level: error}
                storage: {filesystem: {rootdirectory: "%s"}}
                http: {addr: "127.0.0.1:%d"}
                """.formatted(folder.resolve("blobs"), port));
        registry = new ProcessBuilder("docker-registry", "serve", settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("registry.log").toFile())
                .start();
        await(port);
        Helm helm = new Helm("", folder.resolve("helm"));
        Charts.shop(helm);
        for (String version : new String[] {"1.1.0", "1.10.0-rc.1+x", "2.0.0-beta.1", "1.2.0"}) {
            helm.run("package", "shop", "--version", version);
            helm.run("push", "shop-" + version + ".tgz", "oci://127.0.0.1:" + port + "/charts", "--plain-http");
        }
        HelmConfig.Repository team = new HelmConfig.Repository(
                URI.create("oci://127.0.0.1:" + port + "/charts"), "robot", new Secret("t0ken"), null, true);
        config = new HelmConfig(Map.of("team", team), Duration.ofSeconds(60), 0, null, 2);
    }

    @AfterAll
    static void stop() throws Exception {
        registry.destroy();
        if (!registry.waitFor(SECONDS, TimeUnit.SECONDS)) {
            registry.destroyForcibly();
        }
    }

    @Test
    void a_chart_is_shown_and_found_by_a_range_of_versions() {
        try (Asked asked = Asked.of(config)) {
            assertThat(asked.told("chart_show", "{\"chart\": \"team/shop\", \"part\": \"chart\"}"))
                    .contains("version: 1.2.0");
            assertThat(asked.told(
                            "chart_show", "{\"chart\": \"team/shop\", \"part\": \"chart\", \"version\": \"~1.1\"}"))
                    .contains("version: 1.1.0");
            assertThat(asked.structured("chart_lint", "{\"chart\": \"team/shop\"}")
                            .path("good")
                            .asBoolean(false))
                    .isTrue();
            assertThat(asked.failure("chart_show", "{\"chart\": \"team/shob\"}"))
                    .contains("There is no such chart");
            assertThat(asked.told("chart_repositories", "{}"))
                    .contains("registry")
                    .doesNotContain("t0ken");
        }
    }

    @Test
    void charts_are_searched_where_the_registry_lists_its_names() {
        try (Asked asked = Asked.of(config)) {
            assertThat(hits(asked, "{\"repository\": \"team\"}")).containsExactly("team/shop 1.2.0");
            assertThat(hits(asked, "{\"query\": \"SHOP\", \"versions\": true}"))
                    .containsExactly(
                            "team/shop 2.0.0-beta.1", "team/shop 1.10.0-rc.1+x", "team/shop 1.2.0", "team/shop 1.1.0");
            assertThat(hits(asked, "{\"query\": \"elsewhere\"}")).isEmpty();
            assertThat(asked.told("chart_search", "{}")).contains("A shop for tests");
        }
    }

    private static List<String> hits(Asked asked, String arguments) {
        return asked.structured("chart_search", arguments)
                .path("items")
                .valueStream()
                .map(hit -> hit.path("name").asString("") + " "
                        + hit.path("version").asString(""))
                .toList();
    }

    @Test
    void a_chart_is_installed() throws Exception {
        try (KubeServer cluster = KubeServer.start(folder);
                Asked asked = Asked.of(cluster, folder, KubernetesConfig.Rules.NONE, config)) {
            assertThat(asked.structured(
                                    "release_install",
                                    "{\"name\": \"shop\", \"chart\": \"team/shop\", \"version\": \"1.1.0\"}")
                            .path("chart")
                            .asString(""))
                    .isEqualTo("shop-1.1.0");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void await(int port) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (true) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(socket.isConnected()).isTrue();
                return;
            } catch (IOException e) {
                assertThat(System.nanoTime())
                        .as(Files.readString(folder.resolve("registry.log")))
                        .isLessThan(end);
                registry.waitFor(100, TimeUnit.MILLISECONDS);
            }
        }
    }
}
