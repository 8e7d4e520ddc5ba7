package io.yumen.http.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.http.Headers;
import io.yumen.http.client.CallControl;
import io.yumen.http.client.Endpoint;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.http.client.Upgrade;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpServer;
import io.yumen.http.server.HttpServerConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Both our ends over real sockets: our server, our client, and the JDK's client. */
final class WebSocketTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Heartbeat heartbeat = Heartbeat.start(Duration.ofMillis(10));
    private final RelayClient client = RelayClient.create(RelayClientConfig.defaults());
    private final Set<WebSocket> served = ConcurrentHashMap.newKeySet();
    private final LinkedBlockingQueue<CloseStatus> ends = new LinkedBlockingQueue<>();
    private WebSocketLimits limits = WebSocketLimits.DEFAULT;
    private final HttpServer server = HttpServer.start(HttpServerConfig.loopback(0), echo());

    @AfterEach
    void stop() {
        client.close();
        server.close();
        heartbeat.close();
    }

    @Test
    void messages_go_there_and_back() {
        WebSocket socket = connect("mcp");
        for (String text : List.of("", "hello", "\u4e16\u754c", "x".repeat(300_000))) {
            socket.send(bytes(text));
            assertThat(text(socket.receive())).isEqualTo(text);
        }
        socket.close(new CloseStatus(CloseStatus.NORMAL, "done"));
        assertThat(socket.receive()).isEqualTo(new Received.Closed(new CloseStatus(CloseStatus.NORMAL, "done")));
        assertThat(awaitEnd()).isEqualTo(new CloseStatus(CloseStatus.NORMAL, "done"));
    }

    @Test
    void the_client_of_the_jdk_is_understood() throws Exception {
        LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (java.net.http.HttpClient jdk = java.net.http.HttpClient.newHttpClient()) {
            java.net.http.WebSocket socket = jdk.newWebSocketBuilder()
                    .subprotocols("other", "mcp")
                    .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/"), new Recorder(heard))
                    .get(10, TimeUnit.SECONDS);
            assertThat(socket.getSubprotocol()).isEqualTo("mcp");
            socket.sendText("frag", false).get(10, TimeUnit.SECONDS);
            socket.sendText("mented", true).get(10, TimeUnit.SECONDS);
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("fragmented");
            socket.sendPing(java.nio.ByteBuffer.wrap(bytes("?"))).get(10, TimeUnit.SECONDS);
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("pong");
            socket.sendClose(1000, "bye").get(10, TimeUnit.SECONDS);
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("closed 1000");
        }
        assertThat(awaitEnd()).isEqualTo(new CloseStatus(1000, "bye"));
    }

    @Test
    void requests_that_do_not_open_a_websocket_are_told_what_is_missing() {
        assertThat(refusal(Headers.of("Upgrade", "h2c"))).isEqualTo(426);
        assertThat(refusal(Headers.of("Upgrade", "websocket"))).isEqualTo(426);
        assertThat(refusal(Headers.of("Upgrade", "websocket", "Sec-WebSocket-Version", "8")))
                .isEqualTo(426);
        assertThat(refusal(Headers.of("Upgrade", "websocket", "Sec-WebSocket-Version", "13")))
                .isEqualTo(400);
        assertThat(refusal(Headers.of(
                        "Upgrade", "websocket", "Sec-WebSocket-Version", "13", "Sec-WebSocket-Key", "c2hvcnQ=")))
                .isEqualTo(400);
    }

    @Test
    void a_server_may_close_and_the_client_learns_why() {
        WebSocket socket = connect("mcp");
        served.forEach(one -> one.close(new CloseStatus(CloseStatus.GOING_AWAY, "later")));
        assertThat(socket.receive()).isEqualTo(new Received.Closed(new CloseStatus(CloseStatus.GOING_AWAY, "later")));
        assertThat(awaitEnd().code()).isEqualTo(CloseStatus.GOING_AWAY);
        assertThat(socket.send(bytes("too late"))).isFalse();
    }

    @Test
    void a_client_that_vanishes_is_noticed() {
        WebSocket socket = connect("mcp");
        socket.close();
        assertThat(awaitEnd().code()).isEqualTo(CloseStatus.ABNORMAL);
    }

    @Test
    void a_silent_client_is_asked_and_kept_when_it_answers() throws Exception {
        limits = limits.withPing(Duration.ofMillis(20), PATIENCE);
        CountDownLatch pings = new CountDownLatch(3);
        try (java.net.http.HttpClient jdk = java.net.http.HttpClient.newHttpClient()) {
            java.net.http.WebSocket socket = jdk.newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/"), new Counting(pings))
                    .get(10, TimeUnit.SECONDS);
            assertThat(pings.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(ends).isEmpty();
            socket.abort();
        }
        assertThat(awaitEnd().code()).isEqualTo(CloseStatus.ABNORMAL);
    }

    @Test
    void a_client_that_gives_no_sign_of_life_is_cut_off() throws Exception {
        limits = limits.withPing(Duration.ofMillis(20), Duration.ofMillis(50));
        try (Socket dead = new Socket("127.0.0.1", server.port())) {
            dead.getOutputStream().write(bytes(OPENING));
            assertThat(awaitEnd().code()).isEqualTo(CloseStatus.ABNORMAL);
        }
    }

    @Test
    void a_message_that_never_ends_is_closed_whatever_signs_of_life_are_given() throws Exception {
        limits = limits.withMessageTimeout(Duration.ofMillis(200));
        try (Socket endless = new Socket("127.0.0.1", server.port())) {
            OutputStream out = endless.getOutputStream();
            out.write(bytes(OPENING));
            awaitServed();
            out.write(new Frames(1).masked(0x01, new byte[] {'a'}).bytes());
            Thread.startVirtualThread(() -> {
                try {
                    while (true) {
                        out.write(new Frames(1)
                                .masked(0x00, new byte[0])
                                .masked(0x89, new byte[0])
                                .bytes());
                        LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
                    }
                } catch (IOException e) {
                    // The server has had enough.
                }
            });
            byte[] all = endless.getInputStream().readAllBytes();
            assertThat(new String(all, StandardCharsets.ISO_8859_1)).contains("A message did not end in time");
            assertThat(awaitEnd()).isNotNull();
        }
    }

    @Test
    void a_client_that_does_not_read_is_cut_off() throws Exception {
        limits = new WebSocketLimits(
                1 << 20, 1 << 20, 1 << 16, Duration.ofMillis(200), PATIENCE, PATIENCE, PATIENCE, Duration.ofSeconds(1));
        try (Socket slow = new Socket("127.0.0.1", server.port())) {
            slow.getOutputStream().write(bytes(OPENING));
            WebSocket ours = awaitServed();
            byte[] much = new byte[1 << 16];
            int sent = 0;
            while (ours.send(much) && sent < 10_000) {
                sent++;
            }
            assertThat(sent).isLessThan(10_000);
            assertThat(awaitEnd().code()).isEqualTo(CloseStatus.ABNORMAL);
        }
    }

    @Test
    void a_client_that_does_not_answer_the_closing_is_cut_off() throws Exception {
        limits = new WebSocketLimits(
                1 << 20, 1 << 20, 1 << 16, PATIENCE, PATIENCE, PATIENCE, PATIENCE, Duration.ofMillis(100));
        try (Socket stubborn = new Socket("127.0.0.1", server.port())) {
            stubborn.getOutputStream().write(bytes(OPENING));
            awaitServed().close(new CloseStatus(CloseStatus.GOING_AWAY, ""));
            assertThat(awaitEnd().code()).isEqualTo(CloseStatus.ABNORMAL);
        }
    }

    @Test
    void what_came_right_behind_the_request_is_not_lost() throws Exception {
        try (Socket hasty = new Socket("127.0.0.1", server.port())) {
            java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
            all.writeBytes(bytes(OPENING));
            all.writeBytes(new Frames(1).text("early").bytes());
            hasty.getOutputStream().write(all.toByteArray());
            byte[] answer = hasty.getInputStream().readNBytes(OPENED_BYTES + 7);
            assertThat(new String(answer, StandardCharsets.UTF_8)).endsWith("early");
        }
    }

    @Test
    void who_breaks_the_rules_gets_to_read_why() throws Exception {
        try (Socket rude = new Socket("127.0.0.1", server.port())) {
            rude.getOutputStream().write(bytes(OPENING));
            rude.getOutputStream()
                    .write(new Frames(1)
                            .plain(0x81, bytes("x"))
                            .raw(new int[1 << 16])
                            .bytes());
            byte[] rest = rude.getInputStream().readAllBytes();
            assertThat(new String(rest, StandardCharsets.UTF_8)).endsWith("A client must mask its frames");
        }
        assertThat(awaitEnd().code()).isEqualTo(CloseStatus.PROTOCOL_ERROR);
    }

    @Test
    void many_threads_send_over_one_connection_without_mixing() {
        WebSocket socket = connect("mcp");
        int senders = 8;
        int each = 200;
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < senders; i++) {
            String name = Integer.toString(i);
            threads.add(Thread.ofVirtual().start(() -> {
                for (int n = 0; n < each; n++) {
                    socket.send(bytes(name.repeat(1 + n * 7)));
                }
            }));
        }
        int[] next = new int[senders];
        for (int i = 0; i < senders * each; i++) {
            String text = text(socket.receive());
            int sender = text.charAt(0) - '0';
            assertThat(text).isEqualTo(text.substring(0, 1).repeat(1 + 7 * next[sender]++));
        }
        socket.close();
    }

    private static final String OPENING = "GET / HTTP/1.1\r\nHost: h\r\nConnection: keep-alive, Upgrade\r\n"
            + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    private static final int OPENED_BYTES = ("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"
                    + "Upgrade: websocket\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n")
            .length();

    private HttpHandler echo() {
        return (request, response) -> {
            Handshake.Verdict verdict = Handshake.check(request.method(), request.headers(), List.of("mcp"));
            switch (verdict) {
                case Handshake.Verdict.Refused refused ->
                    response.send(refused.status(), refused.headers(), bytes(refused.reason()));
                case Handshake.Verdict.Accepted accepted ->
                    serve(WebSocket.ofServer(response.upgrade(accepted.headers()), limits));
            }
        };
    }

    private void serve(WebSocket socket) {
        heartbeat.add(socket);
        served.add(socket);
        Received received = socket.receive();
        while (received instanceof Received.Text text) {
            socket.send(text.utf8());
            received = socket.receive();
        }
        heartbeat.remove(socket);
        ends.add(((Received.Closed) received).status());
    }

    private WebSocket connect(String... subprotocols) {
        Handshake handshake = Handshake.offering(subprotocols);
        Upgrade upgrade = client.upgrade(endpoint(), handshake.request(), CallControl.within(PATIENCE));
        Upgrade.Switched switched = (Upgrade.Switched) upgrade;
        handshake.confirm(switched.headers());
        WebSocket socket = WebSocket.ofClient(switched.connection(), WebSocketLimits.DEFAULT);
        awaitServed();
        return socket;
    }

    private int refusal(Headers headers) {
        Upgrade upgrade = client.upgrade(endpoint(), headers, CallControl.within(PATIENCE));
        return ((Upgrade.Refused) upgrade).status();
    }

    private Endpoint endpoint() {
        return Endpoint.of(URI.create("http://127.0.0.1:" + server.port() + "/"));
    }

    private WebSocket awaitServed() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (served.isEmpty() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        return served.iterator().next();
    }

    private CloseStatus awaitEnd() {
        try {
            CloseStatus status = ends.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(status).isNotNull();
            return status;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Received received) {
        assertThat(received).isInstanceOf(Received.Text.class);
        return new String(((Received.Text) received).utf8(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private record Recorder(LinkedBlockingQueue<String> heard) implements java.net.http.WebSocket.Listener {
        @Override
        public java.util.concurrent.CompletionStage<?> onText(
                java.net.http.WebSocket socket, CharSequence data, boolean last) {
            heard.add(data.toString());
            socket.request(1);
            return null;
        }

        @Override
        public java.util.concurrent.CompletionStage<?> onPong(
                java.net.http.WebSocket socket, java.nio.ByteBuffer message) {
            heard.add("pong");
            socket.request(1);
            return null;
        }

        @Override
        public java.util.concurrent.CompletionStage<?> onClose(
                java.net.http.WebSocket socket, int code, String reason) {
            heard.add("closed " + code);
            return null;
        }
    }

    private record Counting(CountDownLatch pings) implements java.net.http.WebSocket.Listener {
        @Override
        public java.util.concurrent.CompletionStage<?> onPing(
                java.net.http.WebSocket socket, java.nio.ByteBuffer message) {
            pings.countDown();
            socket.request(1);
            return null;
        }
    }
}
