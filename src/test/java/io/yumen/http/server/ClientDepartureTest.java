package io.yumen.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.http.ClientGone;
import io.yumen.http.Headers;
import io.yumen.http.SseEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that leaves while its request is at work is noticed at once, and one that stays is not disturbed. */
final class ClientDepartureTest {
    private static final String CALL = "POST /slow HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}";
    private static final String NEXT = "POST /next HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n[]";
    // Measured under 0.31 s on a quiet machine; the tests share theirs.
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private final CountDownLatch gone = new CountDownLatch(1);
    private final AtomicInteger departures = new AtomicInteger();

    private void slow(HttpRequest request, HttpResponse response) {
        byte[] body = request.body();
        if (request.path().equals("/slow")) {
            request.onDisconnect(() -> {
                departures.incrementAndGet();
                gone.countDown();
                mayAnswer.countDown();
            });
            entered.countDown();
            await(mayAnswer);
        }
        response.send(200, Headers.none(), body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "reset", "half-close"})
    void a_client_that_leaves_is_noticed_at_once(String how) throws Exception {
        try (HttpServer server = start(this::slow);
                RawClient client = new RawClient(server.port())) {
            client.send(CALL);
            await(entered);
            long start = System.nanoTime();
            switch (how) {
                case "close" -> client.leave();
                case "reset" -> client.reset();
                default -> client.socket().shutdownOutput();
            }
            assertThat(gone.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
            awaitNone(server);
            assertThat(departures).hasValue(1);
        }
    }

    @Test
    void once_watched_a_departure_is_noticed_without_polling() throws Exception {
        try (HttpServer server = start(this::slow);
                RawClient client = new RawClient(server.port())) {
            client.send(CALL);
            await(entered);
            assertThat(gone.await(600, TimeUnit.MILLISECONDS)).isFalse();
            long start = System.nanoTime();
            client.leave();
            assertThat(gone.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(300));
        }
    }

    @Test
    void a_watched_connection_serves_its_next_requests() throws Exception {
        try (HttpServer server = start(this::slow);
                RawClient client = new RawClient(server.port())) {
            client.send(CALL);
            await(entered);
            assertThat(gone.await(600, TimeUnit.MILLISECONDS)).isFalse();
            mayAnswer.countDown();
            assertThat(client.response()).isEqualTo("200 OK|{}");
            for (int i = 0; i < 3; i++) {
                assertThat(client.send(NEXT).response()).isEqualTo("200 OK|[]");
            }
            assertThat(departures).hasValue(0);
        }
    }

    @Test
    void a_request_pipelined_behind_a_watched_one_is_not_lost() throws Exception {
        try (HttpServer server = start(this::slow);
                RawClient client = new RawClient(server.port())) {
            client.send(CALL);
            await(entered);
            assertThat(gone.await(400, TimeUnit.MILLISECONDS)).isFalse();
            client.send(NEXT.substring(0, 30));
            assertThat(gone.await(200, TimeUnit.MILLISECONDS)).isFalse();
            client.send(NEXT.substring(30) + NEXT);
            mayAnswer.countDown();
            assertThat(client.response()).isEqualTo("200 OK|{}");
            assertThat(client.response()).isEqualTo("200 OK|[]");
            assertThat(client.response()).isEqualTo("200 OK|[]");
            assertThat(client.send(NEXT).response()).isEqualTo("200 OK|[]");
        }
    }

    @Test
    void a_departure_behind_pipelined_bytes_is_noticed() throws Exception {
        try (HttpServer server = start(this::slow);
                RawClient client = new RawClient(server.port())) {
            client.send(CALL);
            await(entered);
            client.send(NEXT);
            client.leave();
            assertThat(gone.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void an_idle_event_stream_ends_when_its_client_leaves() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        HttpHandler handler = (request, response) -> {
            EventStream stream = response.stream(200, Headers.none());
            stream.send(SseEvent.of("hello"));
            stream.awaitEnd(Duration.ofMinutes(1));
            ended.countDown();
        };
        try (HttpServer server = start(handler)) {
            RawClient client = new RawClient(server.port());
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").readUntil("data: hello\n\n");
            client.leave();
            assertThat(ended.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void sending_to_a_client_that_left_says_so() throws Exception {
        BlockingQueue<RuntimeException> failures = new LinkedBlockingQueue<>();
        HttpHandler handler = (request, response) -> {
            try (EventStream stream = response.stream(200, Headers.none())) {
                await(mayAnswer);
                for (int i = 0; i < 1000; i++) {
                    stream.send(SseEvent.of("x".repeat(1000)));
                }
            } catch (ClientGone e) {
                failures.add(e);
                throw e;
            }
        };
        try (HttpServer server = start(handler)) {
            RawClient client = new RawClient(server.port());
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").readUntil("\r\n\r\n");
            client.reset();
            mayAnswer.countDown();
            assertThat(failures.poll(5, TimeUnit.SECONDS)).isInstanceOf(ClientGone.class);
            awaitNone(server);
        }
    }

    @Test
    void requests_that_end_just_when_the_watch_begins_are_all_answered() throws Exception {
        HttpHandler handler = (request, response) -> {
            request.onDisconnect(departures::incrementAndGet);
            // The watch begins between a fifth and three tenths of a second.
            long millis = 180 + ThreadLocalRandom.current().nextInt(140);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
            response.send(200, Headers.none(), request.body());
        };
        AtomicInteger right = new AtomicInteger();
        try (HttpServer server = start(handler)) {
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                clients.add(Thread.ofVirtual().start(() -> {
                    try (RawClient client = new RawClient(server.port())) {
                        client.send(CALL + NEXT);
                        for (int answer = 0; answer < 3; answer++) {
                            right.addAndGet(client.response().endsWith("|{}") ? 1 : 0);
                            client.send(CALL);
                            right.addAndGet(client.response().endsWith("|[]") ? 1 : 0);
                            client.send(NEXT);
                        }
                    }
                }));
            }
            for (Thread client : clients) {
                client.join();
            }
        }
        assertThat(right).hasValue(300 * 6);
    }

    static void awaitNone(HttpServer server) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (server.openConnections() > 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(server.openConnections()).isZero();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Waited in vain");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static HttpServer start(HttpHandler handler) {
        return HttpServer.start(HttpServerConfig.loopback(0), handler);
    }
}
