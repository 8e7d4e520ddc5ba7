package io.yumen.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.http.ClientGone;
import io.yumen.http.Headers;
import io.yumen.http.SseEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

final class HttpServerLimitsTest {
    private static final HttpServerLimits TIGHT = new HttpServerLimits(
            1000,
            16 << 10,
            2,
            1,
            Duration.ofMillis(400),
            Duration.ofMillis(400),
            Duration.ofMillis(900),
            Duration.ofMillis(600),
            1 << 20,
            64 << 10);
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final HttpHandler ECHO = (request, response) -> response.send(200, Headers.none(), request.body());

    @Test
    void a_body_over_the_cap_is_answered_with_413_although_all_of_it_is_still_sent() {
        try (HttpServer server = start(ECHO);
                RawClient client = new RawClient(server.port())) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2000000\r\n\r\n" + "x".repeat(2_000_000));
            assertThat(client.readAll()).startsWith("HTTP/1.1 413").contains("Connection: close");
        }
    }

    @Test
    void chunks_over_the_cap_are_answered_with_413() {
        try (HttpServer server = start(ECHO);
                RawClient client = new RawClient(server.port())) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
            client.send(("3e8\r\n" + "x".repeat(1000) + "\r\n").repeat(3) + "0\r\n\r\n");
            assertThat(client.readAll()).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void a_body_of_exactly_the_cap_passes() {
        try (HttpServer server = start(ECHO);
                RawClient client = new RawClient(server.port())) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n" + "x".repeat(1000));
            assertThat(client.response()).isEqualTo("200 OK|" + "x".repeat(1000));
        }
    }

    @Test
    void a_head_that_comes_too_slowly_is_answered_with_408_and_cut() {
        try (HttpServer server = start(ECHO);
                RawClient client = new RawClient(server.port())) {
            client.send("GET / HTTP/1.1\r\nHost:");
            assertThat(client.readAll()).startsWith("HTTP/1.1 408");
            ClientDepartureTest.awaitNone(server);
        }
    }

    @Test
    void a_body_that_comes_too_slowly_is_answered_with_408_and_cut() {
        BlockingQueue<RuntimeException> failures = new LinkedBlockingQueue<>();
        HttpHandler handler = (request, response) -> {
            try {
                request.body();
            } catch (RuntimeException e) {
                failures.add(e);
                throw e;
            }
        };
        try (HttpServer server = start(handler);
                RawClient client = new RawClient(server.port())) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab");
            assertThat(client.readAll()).startsWith("HTTP/1.1 408");
            ClientDepartureTest.awaitNone(server);
            assertThat(failures).hasOnlyElementsOfType(ClientGone.class).hasSize(1);
        }
    }

    @Test
    void who_sends_a_byte_now_and_then_gains_no_time() {
        for (String begun : List.of(
                "GET / HTTP/1.1\r\nX: ",
                "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 900\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n100\r\n")) {
            try (HttpServer server = start(ECHO);
                    RawClient client = new RawClient(server.port())) {
                client.send(begun);
                Thread.startVirtualThread(() -> {
                    try {
                        while (true) {
                            client.send("x");
                            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                        }
                    } catch (UncheckedIOException e) {
                        // The server has had enough.
                    }
                });
                assertThat(client.readAll()).startsWith("HTTP/1.1 408");
                ClientDepartureTest.awaitNone(server);
                client.leave();
            }
        }
    }

    @Test
    void large_bodies_have_a_limit_together_and_small_ones_always_pass() {
        HttpServerLimits limits =
                HttpServerLimits.DEFAULT.withBodyBytes(1 << 20).withLargeBodiesBytes(3 << 18);
        String large = "x".repeat(1 << 19);
        String head = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + large.length() + "\r\n\r\n";
        try (HttpServer server = HttpServer.start(HttpServerConfig.loopback(0).with(limits), ECHO);
                RawClient stalled = new RawClient(server.port());
                RawClient small = new RawClient(server.port())) {
            stalled.send(head).send(large.substring(1));
            String refused;
            do {
                // Until the first body has come so far.
                try (RawClient other = new RawClient(server.port())) {
                    refused = other.send(head).send(large).response();
                }
            } while (refused.startsWith("200"));
            assertThat(refused).startsWith("503 ");
            assertThat(small.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nsmall")
                            .response())
                    .isEqualTo("200 OK|small");
            stalled.send("x");
            assertThat(stalled.response()).startsWith("200");
            for (int i = 0; i < 5; i++) {
                // On its connection, on which the room is given back before the next request is read.
                assertThat(stalled.send(head).send(large).response()).startsWith("200");
            }
        }
    }

    @Test
    void one_address_keeps_no_other_out_with_large_bodies() {
        HttpServerLimits limits =
                HttpServerLimits.DEFAULT.withBodyBytes(1 << 19).withLargeBodiesBytes(1 << 20);
        String large = "x".repeat(1 << 19);
        String head = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + large.length() + "\r\n\r\n";
        try (HttpServer server = HttpServer.start(HttpServerConfig.loopback(0).with(limits), ECHO);
                RawClient stalled = new RawClient(server.port())) {
            stalled.send(head).send(large.substring(1));
            String refused;
            do {
                try (RawClient same = new RawClient(server.port())) {
                    refused = same.send(head).send(large).response();
                }
            } while (refused.startsWith("200"));
            assertThat(refused).startsWith("503 ");
            try (RawClient other = RawClient.from("127.0.0.2", server.port())) {
                assertThat(other.send(head).send(large).response()).startsWith("200");
            }
        }
    }

    @Test
    void an_idle_connection_is_closed() {
        try (HttpServer server = start(ECHO);
                RawClient client = new RawClient(server.port())) {
            client.send(GET).response();
            assertThat(client.readAll()).isEmpty();
        }
    }

    @Test
    void a_client_over_the_limit_is_told_so_until_another_leaves() {
        try (HttpServer server = start(ECHO);
                RawClient first = new RawClient(server.port());
                RawClient second = new RawClient(server.port())) {
            assertThat(first.send(GET).response()).startsWith("200");
            assertThat(second.send(GET).response()).startsWith("200");
            assertThat(answerToAnother(server)).startsWith("HTTP/1.1 503").contains("Retry-After");
            assertThat(second.send(GET).response()).startsWith("200");
            first.leave();
            while (server.openConnections() > 1) {
                Thread.onSpinWait();
            }
            assertThat(answerToAnother(server)).startsWith("HTTP/1.1 200");
        }
    }

    private static String answerToAnother(HttpServer server) {
        try (RawClient another = new RawClient(server.port())) {
            return another.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                    .readAll();
        }
    }

    @Test
    void a_client_that_never_reads_its_stream_is_cut_off() throws Exception {
        BlockingQueue<RuntimeException> failures = new LinkedBlockingQueue<>();
        HttpHandler handler = (request, response) -> {
            EventStream stream = response.stream(200, Headers.none());
            SseEvent large = SseEvent.of("x".repeat(30_000));
            try {
                while (true) {
                    stream.send(large);
                }
            } catch (ClientGone e) {
                failures.add(e);
                throw e;
            }
        };
        try (HttpServer server = start(handler);
                RawClient client = new RawClient(server.port())) {
            client.send(GET);
            assertThat(failures.poll(10, TimeUnit.SECONDS)).isInstanceOf(ClientGone.class);
            ClientDepartureTest.awaitNone(server);
        }
    }

    @Test
    void one_address_takes_not_the_places_of_all() throws Exception {
        InetAddress other = InetAddress.ofLiteral("127.0.0.2");
        try (HttpServer server = start(ECHO)) {
            InetSocketAddress there = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
            try (Socket first = new Socket(there.getAddress(), there.getPort(), other, 0);
                    Socket second = new Socket(there.getAddress(), there.getPort(), other, 0)) {
                assertThat(answer(second)).startsWith("HTTP/1.1 503");
                assertThat(answer(first)).startsWith("HTTP/1.1 200");
            }
            ClientDepartureTest.awaitNone(server);
            try (Socket third = new Socket(there.getAddress(), there.getPort(), other, 0)) {
                assertThat(answer(third)).as("who leaves makes room").startsWith("HTTP/1.1 200");
            }
        }
    }

    private static String answer(Socket socket) throws IOException {
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    @Test
    void offering_to_a_client_that_never_reads_does_not_wait() throws Exception {
        BlockingQueue<EventStream> streams = new LinkedBlockingQueue<>();
        HttpHandler handler = (request, response) -> {
            EventStream stream = response.stream(200, Headers.none());
            streams.add(stream);
            stream.awaitEnd(Duration.ofMinutes(1));
        };
        HttpServerLimits patient = new HttpServerLimits(
                1000,
                16 << 10,
                2,
                1,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                1 << 20,
                64 << 10);
        try (HttpServer server = HttpServer.start(HttpServerConfig.loopback(0).with(patient), handler);
                RawClient client = new RawClient(server.port())) {
            client.send(GET);
            EventStream stream = streams.poll(10, TimeUnit.SECONDS);
            assertThat(stream).isNotNull();
            SseEvent large = SseEvent.of("x".repeat(30_000));
            long start = System.nanoTime();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100_000; i++) {
                            stream.offer(large);
                        }
                    })
                    .isInstanceOf(ClientGone.class)
                    .hasMessageContaining("slowly");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            ClientDepartureTest.awaitNone(server);
        }
    }

    @Test
    void draining_lets_requests_in_flight_finish_and_refuses_new_ones() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch mayAnswer = new CountDownLatch(1);
        HttpHandler handler = (request, response) -> {
            entered.countDown();
            await(mayAnswer);
            response.send(200, Headers.none(), new byte[0]);
        };
        HttpServer server = HttpServer.start(HttpServerConfig.loopback(0), handler);
        int port = server.port();
        try (RawClient busy = new RawClient(port);
                RawClient idle = new RawClient(port)) {
            busy.send(GET);
            await(entered);
            Thread drain = Thread.ofVirtual().start(() -> server.drain(Duration.ofSeconds(10)));
            assertThat(idle.readAll()).isEmpty();
            awaitRefusal(port);
            mayAnswer.countDown();
            assertThat(busy.readAll()).startsWith("HTTP/1.1 200").contains("Connection: close");
            assertThat(drain.join(Duration.ofSeconds(5))).isTrue();
        }
    }

    @Test
    void draining_ends_streams_that_only_wait() {
        HttpHandler handler =
                (request, response) -> response.stream(200, Headers.none()).awaitEnd(Duration.ofMinutes(1));
        HttpServer server = HttpServer.start(HttpServerConfig.loopback(0), handler);
        try (RawClient waiting = new RawClient(server.port())) {
            waiting.send(GET).readUntil("\r\n\r\n");
            long start = System.nanoTime();
            server.drain(Duration.ofSeconds(10));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            assertThat(waiting.readAll()).endsWith("0\r\n\r\n");
        }
    }

    @Test
    void draining_cuts_what_does_not_finish_in_time() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        AtomicInteger departures = new AtomicInteger();
        HttpHandler handler = (request, response) -> {
            request.onDisconnect(departures::incrementAndGet);
            entered.countDown();
            await(new CountDownLatch(1));
        };
        HttpServer server = HttpServer.start(HttpServerConfig.loopback(0), handler);
        try (RawClient busy = new RawClient(server.port())) {
            busy.send(GET);
            await(entered);
            long start = System.nanoTime();
            server.drain(Duration.ofMillis(300));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            assertThat(busy.readAll()).isEmpty();
            assertThat(departures).hasValue(1);
            assertThat(server.openConnections()).isZero();
        }
    }

    private static void awaitRefusal(int port) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (System.nanoTime() < end) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
            } catch (SocketException e) {
                // Refused, or cut where the listener closed between the two.
                return;
            }
        }
        throw new AssertionError("Still accepts connections");
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Waited in vain");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static HttpServer start(HttpHandler handler) {
        return HttpServer.start(HttpServerConfig.loopback(0).with(TIGHT), handler);
    }
}
