package io.yumen.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.yumen.http.Headers;
import io.yumen.http.HttpException;
import io.yumen.http.HttpException.Code;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** https: whom the client trusts, and what it says when it does not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RelayClientTlsTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final AtomicInteger accepted = new AtomicInteger();
    private SSLContext certified;
    private ServerSocket server;
    private RelayClient client;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        certified = TestCertificate.create(folder.resolve("keys.p12"));
        server = certified.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
        client = RelayClient.create(RelayClientConfig.defaults().with(certified));
    }

    @AfterAll
    void stop() throws IOException {
        client.close();
        server.close();
    }

    @AfterEach
    void forget() {
        accepted.set(0);
    }

    @Test
    void a_trusted_server_is_reached_and_its_connection_kept() throws Exception {
        assertThat(answer(client, "localhost")).isEqualTo("ok");
        assertThat(answer(client, "localhost")).isEqualTo("ok");
        // Older than what is trusted without a look, which through TLS goes another way.
        assertThat(new CountDownLatch(1).await(1100, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(answer(client, "localhost")).isEqualTo("ok");
        assertThat(accepted).hasValue(1);
    }

    @Test
    void a_server_whose_certificate_names_another_host_is_refused() {
        HttpException failure = catchThrowableOfType(HttpException.class, () -> answer(client, "127.0.0.1"));
        assertThat(failure.code()).isEqualTo(Code.TLS_FAILED);
        assertThat(failure.neverSent()).isTrue();
    }

    @Test
    void a_server_that_nobody_vouches_for_is_refused() {
        try (RelayClient stranger = RelayClient.create(RelayClientConfig.defaults())) {
            HttpException failure = catchThrowableOfType(HttpException.class, () -> answer(stranger, "localhost"));
            assertThat(failure.code()).isEqualTo(Code.TLS_FAILED);
            assertThat(failure.neverSent()).isTrue();
            assertThat(stranger.openConnections()).isZero();
        }
    }

    @Test
    void a_server_without_tls_is_refused() {
        try (ScriptedServer plain = ScriptedServer.answering(OK)) {
            Endpoint endpoint = Endpoint.of(URI.create("https://localhost:" + plain.port() + "/"));
            HttpException failure = catchThrowableOfType(
                    HttpException.class,
                    () -> client.send(RelayRequest.get(endpoint, Headers.none()), within(Duration.ofMillis(400))));
            assertThat(failure.code()).isIn(Code.TLS_FAILED, Code.TIMED_OUT);
            assertThat(failure.neverSent()).isTrue();
        }
    }

    @Test
    void a_handshake_that_hangs_times_out() {
        try (ScriptedServer mute = new ScriptedServer(ScriptedServer.Peer::awaitEnd)) {
            Endpoint endpoint = Endpoint.of(URI.create("https://localhost:" + mute.port() + "/"));
            HttpException failure = catchThrowableOfType(
                    HttpException.class,
                    () -> client.send(RelayRequest.get(endpoint, Headers.none()), within(Duration.ofMillis(300))));
            assertThat(failure.code()).isEqualTo(Code.TIMED_OUT);
            assertThat(failure.neverSent()).isTrue();
        }
    }

    private String answer(RelayClient through, String host) {
        Endpoint endpoint = Endpoint.of(URI.create("https://" + host + ":" + server.getLocalPort() + "/"));
        RelayRequest request = RelayRequest.post(endpoint, Headers.none(), new byte[] {'x'});
        try (RelayResponse response = through.send(request, within(Duration.ofSeconds(10)))) {
            return new String(response.body(100), StandardCharsets.UTF_8);
        }
    }

    private static CallControl within(Duration time) {
        return CallControl.within(time);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                accepted.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(new ScriptedServer.Peer(socket, 0)));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void serve(ScriptedServer.Peer peer) {
        try {
            while (true) {
                peer.request();
                peer.send(OK);
            }
        } catch (IOException e) {
            // The client has left or did not like the certificate.
        }
    }
}
