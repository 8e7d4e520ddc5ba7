package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A real Keycloak, which {@code ./verify} fetches and builds, with one realm: a process of its own that keeps everything in memory. */
final class Keycloak implements AutoCloseable {
    private static final Path INSTALLED = Path.of("e2e/keycloak").toAbsolutePath();
    private static final Duration BOOT = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final JsonCodec CODEC = new JsonCodec(JsonLimits.DEFAULT);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Process process;
    private final URI origin;

    private Keycloak(Process process, URI origin) {
        this.process = process;
        this.origin = origin;
    }

    /** Starts one that writes its log there. */
    static Keycloak start(Path log) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        ProcessBuilder builder = new ProcessBuilder(
                        "sh",
                        home().resolve("bin/kc.sh").toString(),
                        "start",
                        "--optimized",
                        "--cache=local",
                        "--http-enabled=true",
                        "--hostname-strict=false",
                        "--http-host=127.0.0.1",
                        "--http-port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME", System.getProperty("java.home"),
                        "JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx512m -XX:TieredStopAtLevel=1",
                        "KC_BOOTSTRAP_ADMIN_USERNAME", "admin",
                        "KC_BOOTSTRAP_ADMIN_PASSWORD", "admin"));
        Keycloak keycloak = new Keycloak(builder.start(), URI.create("http://127.0.0.1:" + port));
        try {
            keycloak.awaitBoot(log);
            return keycloak;
        } catch (IOException | RuntimeException | Error e) {
            keycloak.close();
            throw e;
        }
    }

    private static Path home() throws IOException {
        assertThat(INSTALLED).as("Keycloak: ./verify fetches it").exists();
        try (Stream<Path> folders = Files.list(INSTALLED)) {
            return folders.filter(folder -> Files.isDirectory(folder.resolve("bin")))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("There is no Keycloak in " + INSTALLED));
        }
    }

    private void awaitBoot(Path log) throws IOException {
        long deadline = System.nanoTime() + BOOT.toNanos();
        while (!answers()) {
            assertThat(process.isAlive() && System.nanoTime() < deadline)
                    .as("Keycloak starts: %s", Files.readString(log))
                    .isTrue();
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private boolean answers() {
        try {
            return status(HttpRequest.newBuilder(origin.resolve("/realms/master"))) == 200;
        } catch (IOException e) {
            return false;
        }
    }

    String issuer() {
        return origin + "/realms/yumen";
    }

    /** Does that with what administrators have; returns the id of what it made, if anything. */
    String operate(String method, String path, String body) throws IOException {
        String token = said(form(
                        origin + "/realms/master/protocol/openid-connect/token",
                        Map.of(
                                "grant_type",
                                "password",
                                "client_id",
                                "admin-cli",
                                "username",
                                "admin",
                                "password",
                                "admin")))
                .path("access_token")
                .asString("");
        HttpResponse<String> response = send(HttpRequest.newBuilder(origin.resolve("/admin/realms" + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
        assertThat(response.statusCode())
                .as("%s %s: %s", method, path, response.body())
                .isBetween(200, 299);
        return response.headers()
                .firstValue("Location")
                .map(place -> place.substring(place.lastIndexOf('/') + 1))
                .orElse(response.body());
    }

    /** What the realm's endpoint of that name answers to a client. */
    JsonNode ask(String endpoint, Map<String, String> form) throws IOException {
        return said(form(issuer() + "/protocol/openid-connect/" + endpoint, form));
    }

    /** The same, of one that proves to have a key. */
    JsonNode askBound(String proof, Map<String, String> form) throws IOException {
        return said(form(issuer() + "/protocol/openid-connect/token", form).header("DPoP", proof));
    }

    /** Lets it go on, or not. */
    void signal(String name) throws IOException {
        List<ProcessHandle> family = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        for (ProcessHandle one : family) {
            try {
                new ProcessBuilder("kill", "-" + name, Long.toString(one.pid()))
                        .start()
                        .waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static HttpRequest.Builder form(String url, Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private JsonNode said(HttpRequest.Builder request) throws IOException {
        HttpResponse<String> response = send(request);
        assertThat(response.statusCode()).as("%s", response.body()).isEqualTo(200);
        return response.body().isEmpty()
                ? CODEC.read("{}".getBytes(StandardCharsets.UTF_8))
                : CODEC.read(response.body().getBytes(StandardCharsets.UTF_8));
    }

    private int status(HttpRequest.Builder request) throws IOException {
        return send(request).statusCode();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> family = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        family.forEach(ProcessHandle::destroyForcibly);
        try {
            process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}
