package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.catalogue.rest.PetShop;
import io.yumen.kube.KubeServer;
import io.yumen.service.alertmanager.RealAlertmanager;
import io.yumen.service.browser.RealChromium;
import io.yumen.service.prometheus.RealPrometheus;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Every example is served, and each of its servers answers; where it says where a system is, the real one is put in its place. */
class ExamplesTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int OK = 200;

    @TempDir
    Path state;

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("examples"))) {
            // TlsExampleTest and AskingTest have the files that two of them take, OnBehalfServicesTest the provider of
            // the third.
            return files.filter(Files::isRegularFile)
                    .filter(file -> Stream.of("tls.json", "private-authority.json", "on-behalf.json")
                            .noneMatch(file::endsWith))
                    .map(Path::toAbsolutePath)
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void every_example_is_served(Path example) throws Exception {
        try (Systems systems = new Systems(state)) {
            serve(systems.beside(example), systems.kubeconfig());
        }
    }

    private void serve(Path example, Path kubeconfig) throws Exception {
        // Where npx finds the packages without asking the registry.
        Shell shell = new Shell(
                Path.of("e2e").toAbsolutePath(),
                Map.of(
                        "npm_config_offline",
                        "true",
                        "PATH",
                        Path.of(Peers.node()).getParent() + ":" + System.getenv("PATH"),
                        "KUBECONFIG",
                        kubeconfig.toString(),
                        "XDG_STATE_HOME",
                        state.toString()));
        try (Served gateway = Served.start(shell, example, "--port", "0")) {
            Optional<String> key = key(shell, gateway);
            gateway.useKey(key);
            serves(gateway, key);
        }
    }

    private static void serves(Served gateway, Optional<String> key) throws Exception {
        try (Talker talker = Talker.withKey(key, gateway.endpoint())) {
            Await.until("every server answers", LIMIT, () -> !talker.tools().isEmpty() && allReady(gateway.health()));

            assertThat(gateway.health().path("status").asString()).isEqualTo("ok");
        }
    }

    /** A key of an operator, where the example wants one. */
    private static Optional<String> key(Shell shell, Served gateway) throws Exception {
        if (gateway.get("/metrics").statusCode() == OK) {
            return Optional.empty();
        }
        Shell.Said said = shell.yumen(
                "key",
                "create",
                "ann",
                "--role",
                "operator",
                "--url",
                gateway.endpoint().resolve("/").toString());
        assertThat(said.exitCode()).as("%s", said).isZero();
        return Optional.of(said.out().strip());
    }

    private static boolean allReady(JsonNode health) {
        return health.path("servers")
                .valueStream()
                .allMatch(server -> server.path("state").asString().equals("ready"));
    }

    /** The systems that examples speak of, started where one does. */
    private static final class Systems implements AutoCloseable {
        private final Path folder;
        private final List<Runnable> started = new ArrayList<>();

        Systems(Path folder) {
            this.folder = folder;
        }

        /** The same example, and what lies beside it, with the addresses of systems that run. */
        Path beside(Path example) throws Exception {
            String text = Files.readString(example);
            if (text.contains("\"kubernetes\"")) {
                KubeServer cluster = KubeServer.start(folder("cluster"));
                started.add(cluster::close);
                Files.writeString(kubeconfig(), cluster.kubeconfig());
            }
            if (text.contains(":9090")) {
                RealPrometheus prometheus = RealPrometheus.start(folder("prometheus"));
                started.add(prometheus::close);
                return copy(example, "http://127.0.0.1:9090", prometheus.base());
            }
            if (text.contains(":9093")) {
                RealAlertmanager alertmanager = RealAlertmanager.start(folder("alertmanager"));
                started.add(alertmanager::close);
                return copy(example, "http://127.0.0.1:9093", alertmanager.base());
            }
            if (text.contains(":9222")) {
                RealChromium chromium = RealChromium.start(folder("chromium"));
                started.add(chromium::close);
                return copy(example, "http://127.0.0.1:9222", chromium.address());
            }
            if (text.contains("described/pets")) {
                PetShop shop = PetShop.start(3);
                started.add(shop::close);
                return copy(example, "http://127.0.0.1:8080/v1", shop.base());
            }
            return example;
        }

        /** Where the cluster is; there is no such file where no example wants one. */
        Path kubeconfig() {
            return folder.resolve("kubeconfig");
        }

        private Path folder(String name) throws IOException {
            return Files.createDirectory(folder.resolve(name));
        }

        private Path copy(Path example, String said, URI real) throws IOException {
            Path examples = folder("examples");
            Files.createDirectory(examples.resolve("described"));
            try (Stream<Path> files = Files.list(example.resolveSibling("described"))) {
                for (Path file : files.toList()) {
                    Path other = examples.resolve("described").resolve(file.getFileName());
                    Files.writeString(other, Files.readString(file).replace(said, real.toString()));
                }
            }
            return Files.writeString(
                    examples.resolve(example.getFileName()),
                    Files.readString(example).replace(said, real.toString()));
        }

        @Override
        public void close() {
            started.forEach(Runnable::run);
        }
    }
}
