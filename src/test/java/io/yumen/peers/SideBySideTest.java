package io.yumen.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.e2e.Peers;
import io.yumen.kube.KubeServer;
import io.yumen.service.alertmanager.RealAlertmanager;
import io.yumen.service.prometheus.RealPrometheus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What others have for the same systems, unmodified and in the same run: what they can do, how much a model reads of them, how
 * long they take. The tables that it prints are in {@code docs/performance.md}; times are for reading, and are not held.
 */
final class SideBySideTest {
    /** How often a question is asked before the clock counts, and with it. */
    private static final int WARMING = 10;

    private static final int ROUNDS = 5;

    @TempDir
    private static Path folder;

    private static KubeServer cluster;
    private static RealPrometheus prometheus;
    private static RealAlertmanager alertmanager;
    private static Map<String, Target> targets;

    @BeforeAll
    static void start() throws Exception {
        cluster = KubeServer.start(folder);
        Shop.open(cluster);
        prometheus = RealPrometheus.start(Files.createDirectory(folder.resolve("prometheus")));
        alertmanager = RealAlertmanager.start(Files.createDirectory(folder.resolve("alertmanager")));
        targets = Map.of(
                "kubernetes", clusters(),
                "prometheus", watched("prometheus", prometheus.base().toString()),
                "alertmanager", watched("alertmanager", alertmanager.base().toString()));
    }

    @AfterAll
    static void stop() {
        targets.values().forEach(Target::close);
        alertmanager.close();
        prometheus.close();
        cluster.close();
    }

    @Test
    void wanted_things_are_there_where_the_table_says() throws IOException {
        for (Wish wish : Wish.all()) {
            List<StdioServer> servers = target(wish.system()).servers();
            for (int i = 0; i < servers.size(); i++) {
                String tool = wish.tools().get(i);
                assertThat(tool.equals("-") || servers.get(i).has(tool))
                        .as("%s: %s by %s", servers.get(i).name(), wish.text(), tool)
                        .isTrue();
            }
        }
        for (Target target : targets.values()) {
            System.out.println(Wish.counted(target));
        }
    }

    @Test
    void the_lists_of_tools_are_weighed() {
        for (Target target : targets.values()) {
            target.servers()
                    .forEach(server -> System.out.println(
                            "| " + server.name() + " | " + server.tools().size() + " | " + server.listBytes() + " |"));
        }
        List<StdioServer> servers = target("kubernetes").servers();
        for (StdioServer peer : servers.subList(1, servers.size())) {
            assertThat(bytesOfOne(servers.getFirst()))
                    .as("a tool, beside one of " + peer.name())
                    .isLessThan(bytesOfOne(peer));
        }
    }

    private static int bytesOfOne(StdioServer server) {
        return server.listBytes() / server.tools().size();
    }

    @Test
    void ten_questions_are_answered_by_all() throws Exception {
        List<Question> questions = Question.all(Files.readString(Path.of("src/test/resources/peers/questions.txt")));
        assertThat(questions).hasSize(10);
        for (Question question : questions) {
            List<Figure> figures = asked(question);
            System.out.println("| " + question.text() + " | "
                    + figures.stream().map(Figure::toString).collect(Collectors.joining(" | ")) + " |");
            int own = figures.getFirst().read();
            assertThat(figures).as(question.text()).allMatch(figure -> own <= figure.read());
        }
    }

    /** What each server of the system needs for the answer. */
    private static List<Figure> asked(Question question) throws IOException {
        List<Figure> figures = new ArrayList<>();
        List<StdioServer> servers = target(question.system()).servers();
        for (int i = 0; i < servers.size(); i++) {
            figures.add(asked(question, servers.get(i), question.calls().get(i)));
        }
        return figures;
    }

    private static Figure asked(Question question, StdioServer server, String call) throws IOException {
        int blank = call.indexOf(' ');
        String tool = call.substring(0, blank);
        String arguments = call.substring(blank + 1);
        long[] nanos = new long[ROUNDS];
        JsonNode answer = server.call(tool, arguments);
        for (int i = 1; i < WARMING; i++) {
            answer = server.call(tool, arguments);
        }
        for (int i = 0; i < ROUNDS; i++) {
            long begun = System.nanoTime();
            answer = server.call(tool, arguments);
            nanos[i] = System.nanoTime() - begun;
        }
        String text = answer.path("content").path(0).path("text").asString("");
        assertThat(answer.path("isError").asBoolean(false))
                .as("%s, %s: %s", server.name(), call, text)
                .isFalse();
        assertThat(text).as("%s, %s", server.name(), call).contains(question.words());
        if (Boolean.getBoolean("yumen.show")) {
            System.out.println("--- " + server.name() + " " + call + "\n" + text);
        }
        Arrays.sort(nanos);
        return new Figure(
                text.getBytes(StandardCharsets.UTF_8).length,
                StdioServer.bytes(answer),
                Duration.ofNanos(nanos[ROUNDS / 2]));
    }

    /**
     * @param read what a model reads
     * @param sent the whole answer
     * @param median of five, when it has been asked ten times
     */
    private record Figure(int read, int sent, Duration median) {
        @Override
        public String toString() {
            return "%,d / %,d | %.1f".formatted(read, sent, median.toNanos() / 1e6);
        }
    }

    private static Target clusters() throws IOException {
        Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), cluster.kubeconfig());
        Map<String, String> environment = Map.of("KUBECONFIG", kubeconfig.toString());
        return new Target(
                "kubernetes",
                List.of(
                        yumen("kubernetes", "", environment),
                        StdioServer.start(
                                "kubernetes-mcp-server",
                                folder,
                                List.of(Peers.module(".bin/kubernetes-mcp-server")),
                                environment),
                        StdioServer.start(
                                "mcp-server-kubernetes",
                                folder,
                                List.of(Peers.node(), Peers.module("mcp-server-kubernetes/dist/index.js")),
                                environment)));
    }

    private static Target watched(String system, String url) throws IOException {
        return new Target(
                system,
                List.of(
                        yumen(system, ", \"url\": \"" + url + "\"", Map.of()),
                        StdioServer.start(
                                "mcp-" + system,
                                folder,
                                List.of(Peers.module(".bin/mcp-" + system), "--url", url),
                                Map.of())));
    }

    private static StdioServer yumen(String service, String more, Map<String, String> environment) throws IOException {
        Path configuration = Target.configuration(folder, service, more);
        return StdioServer.start(
                "Yumen, " + service, folder, Peers.yumen("stdio", "--config", configuration.toString()), environment);
    }

    private static Target target(String system) {
        return Objects.requireNonNull(targets.get(system), system);
    }
}
