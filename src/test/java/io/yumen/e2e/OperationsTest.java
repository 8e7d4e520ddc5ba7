package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What operators see of a gateway that runs: health, metrics, logs; and that no secret is among it. */
class OperationsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** No log, page or metric may ever hold these. */
    private static final List<String> CANARIES =
            List.of("canary-of-env", "canary-of-file", "canary-of-argument", "canary-of-header", "canary-of-call");

    @TempDir
    Path directory;

    private Served gateway;

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void health_says_how_the_gateway_and_each_server_fare() throws Exception {
        gateway = Served.start(write("""
                {"listen": {"port": 0}, "mcpServers": {
                  "good": %s, "lost": {"command": "/nowhere/at/all", "maxRestarts": 1}}}""".formatted(small("good"))));
        try (Talker talker = Talker.of("modern", gateway.endpoint())) {
            assertThat(gateway.get("/health/live").body()).isEqualTo("live\n");
            assertThat(gateway.get("/health/ready").body()).isEqualTo("ready\n");
            assertThat(gateway.health().at("/servers/good/state").asString()).isEqualTo("configured");

            assertThat(talker.tools()).contains("good");

            JsonNode health = gateway.health();
            assertThat(health.at("/servers/good/state").asString()).isEqualTo("ready");
            assertThat(health.at("/servers/lost/reason").asString()).contains("/nowhere/at/all");
            assertThat(health.path("status").asString()).isEqualTo("degraded");
            assertThat(gateway.get("/health/ready").statusCode()).isEqualTo(200);
            assertThat(gateway.get("/health/elsewhere").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void metrics_are_well_formed_and_have_the_names_that_dashboards_use() throws Exception {
        gateway = Served.start(write("{\"listen\": {\"port\": 0}, \"mcpServers\": {\"a\": %s}}".formatted(small("a"))));
        try (Talker legacy = Talker.of("legacy", gateway.endpoint());
                Talker modern = Talker.of("modern", gateway.endpoint())) {
            legacy.listen();
            assertThat(legacy.text("a", "{}")).startsWith("a");
            assertThat(modern.text("a", "{}")).startsWith("a");
            modern.tools();
            assertThat(modern.call("nobody", "{}").has("error")).isTrue();

            HttpResponse<String> response = gateway.get("/metrics");
            Exposition exposition = Exposition.parse(response.body());

            assertThat(response.headers().firstValue("Content-Type").orElse(""))
                    .startsWith("text/plain; version=0.0.4");
            assertThat(exposition.types())
                    .containsEntry("mcp_requests_total", "counter")
                    .containsEntry("mcp_request_duration_seconds", "histogram")
                    .containsEntry("mcp_cache_hits_total", "counter")
                    .containsEntry("mcp_cache_misses_total", "counter")
                    .containsEntry("mcp_server_requests_total", "counter")
                    .containsEntry("mcp_server_request_duration_seconds", "histogram")
                    .containsEntry("mcp_server_state", "gauge")
                    .containsEntry("mcp_active_connections", "gauge")
                    .containsEntry("mcp_sessions", "gauge")
                    .containsEntry("mcp_streams", "gauge");
            assertThat(exposition.value("mcp_requests_total{method=\"tools/call\",server=\"\",status=\"success\"}"))
                    .isEqualTo(2);
            assertThat(exposition.value("mcp_requests_total{method=\"tools/call\",server=\"\",status=\"error\"}"))
                    .isEqualTo(1);
            assertThat(exposition.value("mcp_server_state{server=\"a\",state=\"ready\"}"))
                    .isEqualTo(1);
            assertThat(exposition.value("mcp_sessions")).isEqualTo(1);
            assertThat(exposition.value("mcp_streams")).isEqualTo(1);
        }
    }

    @Test
    void a_json_log_is_one_object_a_line() throws Exception {
        Path file = write("""
                {"listen": {"port": 0}, "log": {"level": "trace", "format": "json"}, "mcpServers": {
                  "a": %s, "odd": {"command": "/nowhere", "agrs": []}}}""".formatted(small("a")));
        gateway = Served.start(file);
        try (Talker talker = Talker.of("modern", gateway.endpoint())) {
            talker.tools();
            assertThat(talker.text("a", "{\"message\": \"two\\nlines\"}")).startsWith("a");
            Files.writeString(file, "{");
            Await.until("it is refused", LIMIT, () -> gateway.errors().contains("refused"));
            gateway.signal("TERM");
            assertThat(gateway.exitCode(LIMIT)).isZero();

            List<String> lines = gateway.errors().lines().toList();
            assertThat(lines).hasSizeGreaterThan(5);
            for (String line : lines) {
                JsonNode entry = JsonMapper.shared().readTree(line);
                assertThat(entry.isObject()).as(line).isTrue();
                assertThat(entry.has("time") && entry.has("level") && entry.has("message"))
                        .as(line)
                        .isTrue();
            }
            assertThat(gateway.errors()).contains("mcpServers.odd.agrs");
        }
    }

    @Test
    void no_secret_is_logged_shown_or_counted() throws Exception {
        Files.writeString(directory.resolve("token"), "canary-of-file");
        gateway = Served.start(Map.of("CANARY", "canary-of-env"), write("""
                {"listen": {"port": 0}, "log": {"level": "trace"}, "mcpServers": {
                  "a": {"command": "%s", "args": ["%s", "a", "canary-of-argument"],
                        "env": {"SECRET": "${CANARY}", "TOKEN": "${file:token}"}},
                  "lost": {"command": "/nowhere/at/all", "args": ["--key", "canary-of-argument"], "env": {"S": "${CANARY}"}},
                  "far": {"url": "http://127.0.0.1:9/mcp", "headers": {"Authorization": "Bearer canary-of-header"}}}}""".formatted(
                        Peers.node(), Path.of("e2e/servers/small.mjs").toAbsolutePath())));
        try (Talker talker = Talker.of("modern", gateway.endpoint())) {
            talker.tools();
            assertThat(talker.text("a_variable", "{\"name\": \"SECRET\"}")).isEqualTo("a canary-of-env");
            assertThat(talker.text("a_variable", "{\"name\": \"TOKEN\"}")).isEqualTo("a canary-of-file");
            assertThat(talker.text("a", "{\"message\": \"canary-of-call\"}")).contains("canary-of-call");

            String seen = gateway.printed()
                    + gateway.errors()
                    + gateway.get("/health").body()
                    + gateway.get("/metrics").body();
            assertThat(gateway.errors()).contains(" DEBUG ");
            CANARIES.forEach(canary -> assertThat(seen).doesNotContain(canary));
        }
    }

    private Path write(String content) throws IOException {
        return Files.writeString(directory.resolve("mcp.json"), content);
    }

    private static String small(String name) {
        return "{\"command\": \"%s\", \"args\": [\"%s\", \"%s\"]}"
                .formatted(Peers.node(), Path.of("e2e/servers/small.mjs").toAbsolutePath(), name);
    }
}
