package io.yumen.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.golden.Golden;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Every dialect of clients with every kind of server and every feature. What it sees is {@code docs/bridge-matrix.md}; run
 * with {@code -Dyumen.write=true} to write that page.
 */
class BridgeMatrixTest {
    private static final Path PAGE = Path.of("docs/bridge-matrix.md");

    @Test
    void every_client_has_every_feature_of_every_server() throws Exception {
        Map<ServerKind, Map<Dialect, Column>> seen = seen();

        assertThat(failures(seen)).as("cells that do not pass").isEmpty();
        Golden.matches(PAGE, MatrixPage.write(seen));
    }

    /** All servers at the same time; their clients one after the other, so that they do not disturb each other. */
    private static Map<ServerKind, Map<Dialect, Column>> seen() throws InterruptedException, ExecutionException {
        Map<ServerKind, Future<Map<Dialect, Column>>> running = new EnumMap<>(ServerKind.class);
        Map<ServerKind, Map<Dialect, Column>> seen = new EnumMap<>(ServerKind.class);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (ServerKind server : ServerKind.values()) {
                running.put(server, threads.submit(() -> columns(server)));
            }
            for (Map.Entry<ServerKind, Future<Map<Dialect, Column>>> entry : running.entrySet()) {
                seen.put(entry.getKey(), entry.getValue().get());
            }
        }
        return seen;
    }

    private static Map<Dialect, Column> columns(ServerKind server) {
        Map<Dialect, Column> columns = new EnumMap<>(Dialect.class);
        try (Served served = Served.start(server)) {
            for (Dialect dialect : Dialect.values()) {
                columns.put(dialect, Column.of(dialect, server, served));
            }
        }
        return columns;
    }

    private static List<String> failures(Map<ServerKind, Map<Dialect, Column>> seen) {
        return seen.values().stream()
                .flatMap(columns -> columns.values().stream())
                .flatMap(column -> column.failures().stream())
                .toList();
    }
}
