package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.app.Gateway;
import io.yumen.config.file.ConfigFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What Prometheus sees of a gateway that was used. */
class MetricsTest {
    private static final String SERVERS = """
            {"listen": {"port": 0}, "mcpServers": {
               "works": {"service": "everything"},
               "broken": {"command": "/bin/false", "maxRestarts": 1}}}""";

    @Test
    void requests_outcomes_states_restarts_and_caches_are_counted_by_names_that_dashboards_know() throws Exception {
        try (Gateway gateway = Gateway.start(ConfigFile.parse(SERVERS));
                Talker talker = Talker.of("modern", gateway.endpoint());
                Talker old = Talker.of("legacy", gateway.endpoint())) {
            old.listen();
            talker.tools();
            talker.tools();
            talker.text("add", "{\"a\": 1, \"b\": 2}");
            talker.text("no_such_tool", "{}");
            talker.text("test_error_handling", "{}");

            List<String> lines = scrape(gateway.endpoint());

            for (String wanted : List.of(
                    "mcp_requests_total{method=\"tools/call\",server=\"\",status=\"success\"} 1",
                    "mcp_requests_total{method=\"tools/call\",server=\"\",status=\"error\"} 1",
                    "mcp_requests_total{method=\"tools/call\",server=\"\",status=\"tool_error\"} 1",
                    "mcp_request_duration_seconds_count{method=\"tools/call\",server=\"\",status=\"success\"} 1",
                    "mcp_server_requests_total{method=\"tools/call\",server=\"works\",status=\"success\"} 1",
                    "mcp_server_request_duration_seconds_count{method=\"tools/call\",server=\"works\",status=\"success\"} 1",
                    "mcp_server_state{server=\"works\",state=\"ready\"} 1",
                    "mcp_server_state_changes_total{server=\"works\",state=\"ready\"} 1",
                    "mcp_cache_misses_total{method=\"tools/list\",server=\"works\"} 1",
                    "mcp_sessions 1",
                    "mcp_streams 1")) {
                assertThat(lines).as(String.join("\n", lines)).anyMatch(line -> line.startsWith(wanted));
            }
            // The edge reads the list too, for the arguments that travel in headers.
            assertThat(value(lines, "mcp_requests_total{method=\"tools/list\",server=\"\",status=\"success\"}"))
                    .isGreaterThanOrEqualTo(2);
            assertThat(value(lines, "mcp_cache_hits_total{method=\"tools/list\",server=\"works\"}"))
                    .isPositive();
            assertThat(value(lines, "mcp_active_connections")).isPositive();
            assertThat(value(lines, "mcp_total_connections"))
                    .isGreaterThanOrEqualTo(value(lines, "mcp_active_connections"));
            assertThat(lines)
                    .anyMatch(line ->
                            line.matches("mcp_server_state\\{server=\"broken\",state=\"(backing_off|given_up)\"} 1.*"));
        }
    }

    @Test
    void names_that_clients_make_up_make_no_series() throws Exception {
        try (Gateway gateway = Gateway.start(ConfigFile.parse(SERVERS));
                Talker talker = Talker.of("modern", gateway.endpoint());
                Talker direct = Talker.of("modern", gateway.endpoint().resolve("/servers/works/mcp"))) {
            long before = 0;
            for (int i = 0; i < 50; i++) {
                ObjectNode nothing = JsonMapper.shared().createObjectNode();
                talker.result("made/up" + i, nothing.deepCopy());
                direct.result("made/up" + i, nothing.deepCopy());
                talker.text("made_up_" + i, "{}");
                if (i == 0) {
                    before = requests(scrape(gateway.endpoint()));
                }
            }
            List<String> after = scrape(gateway.endpoint());
            assertThat(after).noneMatch(line -> line.contains("made"));
            assertThat(requests(after)).isEqualTo(before);
            assertThat(after)
                    .anyMatch(line -> line.startsWith(
                            "mcp_requests_total{method=\"other\",server=\"works\",status=\"error\"} 50"));
        }
    }

    private static long requests(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("mcp_requests_total"))
                .count();
    }

    private static double value(List<String> lines, String series) {
        String line = lines.stream()
                .filter(one -> one.startsWith(series + " "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No " + series + " in " + String.join("\n", lines)));
        return Double.parseDouble(line.substring(line.lastIndexOf(' ')));
    }

    private static List<String> scrape(URI endpoint) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(endpoint.resolve("/metrics")).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            return response.body().lines().filter(line -> !line.startsWith("#")).toList();
        }
    }
}
