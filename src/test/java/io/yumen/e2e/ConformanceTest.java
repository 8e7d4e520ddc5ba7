package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.app.Gateway;
import io.yumen.app.ServiceFace;
import io.yumen.config.GatewaySettings;
import io.yumen.config.file.ConfigFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The official conformance suites against the gateway, over a server that speaks HTTP and one behind a pipe. */
class ConformanceTest {
    private static final String SUITE = Peers.module("@modelcontextprotocol/conformance/dist/index.js");
    private static final String STABLE_SUITE = Peers.module("conformance-stable/dist/index.js");
    private static final Duration LIMIT = Duration.ofMinutes(8);
    private static final Pattern SCORE = Pattern.compile("(?m)^[✓✗] ([a-z0-9-]+): (\\d+) passed, (\\d+) failed$");

    @TempDir
    Path results;

    @ParameterizedTest
    @CsvSource({
        "http, 2025-11-25, 30, 3",
        "http, 2026-07-28, 37, 13",
        "pipe, 2025-11-25, 30, 3",
        "pipe, 2026-07-28, 37, 13"
    })
    void every_scenario_passes_through_the_gateway(String backend, String revision, int required, int more)
            throws IOException, InterruptedException {
        try (ServiceFace server = ServiceFace.start(anyPort("{}"));
                Gateway gateway = Gateway.start(anyPort(configuration(backend, server)))) {
            warmUp(gateway.endpoint());
            Peers.Ran ran = Peers.run(
                    List.of(
                            Peers.node(),
                            SUITE,
                            "server",
                            "--url",
                            gateway.endpoint().toString(),
                            "--requirements",
                            revision,
                            "-o",
                            results.toString()),
                    Map.of(),
                    LIMIT);

            long unscored = unscored(ran.printed());
            List<String> failed = failures(ran.printed());
            Peers.report(
                    "conformance-" + backend + "-" + revision,
                    "conformance %s over %-4s  %d/%d required, %d unscored run, not passing: %s"
                            .formatted(
                                    revision,
                                    backend,
                                    scenarios(ran.printed()) - unscored - scoredFailures(ran.printed()),
                                    required,
                                    unscored,
                                    failed));
            assertThat(ran.exitCode()).as(ran.printed()).isZero();
            assertThat(failed).as(ran.printed()).isEmpty();
            assertThat(scenarios(ran.printed()) - unscored).isEqualTo(required);
            assertThat(unscored)
                    .as("those that nobody requires, tasks among them")
                    .isEqualTo(more);
        }
    }

    @ParameterizedTest
    @CsvSource({"http, 30", "pipe, 30"})
    void every_scenario_of_the_stable_suite_passes(String backend, int required)
            throws IOException, InterruptedException {
        try (ServiceFace server = ServiceFace.start(anyPort("{}"));
                Gateway gateway = Gateway.start(anyPort(configuration(backend, server)))) {
            warmUp(gateway.endpoint());
            Peers.Ran ran = Peers.run(
                    List.of(
                            Peers.node(),
                            STABLE_SUITE,
                            "server",
                            "--url",
                            gateway.endpoint().toString()),
                    Map.of(),
                    LIMIT);

            Peers.report(
                    "conformance-" + backend + "-0.1.16",
                    "conformance 0.1.16 over %-4s  %d of %d scenarios, not passing: %s"
                            .formatted(
                                    backend,
                                    scenarios(ran.printed())
                                            - failures(ran.printed()).size(),
                                    scenarios(ran.printed()),
                                    failures(ran.printed())));
            assertThat(failures(ran.printed())).as(ran.printed()).isEmpty();
            assertThat(scenarios(ran.printed())).isGreaterThanOrEqualTo(required);
        }
    }

    @ParameterizedTest
    @CsvSource({"http, 2025-06-18, 27", "pipe, 2025-06-18, 27", "http, 2025-03-26, 1", "pipe, 2025-03-26, 1"})
    void every_scenario_of_an_older_revision_passes(String backend, String revision, int required)
            throws IOException, InterruptedException {
        try (ServiceFace server = ServiceFace.start(anyPort("{}"));
                Gateway gateway = Gateway.start(anyPort(configuration(backend, server)))) {
            warmUp(gateway.endpoint());
            Peers.Ran ran = Peers.run(
                    List.of(
                            Peers.node(),
                            SUITE,
                            "server",
                            "--url",
                            gateway.endpoint().toString(),
                            "--suite",
                            "all",
                            "--spec-version",
                            revision),
                    Map.of(),
                    LIMIT);

            Peers.report(
                    "conformance-" + backend + "-" + revision,
                    "conformance %s over %-4s  %d/%d, not passing: %s"
                            .formatted(
                                    revision,
                                    backend,
                                    scenarios(ran.printed())
                                            - failures(ran.printed()).size(),
                                    required,
                                    failures(ran.printed())));
            assertThat(failures(ran.printed())).as(ran.printed()).isEmpty();
            assertThat(scenarios(ran.printed())).as(ran.printed()).isEqualTo(required);
        }
    }

    /** They are not scored, and a warning is all that the suite has to say of them; here nothing less than success counts. */
    @ParameterizedTest
    @CsvSource({
        "server-sse-polling, 2025-11-25, server-sse-disconnect-resume",
        "server-session-lifecycle, 2025-03-26, server-session-terminated-returns-404"
    })
    void a_pending_scenario_succeeds_in_full(String scenario, String revision, String last)
            throws IOException, InterruptedException {
        try (Gateway gateway =
                Gateway.start(anyPort("{\"mcpServers\": {\"everything\": {\"service\": \"everything\"}}}"))) {
            Peers.Ran ran = Peers.run(
                    List.of(
                            Peers.node(),
                            SUITE,
                            "server",
                            "--url",
                            gateway.endpoint().toString(),
                            "--scenario",
                            scenario,
                            "--spec-version",
                            revision,
                            "-o",
                            results.toString()),
                    Map.of(),
                    LIMIT);

            assertThat(ran.exitCode()).as(ran.printed()).isZero();
            String checks = checks();
            assertThat(checks).doesNotContain("FAILURE", "WARNING", "SKIPPED").contains("\"" + last + "\"");
            Peers.report(
                    "conformance-" + scenario, "conformance %s %s  succeeds in full".formatted(revision, scenario));
        }
    }

    private String checks() throws IOException {
        try (Stream<Path> files = Files.walk(results)) {
            Path found = files.filter(file -> file.endsWith("checks.json"))
                    .findFirst()
                    .orElseThrow();
            return Files.readString(found);
        }
    }

    private static String configuration(String backend, ServiceFace server) {
        if (backend.equals("http")) {
            return "{\"mcpServers\": {\"everything\": {\"url\": \"" + server.endpoint() + "\"}}}";
        }
        List<String> command = Peers.yumen("everything", "--stdio");
        String arguments =
                command.stream().skip(1).map(argument -> "\"" + argument + "\"").collect(Collectors.joining(", "));
        return "{\"mcpServers\": {\"everything\": {\"command\": \"" + command.getFirst() + "\", \"args\": [" + arguments
                + "]}}}";
    }

    /** The suite gives a first answer of a cold process no more time than any other. */
    private static void warmUp(URI endpoint) throws IOException, InterruptedException {
        String body = """
                {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "test_streaming_elicitation",
                 "arguments": {}, "_meta": {"io.modelcontextprotocol/protocolVersion": "2026-07-28",
                 "io.modelcontextprotocol/clientCapabilities": {"elicitation": {}}}}}""";
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", "tools/call")
                .header("Mcp-Name", "test_streaming_elicitation")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                                .statusCode())
                        .isEqualTo(200);
            }
        }
    }

    private static GatewaySettings anyPort(String text) {
        return ConfigFile.parse(
                text.replaceFirst("\\{", "{\"listen\": {\"port\": 0}" + (text.equals("{}") ? "" : ", ")));
    }

    private static long scenarios(String printed) {
        return SCORE.matcher(printed).results().count();
    }

    private static List<String> failures(String printed) {
        return SCORE.matcher(printed)
                .results()
                .filter(result -> Integer.parseInt(result.group(3)) > 0)
                .map(result -> result.group(1))
                .toList();
    }

    private static long scoredFailures(String printed) {
        return failures(printed).stream()
                .filter(name -> !printed.contains("  ✗ " + name + " ("))
                .count();
    }

    private static long unscored(String printed) {
        Matcher matcher =
                Pattern.compile("Not scored for [0-9-]+: (\\d+) scenario").matcher(printed);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }
}
