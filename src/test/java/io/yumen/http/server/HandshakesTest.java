package io.yumen.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.http.Headers;
import io.yumen.http.server.Unheard.Why;
import io.yumen.http.tls.TlsConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What never becomes a request is told, with where it came from and why: real clients at the other end. */
@Timeout(60)
final class HandshakesTest {
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: h\r\n%s\r\n";

    @TempDir
    private Path folder;

    private final BlockingQueue<Why> told = new LinkedBlockingQueue<>();
    private Certificates own;
    private Authority authority;
    private Certificates good;
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        own = Certificates.make(folder, "server");
        authority = new Authority(folder.resolve("authority"), "authority");
        good = authority.vouch("good", "eku=clientAuth", "-1d");
        server = serve(HttpServerConfig.loopback(0)
                .with(new TlsConfig(own.certificate(), own.key(), Optional.of(authority.certificate()))));
    }

    private HttpServer serve(HttpServerConfig config) {
        return HttpServer.start(
                config, (request, response) -> response.send(200, Headers.none(), new byte[0]), (address, why) -> {
                    assertThat(address.isLoopbackAddress()).isTrue();
                    told.add(why);
                });
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void each_certificate_that_is_not_good_is_told_with_why() throws Exception {
        Certificates other = new Authority(folder.resolve("other"), "other").vouch("good", "eku=clientAuth", "-1d");
        show(other, other, Why.CERTIFICATE_UNKNOWN);
        show(own, own, Why.CERTIFICATE_UNKNOWN);
        Certificates ended = authority.vouch("ended", "eku=clientAuth", "-40d");
        show(ended, ended, Why.CERTIFICATE_EXPIRED);
        Certificates early = authority.vouch("early", "eku=clientAuth", "+10d");
        show(early, early, Why.CERTIFICATE_EARLY);
        Certificates unfit = authority.vouch("unfit", "eku=serverAuth", "-1d");
        show(unfit, unfit, Why.CERTIFICATE_UNFIT);
        show(good, unfit, Why.CERTIFICATE_UNFIT);
    }

    @Test
    void what_is_good_or_shows_nothing_is_not_told() throws Exception {
        assertThat(answer(Authority.insisting(own, good, good))).startsWith("HTTP/1.1 200");
        assertThat(answer(own.trustedBy(own))).startsWith("HTTP/1.1 200");
        server.close();
        assertThat(told).isEmpty();
    }

    @Test
    void who_speaks_no_tls_of_ours_or_does_not_believe_us_is_told() throws Exception {
        try (SSLSocket old = socket(own.trustedBy(good))) {
            SSLParameters parameters = old.getSSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.2"});
            old.setSSLParameters(parameters);
            fails(old);
        }
        heard(Why.NO_TLS);
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            plain.getOutputStream().write(REQUEST.formatted("").getBytes(StandardCharsets.US_ASCII));
            heard(Why.NO_TLS);
        }
        try (SSLSocket doubting = socket(good.trustedBy(good))) {
            fails(doubting);
        }
        assertThat(told.poll(20, TimeUnit.SECONDS))
                .as("the JDK's client does not always break off so that it can be read why")
                .isIn(Why.DISTRUSTS, Why.NO_TLS);
    }

    @Test
    void who_only_looks_whether_the_port_is_open_or_never_ends_has_left() throws Exception {
        new Socket(InetAddress.getLoopbackAddress(), server.port()).close();
        heard(Why.LEFT);
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
        try (HttpServer hasty =
                        serve(HttpServerConfig.loopback(0).with(own.config()).with(brief));
                Socket slow = new Socket(InetAddress.getLoopbackAddress(), hasty.port())) {
            slow.getOutputStream().write(new byte[] {22, 3, 1});
            heard(Why.LEFT);
        }
    }

    @Test
    void a_head_that_is_none_or_too_large_is_told() throws Exception {
        try (HttpServer plain = serve(HttpServerConfig.loopback(0))) {
            int limit = HttpServerLimits.DEFAULT.headerBytes();
            for (String head : List.of(
                    "nonsense\r\n\r\n",
                    REQUEST.formatted("no colon\r\n"),
                    REQUEST.formatted("X: " + "a".repeat(limit) + "\r\n"),
                    "GET /" + "a".repeat(limit) + " HTTP/1.1\r\nHost: h\r\n\r\n")) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), plain.port())) {
                    socket.setSoTimeout(20_000);
                    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                    assertThat(new String(socket.getInputStream().readNBytes(10), StandardCharsets.US_ASCII))
                            .startsWith("HTTP/1.1 4");
                }
                heard(Why.MALFORMED);
            }
        }
    }

    private void show(Certificates shown, Certificates by, Why why) throws Exception {
        try (SSLSocket socket = socket(Authority.insisting(own, shown, by))) {
            fails(socket);
        }
        heard(why);
    }

    /** A client of TLS 1.3 may learn only by the first answer that it was refused. */
    private static void fails(SSLSocket socket) {
        try {
            assertThat(answer(socket)).isEmpty();
        } catch (IOException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    private void heard(Why why) throws InterruptedException {
        assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(why);
        assertThat(told).isEmpty();
    }

    private String answer(SSLContext client) throws IOException {
        try (SSLSocket socket = socket(client)) {
            return answer(socket);
        }
    }

    private static String answer(SSLSocket socket) throws IOException {
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write(REQUEST.formatted("Connection: close\r\n").getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    private SSLSocket socket(SSLContext client) throws IOException {
        return (SSLSocket) client.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port());
    }
}
