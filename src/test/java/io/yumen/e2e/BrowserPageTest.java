package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.http.Headers;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.http.server.HttpServer;
import io.yumen.http.server.HttpServerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A page in a real Chromium, which may use the gateway with everything that it has, or with nothing at all. */
@Timeout(180)
class BrowserPageTest {
    private static final List<String> WAYS = List.of("eventSource", "envelopes", "webSocket", "resumed", "streamable");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    static Path directory;

    private static final BlockingQueue<String> OUTCOMES = new LinkedBlockingQueue<>();
    private static HttpServer pages;
    private static Served gateway;

    @BeforeAll
    static void start() throws IOException {
        pages = HttpServer.start(HttpServerConfig.loopback(0), BrowserPageTest::page);
        gateway = Served.start(Files.writeString(directory.resolve("mcp.json"), """
                {"listen": {"port": 0, "origins": ["http://app.example:%d"]},
                 "mcpServers": {"everything": {"service": "everything"}}}""".formatted(pages.port())));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        pages.close();
    }

    @Test
    void a_page_of_an_allowed_origin_is_served_in_every_way() throws Exception {
        JsonNode outcome = visit("app.example", gateway.endpoint());

        for (String way : WAYS) {
            assertThat(outcome.path(way).asString()).as(way).isEqualTo("2025-06-18");
        }
        Peers.report(
                "browser-page",
                "page in Chromium: " + String.join(", ", WAYS)
                        + " served to an allowed origin, refused to a foreign one");
    }

    @Test
    void a_page_of_a_foreign_origin_is_refused_in_every_way() throws Exception {
        JsonNode outcome = visit("evil.example", gateway.endpoint());

        for (String way : WAYS) {
            assertThat(outcome.path(way).asString()).as(way).startsWith("failed: ");
        }
    }

    @Test
    void a_page_that_calls_the_gateway_by_a_foreign_name_is_refused_in_every_way() throws Exception {
        URI renamed = URI.create("http://evil.example:" + gateway.endpoint().getPort());

        JsonNode outcome = visit("app.example", renamed);

        for (String way : WAYS) {
            assertThat(outcome.path(way).asString()).as(way).startsWith("failed: ");
        }
    }

    private static JsonNode visit(String host, URI target) throws IOException, InterruptedException {
        String url = "http://" + host + ":" + pages.port() + "/?gateway=http://" + target.getAuthority();
        Path profile = Files.createTempDirectory(directory, "profile");
        Path log = directory.resolve(host + ".log");
        Process chromium = new ProcessBuilder(
                        "chromium",
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--remote-debugging-port=0",
                        "--host-resolver-rules=MAP app.example 127.0.0.1, MAP evil.example 127.0.0.1",
                        "--user-data-dir=" + profile,
                        url)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            String outcome = OUTCOMES.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(outcome).as(Files.readString(log)).isNotNull();
            return JsonMapper.shared().readTree(outcome);
        } finally {
            List<ProcessHandle> family = chromium.descendants().toList();
            chromium.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            for (ProcessHandle one : family) {
                one.destroyForcibly();
                one.onExit().orTimeout(10, TimeUnit.SECONDS).join();
            }
        }
    }

    private static void page(HttpRequest request, HttpResponse response) {
        try {
            if (request.path().equals("/outcome")) {
                OUTCOMES.add(new String(request.body(), StandardCharsets.UTF_8));
                response.send(204);
            } else if (request.path().equals("/")) {
                byte[] page = Files.readAllBytes(Path.of("e2e/pages/gateway.html"));
                response.send(200, Headers.of("Content-Type", "text/html; charset=utf-8"), page);
            } else {
                response.send(404);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
