package io.yumen.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.http.CannotListen;
import io.yumen.http.Headers;
import io.yumen.http.SseEvent;
import io.yumen.http.tls.TlsConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted connections, with the JDK's client at the other end. */
final class TlsTest {
    private static final HttpHandler ECHO = (request, response) -> response.send(
            200,
            Headers.of("Content-Type", "text/plain"),
            (request.secure() + " "
                            + request.clientCertificate()
                                    .map(X509Certificate::getSubjectX500Principal)
                                    .map(Object::toString)
                                    .orElse("nobody")
                            + " " + new String(request.body(), StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8));

    @TempDir
    Path folder;

    private Certificates first;
    private Certificates second;

    @BeforeEach
    void certificates() throws Exception {
        first = Certificates.make(folder, "first");
        second = Certificates.make(folder, "second");
    }

    @Test
    void requests_are_answered_over_an_encrypted_connection() throws Exception {
        try (HttpServer server = start(first.config(), ECHO);
                HttpClient client = client(first.trustedBy(second))) {
            HttpResponse<String> answer = post(client, server, "x".repeat(200_000));

            assertThat(answer.body()).startsWith("true nobody x").hasSize("true nobody ".length() + 200_000);
            assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
            assertThat(post(client, server, "again").body()).isEqualTo("true nobody again");
        }
    }

    @Test
    void older_versions_and_clients_without_encryption_get_nothing() throws Exception {
        try (HttpServer server = start(first.config(), ECHO);
                SSLSocket old = socket(server, first)) {
            SSLParameters parameters = old.getSSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.2"});
            old.setSSLParameters(parameters);
            assertThatThrownBy(old::startHandshake).isInstanceOf(IOException.class);

            try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                plain.setSoTimeout(20_000);
                plain.getOutputStream().write("GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(plain.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                        .doesNotContain("HTTP");
            }
        }
    }

    @Test
    void a_handshake_that_dribbles_is_cut() throws Exception {
        HttpServerLimits usual = HttpServerLimits.DEFAULT;
        HttpServerLimits brief = new HttpServerLimits(
                usual.bodyBytes(),
                usual.headerBytes(),
                usual.connections(),
                usual.connectionsPerAddress(),
                Duration.ofMillis(300),
                usual.bodyTimeout(),
                usual.idleTimeout(),
                usual.writeTimeout(),
                usual.largeBodiesBytes(),
                usual.queuedBytes());
        try (HttpServer server = HttpServer.start(
                        HttpServerConfig.loopback(0).with(first.config()).with(brief), ECHO);
                Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            plain.setSoTimeout(20_000);
            plain.getOutputStream().write(new byte[] {22, 3, 1});

            assertThat(plain.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void a_certificate_that_is_replaced_is_used_from_the_next_connection_on() throws Exception {
        Path certificate = folder.resolve("used.crt");
        Path key = folder.resolve("used.key");
        use(first, certificate, key, 1);
        try (HttpServer server = start(new TlsConfig(certificate, key, Optional.empty()), ECHO);
                HttpClient before = client(first.trustedBy(second))) {
            assertThat(post(before, server, "a").statusCode()).isEqualTo(200);

            Files.writeString(key, "this is no key");
            Files.setLastModifiedTime(key, FileTime.from(Instant.ofEpochSecond(2)));
            awaitServed(server, first);
            use(second, certificate, key, 3);
            awaitServed(server, second);

            assertThat(post(before, server, "b").statusCode())
                    .as("a connection that is open goes on")
                    .isEqualTo(200);
        }
    }

    @Test
    void a_stream_goes_on_while_the_certificate_is_replaced() throws Exception {
        Path certificate = folder.resolve("used.crt");
        Path key = folder.resolve("used.key");
        use(first, certificate, key, 1);
        CountDownLatch replaced = new CountDownLatch(1);
        HttpHandler streams = (request, response) -> {
            if (request.path().equals("/")) {
                ECHO.handle(request, response);
                return;
            }
            try (EventStream stream = response.stream(200, Headers.none())) {
                stream.send(SseEvent.of("before"));
                assertThat(replaced.await(20, TimeUnit.SECONDS)).isTrue();
                stream.send(SseEvent.of("after"));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        try (HttpServer server = start(new TlsConfig(certificate, key, Optional.empty()), streams);
                SSLSocket socket = socket(server, first)) {
            socket.getOutputStream()
                    .write("GET /stream HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(lineWith("before", lines)).contains("before");

            use(second, certificate, key, 3);
            awaitServed(server, second);
            replaced.countDown();

            assertThat(lineWith("after", lines)).contains("after");
        }
    }

    @Test
    void a_stream_is_told_that_its_client_left_and_its_end_is_said() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        HttpHandler streams = (request, response) -> {
            try (EventStream stream = response.stream(200, Headers.none())) {
                stream.send(SseEvent.of("hello"));
                if (request.path().equals("/held")) {
                    stream.awaitEnd(Duration.ofMillis(50));
                    left.countDown();
                }
            }
        };
        try (HttpServer server = start(first.config(), streams)) {
            try (SSLSocket socket = socket(server, first)) {
                socket.getOutputStream()
                        .write("GET /held HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(lineWith("hello", socket.getInputStream())).contains("hello");
            }
            assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();

            try (SSLSocket socket = socket(server, first)) {
                socket.getOutputStream()
                        .write("GET /brief HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                // An end that is not said is an exception.
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .contains("hello");
            }
        }
    }

    @Test
    void a_client_shows_who_it_is_by_a_certificate_that_is_believed() throws Exception {
        TlsConfig mutual = new TlsConfig(first.certificate(), first.key(), Optional.of(second.certificate()));
        try (HttpServer server = start(mutual, ECHO);
                HttpClient known = client(first.trustedBy(second));
                HttpClient stranger = client(first.trustedBy(first))) {
            assertThat(post(known, server, "").body()).isEqualTo("true CN=second ");
            BlockingQueue<String> strangers = new LinkedBlockingQueue<>();
            try {
                strangers.add(post(stranger, server, "").body());
            } catch (IOException e) {
                strangers.add("refused");
            }
            // A client that has only certificates of others may show none at all; it is then nobody.
            assertThat(strangers.take()).isIn("true nobody ", "refused");
        }
    }

    @Test
    void files_that_cannot_be_used_are_named_with_what_to_do() throws Exception {
        Path traditional = Files.writeString(
                folder.resolve("old.key"), "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n");
        Path empty = Files.writeString(folder.resolve("empty.crt"), "");

        assertThatThrownBy(() -> start(new TlsConfig(first.certificate(), traditional, Optional.empty()), ECHO))
                .isInstanceOf(CannotListen.class)
                .hasMessageContaining("old.key")
                .hasMessageContaining("openssl pkcs8");
        assertThatThrownBy(() -> start(new TlsConfig(empty, first.key(), Optional.empty()), ECHO))
                .isInstanceOf(CannotListen.class)
                .hasMessageContaining("empty.crt has no certificate");
        assertThatThrownBy(() -> start(new TlsConfig(folder.resolve("none.crt"), first.key(), Optional.empty()), ECHO))
                .isInstanceOf(CannotListen.class)
                .hasMessageContaining("none.crt");
    }

    private static HttpServer start(TlsConfig tls, HttpHandler handler) {
        return HttpServer.start(HttpServerConfig.loopback(0).with(tls), handler);
    }

    private void use(Certificates certificates, Path certificate, Path key, int second) throws IOException {
        Files.copy(certificates.key(), key, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(certificates.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(key, FileTime.from(Instant.ofEpochSecond(second)));
        Files.setLastModifiedTime(certificate, FileTime.from(Instant.ofEpochSecond(second)));
    }

    /** Waits until new connections get that certificate. */
    private void awaitServed(HttpServer server, Certificates expected) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < end) {
            try (HttpClient fresh = client(expected.trustedBy(first))) {
                assertThat(post(fresh, server, "c").statusCode()).isEqualTo(200);
                return;
            } catch (IOException e) {
                // The one before is still in use.
            }
        }
        throw new AssertionError("The certificate is not used");
    }

    private static SSLSocket socket(HttpServer server, Certificates trusted) throws Exception {
        SSLSocket socket = (SSLSocket) trusted.trustedBy(trusted)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static String lineWith(String word, InputStream in) throws IOException {
        return lineWith(word, new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
    }

    private static String lineWith(String word, BufferedReader reader) throws IOException {
        String line = reader.readLine();
        while (line != null && !line.contains(word)) {
            line = reader.readLine();
        }
        return String.valueOf(line);
    }

    private static HttpClient client(SSLContext context) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(context)
                .build();
    }

    private static HttpResponse<String> post(HttpClient client, HttpServer server, String body)
            throws IOException, InterruptedException {
        return client.send(
                java.net.http.HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + "/"))
                        .timeout(Duration.ofSeconds(20))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
