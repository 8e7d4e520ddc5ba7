package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Every example is served, and each of its servers answers. */
class ExamplesTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int OK = 200;

    @TempDir
    Path state;

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("examples"))) {
            // TlsExampleTest has the files that the one takes, OnBehalfServicesTest the provider of the other.
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("tls.json") && !file.endsWith("on-behalf.json"))
                    .map(Path::toAbsolutePath)
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void every_example_is_served(Path example) throws Exception {
        // Where npx finds the packages without asking the registry.
        Shell shell = new Shell(
                Path.of("e2e").toAbsolutePath(),
                Map.of(
                        "npm_config_offline",
                        "true",
                        "PATH",
                        Path.of(Peers.node()).getParent() + ":" + System.getenv("PATH"),
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
}
