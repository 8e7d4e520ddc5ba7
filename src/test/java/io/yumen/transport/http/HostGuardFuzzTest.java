package io.yumen.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.http.Duplex;
import io.yumen.http.Headers;
import io.yumen.http.server.EventStream;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.transport.Authenticator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whatever stands in {@code Host} and {@code Origin}. */
class HostGuardFuzzTest {
    private static final int PASSED = 200;
    private static final int REFUSED = 403;
    private static final String NAME = "gateway.example";
    private static final String APP = "https://app.example";
    private static final List<String> NAMES = List.of("localhost", "127.0.0.1", "[::1]", NAME);
    private static final Pattern LOOPBACK_PAGE = Pattern.compile(
            "[a-z][a-z0-9+.-]*://([^/?#]*@)?(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d*)?([/?#].*)?",
            Pattern.CASE_INSENSITIVE);
    private static final HttpHandler NEXT = (request, response) -> response.send(PASSED, Headers.none(), new byte[0]);
    private static final HostGuard GUARD = new HostGuard(NEXT, Authenticator.LOCAL, List.of(NAME), List.of(APP));

    @FuzzTest(maxDuration = "60s")
    void only_our_names_are_ours(byte[] bytes) {
        String host = text(bytes);
        if (status(Headers.of("Host", host)) == PASSED) {
            String low = host.strip().toLowerCase(Locale.ROOT);
            assertThat(NAMES).as(host).anyMatch(name -> low.equals(name) || low.startsWith(name + ":"));
        }
    }

    @FuzzTest(maxDuration = "60s")
    void what_follows_a_name_of_ours_makes_it_another(byte[] bytes) {
        String more = text(bytes).strip();
        for (String name : NAMES) {
            boolean mayPass = more.isEmpty() || more.startsWith(":");
            assertThat(status(Headers.of("Host", name + more)))
                    .as(name + more)
                    .isIn(mayPass ? List.of(PASSED, REFUSED) : List.of(REFUSED));
        }
    }

    @FuzzTest(maxDuration = "60s")
    void only_pages_that_may_call_do(byte[] bytes) {
        String origin = text(bytes);
        for (String one : List.of(origin, "http://" + origin, "http://localhost" + origin, APP + origin)) {
            if (status(Headers.of("Host", NAME, "Origin", one)) == PASSED) {
                assertThat(one)
                        .matches(page -> page.strip().equalsIgnoreCase(APP)
                                || LOOPBACK_PAGE.matcher(page.strip()).matches());
            }
            assertThat(status(Headers.of("Host", NAME, "Origin", APP, "Origin", one)))
                    .as("beside one that may")
                    .isEqualTo(status(Headers.of("Host", NAME, "Origin", one)));
        }
    }

    private static int status(Headers headers) {
        Heard heard = new Heard();
        GUARD.handle(new Asked(headers), heard);
        assertThat(heard.status).isIn(PASSED, REFUSED);
        return heard.status;
    }

    /** Without what no header can have. */
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("[\\x00-\\x08\\x0a-\\x1f\\x7f]", "");
    }

    /** A request with no more to it than its headers. */
    private record Asked(Headers headers) implements HttpRequest {
        @Override
        public String method() {
            return "POST";
        }

        @Override
        public String path() {
            return "/mcp";
        }

        @Override
        public String query() {
            return "";
        }

        @Override
        public Optional<String> queryParameter(String name) {
            return Optional.empty();
        }

        @Override
        public InetSocketAddress remoteAddress() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000);
        }

        @Override
        public boolean secure() {
            return false;
        }

        @Override
        public boolean exposed() {
            return false;
        }

        @Override
        public Optional<X509Certificate> clientCertificate() {
            return Optional.empty();
        }

        @Override
        public byte[] body() {
            return new byte[0];
        }

        @Override
        public void onDisconnect(Runnable action) {
            throw new UnsupportedOperationException("Nobody waits for that");
        }
    }

    /** Keeps the status. */
    private static final class Heard implements HttpResponse {
        private int status;

        @Override
        public void send(int answered, Headers headers, byte[] body) {
            status = answered;
        }

        @Override
        public EventStream stream(int answered, Headers headers) {
            throw new UnsupportedOperationException("A guard opens no stream");
        }

        @Override
        public EventStream lastStream(int answered, Headers headers) {
            throw new UnsupportedOperationException("A guard opens no stream");
        }

        @Override
        public Duplex upgrade(Headers headers) {
            throw new UnsupportedOperationException("A guard switches no protocol");
        }

        @Override
        public boolean begun() {
            return status != 0;
        }
    }
}
