package io.yumen.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.app.servers.StartException;
import io.yumen.config.GatewaySettings;
import io.yumen.config.file.ConfigFile;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** What built-in services keep is told by the metrics, and decided by the settings. */
final class ServiceCacheTest {
    @Test
    void metrics_tell_of_each_kind() throws Exception {
        try (Gateway gateway = Gateway.start(settings("\"labels\": {\"ttl\": \"5s\", \"size\": \"1MiB\"}"));
                HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest asking = HttpRequest.newBuilder(gateway.endpoint().resolve("/metrics"))
                    .build();
            String metrics =
                    http.send(asking, HttpResponse.BodyHandlers.ofString()).body();
            assertThat(metrics)
                    .contains("mcp_service_cache_hits_total{kind=\"labels\",server=\"graphs\"} 0.0")
                    .contains("mcp_service_cache_misses_total{kind=\"metadata\",server=\"graphs\"} 0.0")
                    .contains("mcp_service_cache_bytes{kind=\"status\",server=\"graphs\"} 0.0")
                    .contains("mcp_service_cache_bytes{kind=\"indexes\",server=\"charts\"} 0.0");
        }
    }

    @Test
    void a_kind_that_is_not_kept_is_refused() {
        assertThatThrownBy(() -> Core.check(settings("\"alerts\": {\"ttl\": 0}")))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("mcpServers.graphs")
                .hasMessageContaining("it keeps labels, metadata, series, status, values");
        Core.check(settings("\"labels\": {\"ttl\": 0}"));
    }

    private static GatewaySettings settings(String cache) {
        return ConfigFile.parse("""
                {"listen": {"port": 0}, "mcpServers": {"graphs": {
                  "service": "prometheus", "url": "http://127.0.0.1:1", "cache": {%s}},
                  "charts": {"service": "helm", "cache": {"indexes": {"ttl": "1m"}}}}}""".formatted(cache));
    }
}
