package io.yumen.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.yumen.http.Headers;
import io.yumen.http.HttpException;
import io.yumen.http.HttpException.Code;
import io.yumen.http.SseEvent;
import io.yumen.http.SseLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can go wrong between the client and a server, and that the client says truly what. */
final class RelayClientFaultsTest {
    private static final byte[] CALL = "{}".getBytes(StandardCharsets.UTF_8);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final RelayClient client = RelayClient.create(RelayClientConfig.defaults());

    @AfterEach
    void closeClient() {
        client.close();
    }

    @Test
    void a_refused_connection_was_never_sent() throws Exception {
        int port;
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = probe.getLocalPort();
        }
        HttpException failure = failure(Endpoint.of(URI.create("http://127.0.0.1:" + port + "/")));
        assertThat(failure.code()).isEqualTo(Code.CONNECT_FAILED);
        assertThat(failure.neverSent()).isTrue();
        assertThat(client.openConnections()).isZero();
    }

    @Test
    void a_name_that_does_not_resolve_was_never_sent() {
        HttpException failure = failure(Endpoint.of(URI.create("http://no-such-host.invalid/")));
        assertThat(failure.code()).isEqualTo(Code.DNS_FAILED);
        assertThat(failure.neverSent()).isTrue();
    }

    @Test
    void an_address_that_the_policy_refuses_was_never_sent() {
        AddressPolicy none = (origin, address) -> {
            throw new HttpException(Code.ADDRESS_REFUSED, HttpException.Progress.NEVER_SENT, "No.", null);
        };
        try (ScriptedServer server = ScriptedServer.answering(OK);
                RelayClient guarded =
                        RelayClient.create(RelayClientConfig.defaults().with(none))) {
            HttpException failure = catchThrowableOfType(
                    HttpException.class, () -> guarded.send(call(server.endpoint()), within(5000)));
            assertThat(failure.code()).isEqualTo(Code.ADDRESS_REFUSED);
            assertThat(server.accepted()).isZero();
            assertThat(guarded.openConnections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabcd",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n"
            })
    void a_response_that_is_cut_short_is_no_response(String bytes) {
        try (ScriptedServer server = ScriptedServer.answering(bytes)) {
            HttpException failure = failure(server.endpoint());
            assertThat(failure.code()).isEqualTo(Code.CLOSED);
            assertThat(failure.neverSent()).isFalse();
            assertThat(server.accepted()).isEqualTo(1);
            assertThat(client.openConnections()).isZero();
        }
    }

    @Test
    void a_reset_in_the_middle_is_a_closed_connection() {
        ScriptedServer.Script script = peer -> {
            peer.request();
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab");
            peer.reset();
        };
        try (ScriptedServer server = new ScriptedServer(script)) {
            assertThat(failure(server.endpoint()).code()).isEqualTo(Code.CLOSED);
        }
    }

    @Test
    void a_server_that_never_answers_times_out() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.Peer::awaitEnd)) {
            long start = System.nanoTime();
            HttpException failure =
                    catchThrowableOfType(HttpException.class, () -> client.send(call(server.endpoint()), within(300)));
            assertThat(failure.code()).isEqualTo(Code.TIMED_OUT);
            assertThat(failure.neverSent()).isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(290), Duration.ofSeconds(2));
            assertThat(client.openConnections()).isZero();
        }
    }

    @Test
    void a_server_that_never_reads_times_out_while_we_write() {
        CountDownLatch end = new CountDownLatch(1);
        ScriptedServer.Script deaf = peer -> {
            try {
                end.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        };
        try (ScriptedServer server = new ScriptedServer(deaf)) {
            RelayRequest large = RelayRequest.post(server.endpoint(), Headers.none(), new byte[32 << 20]);
            HttpException failure = catchThrowableOfType(HttpException.class, () -> client.send(large, within(300)));
            assertThat(failure.code()).isEqualTo(Code.TIMED_OUT);
        } finally {
            end.countDown();
        }
    }

    @Test
    void the_deadline_holds_for_a_body_that_trickles() {
        ScriptedServer.Script script = peer -> {
            peer.request();
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
            peer.awaitEnd();
        };
        try (ScriptedServer server = new ScriptedServer(script);
                RelayResponse response = client.send(call(server.endpoint()), within(300))) {
            HttpException failure = catchThrowableOfType(HttpException.class, () -> response.body(1000));
            assertThat(failure.code()).isEqualTo(Code.TIMED_OUT);
        }
    }

    @Test
    void an_extended_deadline_holds_longer() {
        CountDownLatch goOn = new CountDownLatch(1);
        ScriptedServer.Script script = peer -> {
            peer.request();
            try {
                goOn.await(600, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            peer.send(OK);
        };
        try (ScriptedServer server = new ScriptedServer(script)) {
            CallControl control = within(300);
            control.extend(Duration.ofSeconds(10));
            try (RelayResponse response = client.send(call(server.endpoint()), control)) {
                assertThat(response.body(10)).asString().isEqualTo("ok");
            }
        }
    }

    @Test
    void a_cancelled_call_ends_at_once_and_its_connection_is_not_used_again() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        ScriptedServer.Script script = peer -> {
            peer.request();
            if (peer.number() == 1) {
                asked.countDown();
                peer.awaitEnd();
                closed.countDown();
            } else {
                peer.send(OK);
            }
        };
        try (ScriptedServer server = new ScriptedServer(script)) {
            CallControl control = within(10_000);
            Thread.ofVirtual().start(() -> {
                awaitQuietly(asked);
                control.cancel();
            });
            long start = System.nanoTime();
            HttpException failure =
                    catchThrowableOfType(HttpException.class, () -> client.send(call(server.endpoint()), control));
            assertThat(failure.code()).isEqualTo(Code.CANCELLED);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
            assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(answer(server.endpoint())).isEqualTo("ok");
            assertThat(server.accepted()).isEqualTo(2);
        }
    }

    @Test
    void cancelling_after_the_end_disturbs_nobody() {
        ScriptedServer.Script script = peer -> {
            while (true) {
                peer.request();
                peer.send(OK);
            }
        };
        try (ScriptedServer server = new ScriptedServer(script)) {
            for (int i = 0; i < 20; i++) {
                CallControl control = within(5000);
                try (RelayResponse response = client.send(call(server.endpoint()), control)) {
                    assertThat(response.body(10)).asString().isEqualTo("ok");
                }
                control.cancel();
            }
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void a_call_cancelled_beforehand_is_never_sent() {
        try (ScriptedServer server = ScriptedServer.answering(OK)) {
            CallControl control = within(5000);
            control.cancel();
            HttpException failure =
                    catchThrowableOfType(HttpException.class, () -> client.send(call(server.endpoint()), control));
            assertThat(failure.code()).isEqualTo(Code.CANCELLED);
            assertThat(failure.neverSent()).isTrue();
        }
    }

    @Test
    void a_pooled_connection_that_the_server_closed_is_replaced_when_repeating_is_safe() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        CountDownLatch closed = new CountDownLatch(1);
        ScriptedServer.Script script = peer -> {
            peer.request();
            requests.incrementAndGet();
            peer.send(OK);
            if (peer.number() == 1) {
                peer.socket().close();
                closed.countDown();
            } else {
                peer.awaitEnd();
            }
        };
        try (ScriptedServer server = new ScriptedServer(script)) {
            assertThat(answer(server.endpoint())).isEqualTo("ok");
            assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
            try (RelayResponse response = client.send(call(server.endpoint()).repeatable(), within(5000))) {
                assertThat(response.body(10)).asString().isEqualTo("ok");
            }
            assertThat(requests).hasValue(2);
        }
    }

    @Test
    void a_call_that_must_not_be_repeated_is_not() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        ScriptedServer.Script script = peer -> {
            peer.request();
            peer.send(OK);
            peer.request();
            peer.socket().close();
            closed.countDown();
        };
        try (ScriptedServer server = new ScriptedServer(script)) {
            assertThat(answer(server.endpoint())).isEqualTo("ok");
            HttpException failure = failure(server.endpoint());
            assertThat(failure.code()).isEqualTo(Code.CLOSED);
            assertThat(failure.neverSent()).isFalse();
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void an_old_connection_is_looked_at_before_it_is_used_again() throws Exception {
        CountDownLatch mayClose = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        ScriptedServer.Script script = peer -> {
            peer.request();
            peer.send(OK);
            if (peer.number() == 1) {
                awaitQuietly(mayClose);
                peer.socket().close();
                closed.countDown();
            } else {
                peer.awaitEnd();
            }
        };
        try (ScriptedServer server = new ScriptedServer(script)) {
            assertThat(answer(server.endpoint())).isEqualTo("ok");
            mayClose.countDown();
            assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
            // Older than the moment for which a connection is trusted.
            assertThat(new CountDownLatch(1).await(200, TimeUnit.MILLISECONDS)).isFalse();
            assertThat(answer(server.endpoint())).isEqualTo("ok");
            assertThat(server.accepted()).isEqualTo(2);
        }
    }

    @Test
    void the_keep_alive_hint_of_the_server_is_heeded() {
        ScriptedServer.Script script = peer -> {
            peer.request();
            peer.send("HTTP/1.1 200 OK\r\nKeep-Alive: timeout=1, max=5\r\nContent-Length: 2\r\n\r\nok");
            peer.awaitEnd();
        };
        try (ScriptedServer server = new ScriptedServer(script)) {
            assertThat(answer(server.endpoint())).isEqualTo("ok");
            assertThat(client.openConnections()).isZero();
        }
    }

    @Test
    void bytes_after_a_response_end_the_connection() {
        ScriptedServer.Script script = peer -> {
            peer.request();
            peer.send(OK + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
            peer.awaitEnd();
        };
        try (ScriptedServer server = new ScriptedServer(script)) {
            assertThat(answer(server.endpoint())).isEqualTo("ok");
            assertThat(answer(server.endpoint())).isEqualTo("ok");
            assertThat(server.accepted()).isEqualTo(2);
        }
    }

    @Test
    void an_answer_that_comes_before_the_request_is_read_is_an_answer() {
        ScriptedServer.Script script = peer -> {
            peer.send("HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno");
            peer.socket().shutdownOutput();
            peer.awaitEnd();
        };
        try (ScriptedServer server = new ScriptedServer(script)) {
            RelayRequest large = RelayRequest.post(server.endpoint(), Headers.none(), new byte[4 << 20]);
            try (RelayResponse response = client.send(large, within(5000))) {
                assertThat(response.status()).isEqualTo(413);
                assertThat(response.body(10)).asString().isEqualTo("no");
            }
        }
    }

    @Test
    void a_body_over_the_cap_is_refused_whether_announced_or_not() {
        try (ScriptedServer announced = ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n");
                ScriptedServer chunked =
                        ScriptedServer.answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + ("64\r\n" + "x".repeat(100) + "\r\n").repeat(11) + "0\r\n\r\n");
                ScriptedServer endless = ScriptedServer.answering("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(1001))) {
            assertThat(failure(announced.endpoint()).code()).isEqualTo(Code.TOO_LARGE);
            assertThat(failure(chunked.endpoint()).code()).isEqualTo(Code.TOO_LARGE);
            assertThat(failure(endless.endpoint()).code()).isEqualTo(Code.TOO_LARGE);
            assertThat(client.openConnections()).isZero();
        }
    }

    @Test
    void a_stream_that_breaks_off_is_not_a_stream_that_ended() {
        try (ScriptedServer server = ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n9\r\ndata: 1\n\n\r\n");
                RelayResponse response = client.send(call(server.endpoint()), within(5000))) {
            SseReader events = response.events(SseLimits.DEFAULT);
            assertThat(events.next()).isEqualTo(SseEvent.of("1"));
            HttpException failure = catchThrowableOfType(HttpException.class, events::next);
            assertThat(failure.code()).isEqualTo(Code.CLOSED);
        }
    }

    @Test
    void when_all_connections_are_in_use_a_call_waits_and_then_says_busy() throws Exception {
        RelayClientConfig.Limits one =
                new RelayClientConfig.Limits(1, 4, Duration.ofSeconds(1), Duration.ofSeconds(10), 8192);
        CountDownLatch mayAnswer = new CountDownLatch(1);
        ScriptedServer.Script script = peer -> {
            while (true) {
                peer.request();
                awaitQuietly(mayAnswer);
                peer.send(OK);
            }
        };
        try (ScriptedServer server = new ScriptedServer(script);
                RelayClient narrow =
                        RelayClient.create(RelayClientConfig.defaults().with(one))) {
            CountDownLatch done = new CountDownLatch(2);
            for (int i = 0; i < 2; i++) {
                Thread.ofVirtual().start(() -> {
                    try (RelayResponse response = narrow.send(call(server.endpoint()), within(10_000))) {
                        response.body(10);
                        done.countDown();
                    }
                });
            }
            HttpException failure = null;
            while (failure == null || failure.code() != Code.BUSY) {
                failure = catchThrowableOfType(
                        HttpException.class, () -> narrow.send(call(server.endpoint()), within(200)));
            }
            assertThat(failure.neverSent()).isTrue();
            mayAnswer.countDown();
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void an_idle_connection_is_closed_after_its_time() throws Exception {
        RelayClientConfig.Limits brief =
                new RelayClientConfig.Limits(4, 4, Duration.ofSeconds(1), Duration.ofMillis(200), 8192);
        CountDownLatch closed = new CountDownLatch(1);
        ScriptedServer.Script script = peer -> {
            peer.request();
            peer.send(OK);
            peer.awaitEnd();
            closed.countDown();
        };
        try (ScriptedServer server = new ScriptedServer(script);
                RelayClient client =
                        RelayClient.create(RelayClientConfig.defaults().with(brief))) {
            try (RelayResponse response = client.send(call(server.endpoint()), within(5000))) {
                response.body(10);
            }
            assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static RelayRequest call(Endpoint endpoint) {
        return RelayRequest.post(endpoint, Headers.of("Content-Type", "application/json"), CALL);
    }

    private static CallControl within(long millis) {
        return CallControl.within(Duration.ofMillis(millis));
    }

    private String answer(Endpoint endpoint) {
        try (RelayResponse response = client.send(call(endpoint), within(5000))) {
            return new String(response.body(1000), StandardCharsets.UTF_8);
        }
    }

    private HttpException failure(Endpoint endpoint) {
        return catchThrowableOfType(HttpException.class, () -> answer(endpoint));
    }
}
