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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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

    /** Run, required of nobody, and required by us. */
    private static final Set<String> UNSCORED = Set.of(
            "json-schema-2020-12-preservation",
            "auth/client-credentials-jwt",
            "auth/client-credentials-basic",
            "auth/enterprise-managed-authorization",
            "auth/dpop",
            "auth/dpop-nonce",
            "auth/wif-jwt-bearer");

    /** How servers of 2025-03-26 were found; no set of requirements has them. */
    private static final List<String> OLDEST =
            List.of("auth/2025-03-26-oauth-metadata-backcompat", "auth/2025-03-26-oauth-endpoint-fallback");

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
    @CsvSource({"2025-11-25, legacy, 18", "2025-11-25, modern, 18", "2026-07-28, legacy, 32", "2026-07-28, modern, 32"})
    void every_scenario_passes(String revision, String era, int required) throws IOException, InterruptedException {
        Peers.Ran ran = suite(era, "--requirements", revision);

        List<String> passed = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        for (MatchResult score : SCORE.matcher(ran.printed()).results().toList()) {
            (score.group(1).equals("✓") ? passed : failed).add(score.group(2));
        }
        List<String> unscored = passed.stream().filter(UNSCORED::contains).toList();
        passed.removeAll(unscored);
        Peers.report(
                "conformance-of-the-client-" + revision + "-" + era,
                "client conformance %s, %s client  %d/%d required, %d/%d more, not passing: %s"
                        .formatted(revision, era, passed.size(), required, unscored.size(), UNSCORED.size(), failed));
        assertThat(failed).as(ran.printed()).isEmpty();
        assertThat(passed).as(ran.printed()).hasSize(required);
        assertThat(unscored).as(ran.printed()).hasSameSizeAs(UNSCORED);
    }

    @Test
    void servers_of_the_first_authorization_revision_are_logged_in_to() throws IOException, InterruptedException {
        for (String scenario : OLDEST) {
            Peers.Ran ran = suite("legacy", "--scenario", scenario, "--force");
            assertThat(ran.exitCode()).as(ran.printed()).isZero();
        }
    }

    private Peers.Ran suite(String era, String... what) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Peers.node(), SUITE, "client", "--command", driver(era)));
        command.addAll(List.of(what));
        return Peers.run(command, Map.of(), LIMIT);
    }

    /** The suite's shell runs it. */
    private String driver(String era) {
        return "%s %s %s http://127.0.0.1:%d"
                .formatted(
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
    private String serve(String server) {
        Gateway gateway = Gateway.start(ConfigFile.parse("{\"listen\": {\"port\": 0}}"));
        String endpoint = gateway.endpoint().toString();
        gateways.put(endpoint, gateway);
        gateway.apply(ConfigFile.parse("{\"listen\": {\"port\": 0}, \"mcpServers\": {\"graded\": " + server + "}}"));
        return endpoint;
    }

    private String end(String endpoint) {
        gateways.remove(endpoint).close();
        return endpoint;
    }
}
