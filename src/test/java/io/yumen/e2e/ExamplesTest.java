package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Every example is served, and each of its servers answers. */
class ExamplesTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("examples"))) {
            return files.map(Path::toAbsolutePath).sorted().toList();
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
                        Path.of(Peers.node()).getParent() + ":" + System.getenv("PATH")));
        try (Served gateway = Served.start(shell, example, "--port", "0");
                Talker talker = Talker.of("legacy", gateway.endpoint())) {
            Await.until("every server answers", LIMIT, () -> !talker.tools().isEmpty() && allReady(gateway.health()));

            assertThat(gateway.health().path("status").asString()).isEqualTo("ok");
        }
    }

    private static boolean allReady(JsonNode health) {
        return health.path("servers")
                .valueStream()
                .allMatch(server -> server.path("state").asString().equals("ready"));
    }
}
