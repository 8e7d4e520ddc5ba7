package io.yumen.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.http.Headers;
import io.yumen.http.HttpException;
import io.yumen.http.SseEvent;
import io.yumen.http.SseLimits;
import io.yumen.http.server.EventStream;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpResponse;
import io.yumen.http.server.HttpServer;
import io.yumen.http.server.HttpServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Server and client together, as a gateway uses them. */
final class RelayTest {
    private static final Headers JSON = Headers.of("Content-Type", "application/json");

    private final RelayClient client = RelayClient.create(RelayClientConfig.defaults());

    @AfterEach
    void closeClient() {
        client.close();
    }

    @Test
    void many_callers_get_each_their_own_answer() throws Exception {
        AtomicInteger wrong = new AtomicInteger();
        try (HttpServer upstream = start((request, response) -> response.send(200, JSON, request.body()));
                HttpServer gateway = start(relayTo(upstream));
                RelayClient callers = RelayClient.create(RelayClientConfig.defaults())) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 50; t++) {
                int caller = t;
                threads.add(Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < 100; i++) {
                        String text = caller + ":" + i;
                        if (!ask(callers, gateway, text).equals(text)) {
                            wrong.incrementAndGet();
                        }
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(wrong).hasValue(0);
            assertThat(client.openConnections()).isLessThanOrEqualTo(50);
        }
    }

    @Test
    void clients_that_vanish_in_the_middle_cancel_the_calls_behind_and_leave_nothing() throws Exception {
        int count = 100;
        CountDownLatch entered = new CountDownLatch(count);
        CountDownLatch cancelled = new CountDownLatch(count);
        HttpHandler slow = (request, response) -> {
            CountDownLatch gone = new CountDownLatch(1);
            request.body();
            request.onDisconnect(gone::countDown);
            entered.countDown();
            if (await(gone)) {
                cancelled.countDown();
            }
        };
        try (HttpServer upstream = start(slow);
                HttpServer gateway = start(relayTo(upstream))) {
            List<Socket> clients = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                clients.add(post(gateway));
            }
            assertThat(await(entered)).isTrue();
            long start = System.nanoTime();
            for (Socket socket : clients) {
                socket.close();
            }
            assertThat(await(cancelled)).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            awaitNone(gateway, upstream);
        }
    }

    @Test
    void an_event_stream_is_relayed_as_it_comes() {
        HttpHandler counting = (request, response) -> {
            EventStream stream = response.stream(200, Headers.none());
            for (int i = 0; i < 1000; i++) {
                stream.send(SseEvent.of("{\"n\":" + i + "}").withId(Integer.toString(i)));
            }
        };
        try (HttpServer upstream = start(counting);
                HttpServer gateway = start(relayTo(upstream));
                RelayResponse response = client.send(RelayRequest.get(at(gateway), Headers.none()), soon())) {
            SseReader events = response.events(SseLimits.DEFAULT);
            for (int i = 0; i < 1000; i++) {
                assertThat(events.next())
                        .isEqualTo(SseEvent.of("{\"n\":" + i + "}").withId(Integer.toString(i)));
            }
            assertThat(events.next()).isNull();
        }
    }

    private HttpHandler relayTo(HttpServer upstream) {
        return (request, response) -> {
            CallControl control = soon();
            RelayRequest onward =
                    new RelayRequest(request.method(), at(upstream), JSON, request.body(), RelayRequest.Replay.NEVER);
            request.onDisconnect(control::cancel);
            try (RelayResponse answer = client.send(onward, control)) {
                relay(answer, response);
            } catch (HttpException e) {
                if (!response.begun()) {
                    response.send(502);
                }
            }
        };
    }

    private static void relay(RelayResponse answer, HttpResponse response) {
        if (!answer.isEventStream()) {
            response.send(answer.status(), JSON, answer.body(1 << 20));
            return;
        }
        EventStream stream = response.stream(answer.status(), Headers.none());
        SseReader events = answer.events(SseLimits.DEFAULT);
        for (SseEvent event = events.next(); event != null; event = events.next()) {
            stream.send(event);
        }
    }

    private static String ask(RelayClient through, HttpServer server, String text) {
        RelayRequest request = RelayRequest.post(at(server), JSON, text.getBytes(StandardCharsets.UTF_8));
        try (RelayResponse response = through.send(request, soon())) {
            return new String(response.body(1000), StandardCharsets.UTF_8);
        }
    }

    private static Socket post(HttpServer server) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.getOutputStream()
                .write("POST /mcp HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}"
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private void awaitNone(HttpServer... servers) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        for (HttpServer server : servers) {
            while (server.openConnections() > 0 && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            assertThat(server.openConnections()).isZero();
        }
        assertThat(client.openConnections()).isZero();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Endpoint at(HttpServer server) {
        return Endpoint.of(URI.create("http://127.0.0.1:" + server.port() + "/mcp"));
    }

    private static CallControl soon() {
        return CallControl.within(Duration.ofSeconds(20));
    }

    private static HttpServer start(HttpHandler handler) {
        return HttpServer.start(HttpServerConfig.loopback(0), handler);
    }
}
