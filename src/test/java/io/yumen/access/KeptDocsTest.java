package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.service.awsdocs.upstream.Simulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a running gateway keeps of the AWS documentation: as its rules say, and until an operator has it forgotten. */
@Timeout(120)
final class KeptDocsTest {
    private static final String HOST = "https://docs.aws.amazon.com";
    private static final String BERTHS = HOST + "/harbor/latest/guide/berths";
    private static final String PERMISSIONS = HOST + "/harbor/latest/guide/permissions";

    @TempDir
    private Path folder;

    private final Simulator aws = new Simulator();

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void a_rule_of_the_configuration_says_what_is_kept() throws IOException {
        try (Locked gateway = start("""
                , "rules": [{"path": "/harbor/*/berths.html", "bypass": true}, {"path": "*", "ttl": "7d"}]""")) {
            String key = gateway.key("ann", "[]");
            for (int i = 0; i < 2; i++) {
                assertThat(read(gateway, key, BERTHS)).contains("Ships that wait for a berth");
                assertThat(read(gateway, key, PERMISSIONS)).contains("CreateBerth");
            }
            assertThat(aws.count(BERTHS + ".md")).isEqualTo(2);
            assertThat(aws.count(PERMISSIONS + ".md")).isOne();
        }
    }

    @Test
    void operators_see_what_is_kept_and_have_it_forgotten() throws IOException {
        try (Locked gateway = start("")) {
            String key = gateway.key("ann", "[]");
            read(gateway, key, BERTHS);
            read(gateway, key, BERTHS);
            read(gateway, key, PERMISSIONS);

            JsonNode statistics = gateway.operate("GET /api/v1/caches", "").at("/caches/0");
            assertThat(statistics.path("server").asString()).isEqualTo("aws");
            assertThat(statistics.at("/statistics/levels/0/level").asString()).isEqualTo("memory");
            assertThat(statistics.at("/statistics/levels/0/hits").asInt()).isOne();
            assertThat(statistics.at("/statistics/levels/0/entries").asInt()).isEqualTo(2);
            assertThat(statistics.at("/statistics/levels/0/limit").asInt()).isEqualTo(64 << 20);
            assertThat(statistics.at("/statistics/asked/calls").asInt()).isEqualTo(2);

            JsonNode found = gateway.operate("GET /api/v1/caches/aws?pattern=/harbor/*", "");
            assertThat(found.path("entries").valueStream())
                    .extracting(entry -> entry.path("name").asString())
                    .containsExactly(BERTHS + ".html", PERMISSIONS + ".html");
            assertThat(found.at("/entries/0/state").asString()).isEqualTo("fresh");
            assertThat(found.at("/entries/0/kind").asString()).isEqualTo("page");
            JsonNode first = gateway.operate("GET /api/v1/caches/aws?limit=1", "");
            assertThat(first.path("entries")).hasSize(1);
            assertThat(first.path("more").asInt()).isOne();

            JsonNode forgotten =
                    gateway.operate("POST /api/v1/caches/aws/invalidate", "{\"pattern\": \"/*/berths.html\"}");
            assertThat(forgotten.path("forgotten").asInt()).isOne();
            read(gateway, key, BERTHS);
            read(gateway, key, PERMISSIONS);
            assertThat(aws.count(BERTHS + ".md")).isEqualTo(2);
            assertThat(aws.count(PERMISSIONS + ".md")).isOne();

            assertThat(gateway.operate("POST /api/v1/caches/nobody/invalidate", "{\"pattern\": \"*\"}")
                            .at("/error/message")
                            .asString())
                    .contains("\"nobody\"", "there is aws");
            assertThat(gateway.recorded("order"))
                    .extracting(record -> record.path("place").asString())
                    .contains("/api/v1/caches/aws/invalidate");
        }
    }

    private Locked start(String more) {
        return Locked.with(folder.resolve("state"), "{}", """
                "mcpServers": {"aws": {"service": "aws-docs", "awsDocs": {
                  "sites": {"docs.aws.amazon.com": "%s/docs.aws.amazon.com"}, "loopback": true, "folder": "%s", "partitions": ["aws"]%s}}}""".formatted(aws.address(), folder.resolve("pages"), more));
    }

    private static String read(Locked gateway, String key, String page) throws IOException {
        String call = """
                {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "read", "arguments": {"url": "%s.html"},
                 "_meta": {"io.modelcontextprotocol/protocolVersion": "2026-07-28",
                 "io.modelcontextprotocol/clientInfo": {"name": "a", "version": "1"},
                 "io.modelcontextprotocol/clientCapabilities": {}}}}""".formatted(page);
        RawHttp.Answer answer = RawHttp.send(
                gateway.endpoint(),
                "POST /mcp",
                List.of(
                        "Authorization: Bearer " + key,
                        "Content-Type: application/json",
                        "Accept: application/json, text/event-stream",
                        "MCP-Protocol-Version: 2026-07-28",
                        "Mcp-Method: tools/call",
                        "Mcp-Name: read"),
                call);
        JsonNode result = new JsonCodec(JsonLimits.DEFAULT)
                .read(answer.body().getBytes(StandardCharsets.UTF_8))
                .path("result");
        assertThat(result.path("isError").asBoolean(false)).as(answer.body()).isFalse();
        return result.at("/content/0/text").asString("");
    }
}
