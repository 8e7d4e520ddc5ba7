package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.app.Gateway;
import io.yumen.config.file.ConfigFile;
import io.yumen.http.Headers;
import io.yumen.http.server.HttpServer;
import io.yumen.http.server.HttpServerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A page in a real Chromium whose name comes to mean this machine (DNS rebinding): to the browser it is of one origin with the gateway. */
@Timeout(180)
class RebindingTest {
    @TempDir
    private Path directory;

    @Test
    void a_page_whose_name_comes_to_mean_the_gateway_gets_in_nowhere() throws Exception {
        byte[] html = Files.readAllBytes(Path.of("e2e/pages/rebound.html"));
        try (HttpServer pages = HttpServer.start(
                        HttpServerConfig.loopback(0),
                        (request, response) ->
                                response.send(200, Headers.of("Content-Type", "text/html; charset=utf-8"), html));
                Gateway gateway = gateway();
                Rebinder name = new Rebinder(pages.port());
                Chromium chromium = Chromium.start(directory, "MAP evil.example 127.0.0.1:" + name.port())) {
            chromium.visit("http://evil.example:" + gateway.endpoint().getPort() + "/");
            chromium.awaitPage("Ready");
            name.rebind(gateway.endpoint().getPort());
            chromium.evaluate("attack()");
            Await.until(
                    "all was tried",
                    Duration.ofSeconds(60),
                    () -> chromium.evaluate("document.title").equals("Done"));

            Map<String, String> outcome = outcome(chromium);
            assertThat(outcome).hasSizeGreaterThan(20);
            outcome.forEach((way, what) -> assertThat(what)
                    .as(way)
                    .isEqualTo(way.startsWith("EventSource") || way.startsWith("WebSocket") ? "refused" : "403"));
            Await.until(
                    "each is recorded", Duration.ofSeconds(20), () -> refusals().size() >= outcome.size());
            assertThat(refusals()).allMatch(code -> code == 403);
            Peers.report(
                    "rebinding",
                    "DNS rebinding from a page in Chromium: " + outcome.size() + " ways, each refused and recorded");
        }
    }

    private Gateway gateway() {
        return Gateway.start(ConfigFile.parse("""
                {"listen": {"port": 0}, "mcpServers": {"everything": {"service": "everything"}},
                 "audit": {"trail": "on", "directory": "%1$s/audit", "key": "%1$s/audit.key"}}""".formatted(directory)));
    }

    private static Map<String, String> outcome(Chromium chromium) throws Exception {
        Map<String, String> outcome = new TreeMap<>();
        JsonMapper.shared()
                .readTree(chromium.evaluate("outcome"))
                .properties()
                .forEach(one -> outcome.put(one.getKey(), one.getValue().asString()));
        return outcome;
    }

    /** The statuses of what was refused, as the trail has them. */
    private List<Integer> refusals() throws Exception {
        return Files.readAllLines(directory.resolve("audit/1/audit-00000001.jsonl")).stream()
                .map(JsonMapper.shared()::readTree)
                .filter(record -> record.path("kind").asString().equals("refusal"))
                .map((JsonNode record) -> record.path("code").asInt())
                .toList();
    }
}
