package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.yumen.app.Gateway;
import io.yumen.config.file.ConfigFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The official conformance suite grades the gateway as a client: its mock server becomes the only server of a gateway,
 * which a client of either era then uses.
 */
class ClientConformanceTest {
    private static final String SUITE = Peers.module("@modelcontextprotocol/conformance/dist/index.js");
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final Pattern SCORE = Pattern.compile("(?m)^([✓✗]) ([a-z0-9_/-]+): \\d+ passed, \\d+ failed");

    /** These scenarios wait for the gateway to have an OAuth client. */
    private static final String OAUTH = "auth/";

    /** Run, required of nobody, and required by us. */
    private static final String UNSCORED = "json-schema-2020-12-preservation";

    private final Map<String, Gateway> gateways = new ConcurrentHashMap<>();
    private HttpServer control;

    @BeforeEach
    void listen() throws IOException {
        control = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        control.createContext("/", this::control);
        control.start();
    }

    @AfterEach
    void stop() {
        control.stop(0);
        gateways.values().forEach(Gateway::close);
    }

    @ParameterizedTest
    @CsvSource({
        "2025-11-25, legacy, 18, 4",
        "2025-11-25, modern, 18, 4",
        "2026-07-28, legacy, 32, 7",
        "2026-07-28, modern, 32, 7"
    })
    void every_scenario_that_needs_no_oauth_passes(String revision, String era, int required, int withoutOauth)
            throws IOException, InterruptedException {
        Peers.Ran ran = Peers.run(
                List.of(Peers.node(), SUITE, "client", "--command", driver(era), "--requirements", revision),
                Map.of(),
                LIMIT);

        List<String> passed = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        for (MatchResult score : SCORE.matcher(ran.printed()).results().toList()) {
            if (!score.group(2).startsWith(OAUTH)) {
                (score.group(1).equals("✓") ? passed : failed).add(score.group(2));
            }
        }
        boolean keepsSchemas = passed.remove(UNSCORED);
        Peers.report(
                "conformance-of-the-client-" + revision + "-" + era,
                "client conformance %s, %s client  %d/%d required, schema keywords %s, not passing: %s, need the OAuth client: %d auth/*"
                        .formatted(
                                revision,
                                era,
                                passed.size(),
                                required,
                                keepsSchemas ? "survive" : "lost",
                                failed,
                                required - withoutOauth));
        assertThat(failed).as(ran.printed()).isEmpty();
        assertThat(passed).as(ran.printed()).hasSize(withoutOauth);
        assertThat(keepsSchemas).as(ran.printed()).isTrue();
    }

    /** The suite's shell runs it; what needs OAuth ends without the cost of a Node. */
    private String driver(String era) {
        return "case $MCP_CONFORMANCE_SCENARIO in %s*) exit 1;; esac; %s %s %s http://127.0.0.1:%d"
                .formatted(
                        OAUTH,
                        Peers.node(),
                        Path.of("e2e/clients/graded.mjs").toAbsolutePath(),
                        era,
                        control.getAddress().getPort());
    }

    private void control(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String answer = exchange.getRequestMethod().equals("DELETE") ? end(body) : serve(body);
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** Makes that server the only one of a gateway that runs already, and says where the gateway is. */
    private String serve(String backend) {
        Gateway gateway = Gateway.start(ConfigFile.parse("{\"listen\": {\"port\": 0}}"));
        String endpoint = gateway.endpoint().toString();
        gateways.put(endpoint, gateway);
        gateway.apply(ConfigFile.parse(
                "{\"listen\": {\"port\": 0}, \"mcpServers\": {\"graded\": {\"url\": \"" + backend + "\"}}}"));
        return endpoint;
    }

    private String end(String endpoint) {
        gateways.remove(endpoint).close();
        return endpoint;
    }
}
