package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.http.server.Certificates;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of a gateway that listens where others can reach it, over TLS, and how its commands find it. */
class TlsExampleTest {
    private static final String INITIALIZE = """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},\
            "clientInfo":{"name":"c","version":"1"}}}""";

    @TempDir
    Path folder;

    @Test
    void clients_come_with_keys_and_certificates_and_the_operator_from_the_machine_itself() throws Exception {
        Certificates tls = Certificates.make(folder, "tls");
        Certificates ci = Certificates.make(folder, "ci");
        Files.copy(ci.certificate(), folder.resolve("clients.crt"));
        Files.createDirectory(folder.resolve("run"));
        Shell shell = new Shell(
                Path.of("").toAbsolutePath(),
                Map.of(
                        "YUMEN_TLS", folder.toString(),
                        "XDG_STATE_HOME", folder.resolve("state").toString(),
                        "XDG_RUNTIME_DIR", folder.resolve("run").toString()));
        try (Served gateway = Served.start(shell, Path.of("examples/tls.json"), "--port", "0")) {
            assertThat(gateway.endpoint().toString()).startsWith("https://127.0.0.1:");

            Shell.Said made = shell.yumen("key", "create", "ann", "--role", "operator");
            assertThat(made.exitCode()).as("%s", made).isZero();

            assertThat(initialize(gateway.endpoint(), tls, tls, Optional.empty()))
                    .isEqualTo(401);
            assertThat(initialize(
                            gateway.endpoint(), tls, tls, Optional.of(made.out().strip())))
                    .isEqualTo(200);
            assertThat(initialize(gateway.endpoint(), tls, ci, Optional.empty()))
                    .as("by its certificate")
                    .isEqualTo(200);
        }
    }

    private static int initialize(URI endpoint, Certificates server, Certificates client, Optional<String> key)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(INITIALIZE));
        key.ifPresent(known -> request.header("X-API-Key", known));
        try (HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(server.trustedBy(client))
                .build()) {
            return http.send(request.build(), BodyHandlers.ofString()).statusCode();
        }
    }
}
