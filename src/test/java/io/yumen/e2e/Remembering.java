package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * A gateway with users and keys that remembers them below a folder of its own, and its commands.
 *
 * @param folder where all of it lies
 * @param environment what it finds in its environment
 */
record Remembering(Path folder, Map<String, String> environment) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** One whose configuration has that, too. */
    static Remembering in(Path folder, String more) throws IOException {
        Files.writeString(folder.resolve("mcp.json"), """
                {"listen": {"port": 0}, "access": {"login": {}}, "state": "%s", %s
                 "mcpServers": {"demo": {"service": "everything"}}}""".formatted(folder.resolve("state"), more));
        String runtime = Files.createDirectories(folder.resolve("runtime")).toString();
        return new Remembering(folder, Map.of("XDG_RUNTIME_DIR", runtime, "XDG_STATE_HOME", runtime, "HOME", runtime));
    }

    /** The same, with that in its environment. */
    Remembering with(String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return new Remembering(folder, more);
    }

    Path state() {
        return folder.resolve("state");
    }

    /** The file beside the state. */
    Path keyFile() {
        return state().resolve("master.key");
    }

    Shell shell() {
        return new Shell(folder, environment);
    }

    Served start() throws IOException {
        return Served.start(shell(), configuration());
    }

    Path configuration() {
        return folder.resolve("mcp.json");
    }

    /** What it says when it cannot start. */
    String refusal() throws IOException {
        try (Served refused = Served.launch(shell(), configuration())) {
            Await.until("it gives up", PATIENCE, () -> !refused.process().isAlive());
            assertThat(refused.process().exitValue()).isNotZero();
            return refused.errors();
        }
    }

    /** Runs a command with the configuration. */
    Shell.Said yumen(String... words) throws IOException, InterruptedException {
        return shell().yumen(words(words));
    }

    String[] words(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--config", configuration().toString()));
        return all.toArray(String[]::new);
    }

    /** A new key of somebody, who may see how the gateway fares. */
    String key(String principal) throws IOException, InterruptedException {
        Shell.Said made = shell().yumen("key", "create", principal, "--role", "monitor");
        assertThat(made.exitCode()).as("%s", made).isZero();
        return made.out().strip();
    }

    /** The status with which that gateway answers who has that key. */
    static int answer(Served gateway, String key) throws IOException, InterruptedException {
        gateway.useKey(Optional.of(key));
        return gateway.get("/health").statusCode();
    }

    /** The ids of the keys with which that gateway signs tokens. */
    static List<String> signers(Served gateway) throws IOException, InterruptedException {
        HttpResponse<String> keys = gateway.get("/oauth/keys");
        assertThat(keys.statusCode()).as("%s", keys.body()).isEqualTo(200);
        return JsonMapper.shared()
                .readTree(keys.body())
                .path("keys")
                .valueStream()
                .map(key -> key.path("kid").asString(""))
                .toList();
    }

    /** All that the audit recorded. */
    String trail() throws IOException {
        try (Stream<Path> files = Files.walk(state().resolve("audit"))) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .map(Remembering::text)
                    .collect(Collectors.joining());
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
