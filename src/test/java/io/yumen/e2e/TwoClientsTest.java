package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.app.Gateway;
import io.yumen.config.file.ConfigFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two clients on one gateway: what a server asks, reports and cancels reaches exactly the one that it belongs to. */
class TwoClientsTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final Pattern CANCELLED =
            Pattern.compile("mcp_server_requests_total\\{method=\"tools/call\",[^}]*status=\"cancelled\"\\} (\\d+)");

    @ParameterizedTest
    @CsvSource({"legacy, pipe", "modern, pipe", "legacy, service", "modern, service"})
    void nothing_of_one_client_reaches_the_other(String era, String backend) throws Exception {
        String server = backend.equals("pipe")
                ? "{\"command\": \"%s\", \"args\": [\"%s\"]}"
                        .formatted(
                                Peers.node(),
                                Path.of("e2e/servers/probe.mjs")
                                        .toAbsolutePath()
                                        .toString())
                : "{\"service\": \"everything\"}";
        try (Gateway gateway = Gateway.start(
                ConfigFile.parse("{\"listen\": {\"port\": 0}, \"mcpServers\": {\"probe\": " + server + "}}"))) {
            JsonNode outcome = run(era, gateway.endpoint(), backend.equals("pipe") ? "probe" : "everything");
            int discovered = discover(gateway.endpoint());
            int cancelled = cancelledAtServer(gateway.endpoint());

            Peers.report(
                    "two-clients-" + era + "-" + backend,
                    "two clients, " + era + " over " + backend + ": "
                            + table(outcome, discovered, cancelled).indent(4).strip());
            for (String name : List.of("alice", "bob")) {
                expectOwn(name, outcome.path(name), backend);
            }
            if (backend.equals("pipe")) {
                assertThat(outcome.path("resources").toString()).isEqualTo("[\"probe://r\"]");
            }
            assertThat(cancelled).isEqualTo(2);
            assertThat(discovered).isEqualTo(200);
        }
    }

    private static void expectOwn(String name, JsonNode seen, String backend) {
        assertThat(seen.path("sampling").asString()).as("sampling").isEqualTo(name);
        assertThat(seen.path("elicitation").asString()).as("elicitation").contains(name);
        assertThat(seen.path("roots").asString()).as("roots").contains("file:///" + name);
        assertThat(seen.path("progress").toString()).as("progress").isEqualTo("[1,2,3,4]");
        assertThat(seen.path("cancel").asString()).as("cancel").isEqualTo("cancelled");
        if (backend.equals("pipe")) {
            assertThat(seen.path("meta").path("com.example/who").asString()).isEqualTo(name);
            assertThat(seen.path("meta").path("traceparent").asString()).contains(TRACE);
        }
    }

    /** What each of them saw, line by line. */
    private static String table(JsonNode outcome, int discovered, int cancelled) {
        StringBuilder table = new StringBuilder("| what | alice | bob |\n");
        for (String line : List.of("sampling", "elicitation", "roots", "progress", "cancel", "meta")) {
            table.append("| %s | %s | %s |%n"
                    .formatted(
                            line,
                            outcome.path("alice").path(line),
                            outcome.path("bob").path(line)));
        }
        return table.append("| cancelled at the server | %d of 2 ||%n".formatted(cancelled))
                .append("| URI of a resource | %s ||%n"
                        .formatted(outcome.path("resources").path(0)))
                .append("| server/discover | HTTP %d ||".formatted(discovered))
                .toString();
    }

    private static int discover(URI endpoint) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", "server/discover")
                .POST(HttpRequest.BodyPublishers.ofString("""
                        {"jsonrpc": "2.0", "id": 1, "method": "server/discover", "params": {"_meta": {
                         "io.modelcontextprotocol/protocolVersion": "2026-07-28",
                         "io.modelcontextprotocol/clientCapabilities": {}}}}"""))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.body()).contains("\"supportedVersions\":[\"2026-07-28\"");
            return response.statusCode();
        }
    }

    private static JsonNode run(String era, URI endpoint, String server) throws IOException, InterruptedException {
        Peers.Ran ran = Peers.run(
                List.of(
                        Peers.node(),
                        Path.of("e2e/clients/two-clients.mjs").toAbsolutePath().toString(),
                        era,
                        endpoint.toString(),
                        server),
                Map.of(),
                LIMIT);
        assertThat(ran.exitCode()).as(ran.printed()).isZero();
        String last = ran.printed()
                .lines()
                .filter(line -> line.startsWith("{"))
                .reduce((first, second) -> second)
                .orElseThrow();
        return JsonMapper.shared().readTree(last);
    }

    /** How many calls were given up on their way to the server, once it has settled. */
    private static int cancelledAtServer(URI endpoint) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(endpoint.resolve("/metrics")).build();
        long end = System.nanoTime() + PATIENCE.toNanos();
        int seen = 0;
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (seen < 2 && System.nanoTime() < end) {
                String metrics = client.send(request, HttpResponse.BodyHandlers.ofString())
                        .body();
                Matcher matcher = CANCELLED.matcher(metrics);
                seen = matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
            }
        }
        return seen;
    }
}
