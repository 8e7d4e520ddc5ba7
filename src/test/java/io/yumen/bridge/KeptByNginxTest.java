package io.yumen.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.app.Gateway;
import io.yumen.config.file.ConfigFile;
import io.yumen.service.awsdocs.upstream.Simulator;
import io.yumen.transport.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Resources by a plain {@code GET} are kept by a cache in front as long as they say, and what is for one alone is not. */
@Timeout(120)
final class KeptByNginxTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String RESOURCE = resource(NoteServer.NOTE);
    private static final int HOUR = 3_600_000;

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable NoteServer notes;
    private @Nullable Process nginx;

    @AfterEach
    void stop() throws InterruptedException {
        client.close();
        if (nginx != null) {
            List<ProcessHandle> family = nginx.descendants().toList();
            nginx.destroy();
            if (!nginx.waitFor(10, TimeUnit.SECONDS)) {
                family.forEach(ProcessHandle::destroyForcibly);
                nginx.destroyForcibly();
            }
        }
        if (notes != null) {
            notes.close();
        }
    }

    @Test
    void a_page_is_told_again_without_the_gateway_and_asked_for_anew_by_its_validator() throws Exception {
        try (Gateway gateway = gateway(2_000, "")) {
            URI front = nginx(gateway);
            HttpResponse<String> first = get(front);
            assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
            assertThat(first.body()).isEqualTo("# A note \u00e4\n");
            assertThat(header(first, "X-Kept")).isEqualTo("MISS");
            assertThat(header(first, "Content-Type")).isEqualTo("text/markdown; charset=utf-8");
            assertThat(header(first, "Cache-Control"))
                    .matches("public, max-age=2, stale-while-revalidate=60, stale-if-error=86400");
            assertThat(header(first, "Vary")).isEqualTo("Origin");
            assertThat(header(first, "ETag")).matches("\"[0-9a-f]{32}\"");

            HttpResponse<String> second = get(front);
            assertThat(second.body()).isEqualTo(first.body());
            HttpResponse<String> later = second;
            long end = System.nanoTime() + SOON.toNanos();
            while (!header(later, "X-Kept").equals("REVALIDATED") && System.nanoTime() < end) {
                assertThat(header(later, "X-Kept")).isIn("HIT", "EXPIRED");
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                later = get(front);
            }
            assertThat(header(later, "X-Kept")).isEqualTo("REVALIDATED");
            assertThat(later.body()).isEqualTo(first.body());
        }
    }

    @Test
    void what_is_kept_makes_no_call_and_is_told_while_the_gateway_is_away() throws Exception {
        URI front;
        String told;
        try (Gateway gateway = gateway(HOUR, "")) {
            front = nginx(gateway);
            told = get(front).body();
            int before = reads();
            for (int i = 0; i < 5; i++) {
                HttpResponse<String> again = get(front);
                assertThat(header(again, "X-Kept")).isEqualTo("HIT");
                assertThat(again.body()).isEqualTo(told);
            }
            assertThat(reads()).isEqualTo(before).isPositive();
        }
        assertThat(get(front).body()).isEqualTo(told);
    }

    @Test
    void what_one_gets_by_who_one_is_is_kept_for_nobody_else() throws Exception {
        String access = ", \"access\": {}, \"state\": \"" + folder.resolve("state") + "\"";
        try (Gateway gateway = gateway(HOUR, access)) {
            String key = key(gateway);
            URI front = nginx(gateway);
            for (int i = 0; i < 2; i++) {
                HttpResponse<String> own = get(front, "Authorization", "Bearer " + key);
                assertThat(own.statusCode()).as(own.body()).isEqualTo(200);
                assertThat(header(own, "X-Kept")).isEqualTo("MISS");
                assertThat(header(own, "Cache-Control")).matches("private, max-age=3600");
                assertThat(header(own, "Vary")).isEqualTo("Authorization, X-API-Key, Origin");
            }
            HttpResponse<String> stranger = get(front);
            assertThat(stranger.statusCode()).isEqualTo(401);
            assertThat(stranger.body()).doesNotContain("note");
        }
    }

    @Test
    void whoever_knows_the_content_is_not_told_it_again() throws Exception {
        try (Gateway gateway = gateway(HOUR, "")) {
            URI page = gateway.endpoint().resolve(RESOURCE);
            HttpResponse<String> whole = get(page);
            String etag = header(whole, "ETag");
            for (String known : List.of(etag, "W/" + etag, "\"other\", " + etag, "*")) {
                HttpResponse<String> same = get(page, "If-None-Match", known);
                assertThat(same.statusCode()).as(known).isEqualTo(304);
                assertThat(same.body()).isEmpty();
                assertThat(header(same, "ETag")).isEqualTo(etag);
                assertThat(header(same, "Cache-Control")).startsWith("public, max-age=");
            }
            assertThat(get(page, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void what_cannot_be_told_says_why_and_is_not_kept() throws Exception {
        try (Gateway gateway = gateway(HOUR, "")) {
            URI endpoint = gateway.endpoint();
            refused(endpoint.resolve("/mcp/resource"), 400, "Say in \\\"uri\\\" which resource");
            refused(endpoint.resolve(resource("note://b")), 404, "");
            refused(endpoint.resolve("/servers/nobody/mcp/resource?uri=a%3Ab"), 404, "");
            refused(endpoint.resolve(resource(NoteServer.PAIR)), 406, "not one content");
            HttpResponse<String> posted = client.send(
                    HttpRequest.newBuilder(endpoint.resolve(RESOURCE))
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(posted.statusCode()).isEqualTo(405);
            assertThat(header(posted, "Allow")).isEqualTo("GET");
            HttpResponse<String> page = get(endpoint.resolve(RESOURCE), "Origin", "https://evil.example");
            assertThat(page.statusCode()).isEqualTo(403);
        }
    }

    @Test
    void pages_of_the_AWS_documentation_are_kept_as_long_as_their_rules_say() throws Exception {
        try (Simulator aws = new Simulator();
                Gateway gateway =
                        Gateway.start(ConfigFile.parse("""
                        {"listen": {"port": 0}, "mcpServers": {"aws": {"service": "aws-docs", "awsDocs": {
                          "sites": {"docs.aws.amazon.com": "%s/docs.aws.amazon.com"}, "loopback": true, "folder": "%s",
                          "partitions": ["aws"], "rules": [{"path": "/harbor/*", "ttl": "2h"}]}}}}""".formatted(aws.address(), folder.resolve("pages"))))) {
            String page = "docs.aws.amazon.com/harbor/latest/guide/berths";
            URI front = nginx(gateway)
                    .resolve("/servers/aws/mcp/resource?uri="
                            + URLEncoder.encode("awsdocs://" + page + ".html", StandardCharsets.UTF_8));
            HttpResponse<String> first = get(front);
            assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
            assertThat(first.body()).contains("Ships that wait for a berth");
            assertThat(header(first, "Content-Type")).isEqualTo("text/markdown; charset=utf-8");
            assertThat(header(first, "Cache-Control")).startsWith("public, max-age=7");
            HttpResponse<String> second = get(front);
            assertThat(header(second, "X-Kept")).isEqualTo("HIT");
            assertThat(second.body()).isEqualTo(first.body());
            assertThat(aws.count("https://" + page + ".md")).isOne();
        }
    }

    @Test
    void what_a_server_says_is_for_one_is_kept_for_nobody_else() throws Exception {
        try (Gateway gateway = gateway(HOUR, "")) {
            URI front = nginx(gateway).resolve(resource(NoteServer.ONE));
            for (int times = 0; times < 2; times++) {
                HttpResponse<String> own = get(front);
                assertThat(own.body()).isEqualTo("yours");
                assertThat(header(own, "Cache-Control")).isEqualTo("private, max-age=3600");
                assertThat(header(own, "X-Kept")).isEqualTo("MISS");
            }
        }
    }

    /** Its browser would show a foreign page what it thinks comes from where that page is. */
    @Test
    void what_is_kept_for_this_machine_is_told_to_no_name_that_leads_here() throws Exception {
        try (Gateway gateway = gateway(HOUR, "")) {
            URI front = nginx(gateway);
            get(front);
            assertThat(header(get(front), "X-Kept")).isEqualTo("HIT");
            String path = front.getRawPath() + "?" + front.getRawQuery();
            String host = "Host: elsewhere.example:" + front.getPort() + "\nConnection: close\n";
            try (Wire wire = Wire.send(front.getPort(), "GET", path, host, "")) {
                assertThat(wire.status()).isEqualTo(403);
            }
        }
    }

    @Test
    void no_browser_takes_a_resource_for_a_page_of_ours() throws Exception {
        try (Gateway gateway = gateway(0, "")) {
            HttpResponse<String> page = get(gateway.endpoint().resolve(resource(NoteServer.PAGE)));
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(header(page, "Content-Type")).isEqualTo("application/octet-stream");
            assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(header(page, "Cache-Control")).isEqualTo("no-cache, public");
        }
    }

    private void refused(URI place, int status, String words) throws Exception {
        HttpResponse<String> answer = get(place);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
        assertThat(answer.body()).contains(words);
    }

    private Gateway gateway(int ttlMillis, String more) {
        notes = new NoteServer(ttlMillis);
        return Gateway.start(ConfigFile.parse("{\"listen\": {\"port\": 0}, \"mcpServers\": {\"notes\": {\"url\": \""
                + notes.url() + "\"}}" + more + "}"));
    }

    private int reads() {
        return Objects.requireNonNull(notes).reads.get();
    }

    private static String resource(String uri) {
        return "/servers/notes/mcp/resource?uri=" + URLEncoder.encode(uri, StandardCharsets.UTF_8);
    }

    private String key(Gateway gateway) throws Exception {
        HttpResponse<String> made = client.send(
                HttpRequest.newBuilder(gateway.endpoint().resolve("/api/v1/keys"))
                        .header(
                                "Authorization",
                                "Bearer " + gateway.operatorToken().reveal())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"principal\": \"ann\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        JsonNode answer = JsonMapper.shared().readTree(made.body());
        return answer.path("key").asString();
    }

    private HttpResponse<String> get(URI place, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(place);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    /** The page, behind an nginx that keeps what it may. */
    private URI nginx(Gateway gateway) throws IOException {
        int port = freePort();
        Path configuration = Files.writeString(folder.resolve("nginx.conf"), """
                user root; # Of account only where root runs this: its folders are for itself.
                daemon off; pid %1$s/nginx.pid; error_log %1$s/nginx.log; worker_processes 1;
                events { worker_connections 256; }
                http {
                    access_log off;
                    client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy; fastcgi_temp_path %1$s/fastcgi;
                    uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
                    proxy_cache_path %1$s/kept keys_zone=yumen:1m;
                    server {
                        listen 127.0.0.1:%3$d;
                        location / {
                            proxy_pass http://127.0.0.1:%2$d; proxy_http_version 1.1;
                            proxy_set_header Host $http_host;
                            proxy_cache_key $scheme$http_host$request_uri;
                            proxy_cache yumen; proxy_cache_revalidate on; proxy_cache_lock on;
                            proxy_cache_use_stale updating error timeout http_503;
                            add_header X-Kept $upstream_cache_status always;
                        }
                    }
                }
                """.formatted(
                        folder, gateway.endpoint().getPort(), port));
        nginx = new ProcessBuilder("nginx", "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nginx.out").toFile())
                .start();
        long end = System.nanoTime() + SOON.toNanos();
        while (!listens(port)) {
            assertThat(nginx.isAlive() && System.nanoTime() < end)
                    .as(Files.readString(folder.resolve("nginx.out")))
                    .isTrue();
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        return URI.create("http://127.0.0.1:" + port + RESOURCE);
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
