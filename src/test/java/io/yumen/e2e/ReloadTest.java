package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running gateway whose file changes while clients of both eras call. */
class ReloadTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** A change takes effect within this. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private static final String STEADY = server("steady", "");
    private static final String CHANGING = server("changing", "");
    private static final String LEAVING = server("leaving", "");

    @TempDir
    Path directory;

    private Served gateway;

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void each_change_is_applied_as_a_difference_and_no_call_fails() throws Exception {
        Path file = write(configuration(STEADY, CHANGING, LEAVING));
        gateway = Served.start(file);
        try (Load load = Load.of(gateway.endpoint(), "steady");
                Talker old = Talker.of("legacy", gateway.endpoint());
                Talker modern = Talker.of("modern", gateway.endpoint())) {
            old.listen();
            modern.listen();
            assertThat(modern.tools()).contains("steady", "changing", "leaving", "leaving_slow");
            assertThat(modern.text("leaving", "{}")).startsWith("leaving");
            Map<Long, String> steady = gateway.family("small.mjs steady");
            Map<Long, String> leaving = gateway.family("small.mjs leaving");
            assertThat(steady).isNotEmpty();

            change(configuration(STEADY, CHANGING, LEAVING, server("added", "")), () -> has(modern, "added"));
            Await.until("both hear of it", LIMIT, () -> isChanged(old) && isChanged(modern));

            FutureTask<String> underWay = new FutureTask<>(() -> modern.text("changing_slow", "{\"ms\": 2500}"));
            Thread.ofVirtual().start(underWay);
            change(
                    configuration(STEADY, server("changing", "").replace("\"changing\"]", "\"changed\"]"), LEAVING),
                    () -> has(modern, "changed") && !has(modern, "added"));
            assertThat(underWay.get()).isEqualTo("changing slept");

            String hiding = server("leaving", ", \"disabledTools\": [\"leaving_slow\"], \"tags\": [\"t\"]");
            change(configuration(STEADY, CHANGING, hiding), () -> !has(modern, "leaving_slow"));
            assertThat(modern.text("leaving", "{}")).startsWith("leaving");
            assertThat(gateway.family("small.mjs leaving")).isEqualTo(leaving);

            change(
                    configuration(STEADY, CHANGING, hiding)
                            .replace("{\"listen\"", "{\"log\": {\"level\": \"debug\"}, \"listen\""),
                    () -> gateway.errors().contains(" DEBUG "));

            change(configuration(STEADY, CHANGING), () -> !has(modern, "leaving"));
            Await.until(
                    "its process ends",
                    LIMIT,
                    () -> gateway.family("small.mjs leaving").isEmpty());

            assertThat(gateway.family("small.mjs steady")).isEqualTo(steady);
            assertThat(load.failures()).isEmpty();
            assertThat(load.answered()).isPositive();
            Peers.report(
                    "reload-under-load",
                    "reload under load: %d changes, %d calls of unaffected servers, %d failed"
                            .formatted(
                                    changesInForce(),
                                    load.answered(),
                                    load.failures().size()));
        }
    }

    @Test
    void a_bad_file_changes_nothing_and_says_where_and_why() throws Exception {
        Path file = write(configuration(STEADY));
        gateway = Served.start(file);
        try (Load load = Load.of(gateway.endpoint(), "steady")) {
            refused("{\"mcpServers\": {\n", "mcp.json:2", "not valid JSON");
            refused("{\n \"listen\": {\"prot\": 1}}", "mcp.json:2: listen.prot", "did you mean \\\"port\\\"?");
            refused(
                    configuration(STEADY, server("x", ", \"env\": {\"A\": \"${NOT_SET_ANYWHERE}\"}")),
                    "NOT_SET_ANYWHERE is not set");
            refused("", "mcp.json", "empty");
            refused(configuration(STEADY, "\"x\": {\"service\": \"evrything\"}"), "There is no built-in service");
            assertThat(gateway.get("/health/ready").statusCode()).isEqualTo(200);

            write(configuration(STEADY, server("added", "")));
            Await.until(
                    "the mended file is in force",
                    SOON,
                    () -> gateway.health()
                            .path("configuration")
                            .path("state")
                            .asString()
                            .equals("in_force"));
            assertThat(gateway.health().path("servers").has("added")).isTrue();
            assertThat(gateway.health().path("status").asString()).isEqualTo("ok");
            assertThat(load.failures()).isEmpty();
        }
    }

    @Test
    void every_way_of_replacing_a_file_is_seen() throws Exception {
        Path first = Files.createDirectory(directory.resolve("..first"));
        Path second = Files.createDirectory(directory.resolve("..second"));
        Files.writeString(first.resolve("mcp.json"), configuration(STEADY));
        Files.writeString(second.resolve("mcp.json"), configuration(STEADY, server("linked", "")));
        Files.createSymbolicLink(directory.resolve("..data"), first.getFileName());
        Path file = Files.createSymbolicLink(directory.resolve("mcp.json"), Path.of("..data/mcp.json"));
        gateway = Served.start(file);
        try (Load load = Load.of(gateway.endpoint(), "steady")) {
            Path swap = Files.createSymbolicLink(directory.resolve("..swap"), second.getFileName());
            Files.move(swap, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
            awaitServer("linked");

            Path fresh = Files.writeString(directory.resolve("fresh"), configuration(STEADY, server("renamed", "")));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            awaitServer("renamed");

            Files.delete(file);
            Await.until("the loss is told", SOON, () -> gateway.errors().contains("There is no such file"));
            String whole = configuration(STEADY, server("rewritten", ""));
            Files.writeString(file, "");
            Files.writeString(file, whole.substring(0, whole.length() / 2));
            Await.until("the half is told", SOON, () -> gateway.errors().contains("not valid JSON"));
            Files.writeString(file, whole);
            awaitServer("rewritten");

            assertThat(load.failures()).isEmpty();
        }
    }

    private void awaitServer(String name) {
        Await.until(
                "the server " + name + " is there",
                SOON,
                () -> gateway.health().path("servers").has(name));
    }

    private void refused(String content, String... said) throws IOException {
        write(content);
        Await.until("it is refused: " + content, SOON, () -> {
            String problems =
                    gateway.health().path("configuration").path("problems").toString();
            String log = gateway.errors();
            return Arrays.stream(said).allMatch(problems::contains) && log.contains("refused") && log.contains(said[0]);
        });
    }

    /** What it takes until a server that is started shows its tools is not the reload's. */
    private void change(String content, Callable<Boolean> effect) throws IOException {
        long before = changesInForce();
        write(content);
        Await.until("the change is in force: " + content, SOON, () -> changesInForce() > before);
        Await.until("the change is seen: " + content, LIMIT, effect);
    }

    private long changesInForce() {
        return gateway.errors()
                .lines()
                .filter(line -> line.contains("The changed configuration is in force"))
                .count();
    }

    private Path write(String content) throws IOException {
        Path fresh = Files.writeString(directory.resolve("fresh"), content);
        return Files.move(fresh, directory.resolve("mcp.json"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean has(Talker talker, String tool) throws IOException, InterruptedException {
        return talker.tools().contains(tool);
    }

    private static boolean isChanged(Talker talker) {
        return talker.heard().contains("notifications/tools/list_changed");
    }

    private static String configuration(String... servers) {
        return "{\"listen\": {\"port\": 0}, \"mcpServers\": {\n" + String.join(",\n", servers) + "}}";
    }

    private static String server(String name, String more) {
        return "\"%s\": {\"command\": \"%s\", \"args\": [\"%s\", \"%s\"]%s}"
                .formatted(name, Peers.node(), Path.of("e2e/servers/small.mjs").toAbsolutePath(), name, more);
    }
}
