package io.yumen.transport.websocket;

import io.yumen.http.Headers;
import io.yumen.http.client.CallControl;
import io.yumen.http.client.Endpoint;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.Upgrade;
import io.yumen.http.websocket.CloseStatus;
import io.yumen.http.websocket.Handshake;
import io.yumen.http.websocket.Heartbeat;
import io.yumen.http.websocket.Received;
import io.yumen.http.websocket.WebSocket;
import io.yumen.http.websocket.WebSocketLimits;
import io.yumen.session.Json;
import io.yumen.transport.ThreadDump;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ObjectNode;

/** A client that writes what a test says, and reads what comes. */
final class SocketClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** How long a message may take that a test waits for. */
    private static final Duration SILENCE = Duration.ofSeconds(20);

    private final WebSocket socket;
    private final Heartbeat heartbeat = Heartbeat.start(Duration.ofMillis(100));
    private final String subprotocol;

    private SocketClient(Upgrade.Switched switched) {
        this.socket = WebSocket.ofClient(switched.connection(), WebSocketLimits.DEFAULT);
        this.subprotocol = switched.headers().first("Sec-WebSocket-Protocol").orElse("");
        heartbeat.add(socket);
    }

    static SocketClient open(RelayClient client, int port, String target, Headers headers, String... subprotocols) {
        return new SocketClient((Upgrade.Switched) upgrade(client, port, target, headers, subprotocols));
    }

    /** What a client is told that may not open a socket. */
    static Upgrade.Refused refused(
            RelayClient client, int port, String target, Headers headers, String... subprotocols) {
        return (Upgrade.Refused) upgrade(client, port, target, headers, subprotocols);
    }

    private static Upgrade upgrade(
            RelayClient client, int port, String target, Headers headers, String... subprotocols) {
        Endpoint endpoint = Endpoint.of(URI.create("http://127.0.0.1:" + port + target));
        Handshake handshake = Handshake.offering(subprotocols);
        Upgrade upgrade = client.upgrade(endpoint, handshake.request().with(headers), CallControl.within(PATIENCE));
        if (upgrade instanceof Upgrade.Switched switched) {
            handshake.confirm(switched.headers());
        }
        return upgrade;
    }

    String subprotocol() {
        return subprotocol;
    }

    /** Sends with single quotes for double ones. */
    void send(String text) {
        if (!socket.send(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8))) {
            throw new AssertionError("Not sent: " + text);
        }
    }

    /**
     * The next message.
     *
     * @throws Silence where none comes, though the socket stays open
     */
    ObjectNode next() {
        CountDownLatch heard = new CountDownLatch(1);
        Silence silence = new Silence();
        Thread.ofVirtual().start(() -> silence.watch(socket, heard));
        try {
            return switch (socket.receive()) {
                case Received.Text text -> Json.json(new String(text.utf8(), StandardCharsets.UTF_8));
                case Received.Closed closed -> throw silence.orElse("Closed with " + closed.status());
            };
        } finally {
            heard.countDown();
        }
    }

    ObjectNode ask(String text) {
        send(text);
        return next();
    }

    /** Reads to the end, and says why it is one. */
    CloseStatus end() {
        while (true) {
            if (socket.receive() instanceof Received.Closed closed) {
                return closed.status();
            }
        }
    }

    /** Nothing came for too long; holds what all threads were doing. */
    static final class Silence extends AssertionError {
        private static final long serialVersionUID = 1;

        private volatile String threads = "";

        private void watch(WebSocket socket, CountDownLatch heard) {
            try {
                if (!heard.await(SILENCE.toSeconds(), TimeUnit.SECONDS)) {
                    threads = ThreadDump.take();
                    socket.close();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private AssertionError orElse(String otherwise) {
            return threads.isEmpty() ? new AssertionError(otherwise) : this;
        }

        @Override
        public String getMessage() {
            return "No message came for " + SILENCE.toSeconds() + " s. " + threads;
        }
    }

    /** Vanishes without a word. */
    void vanish() {
        socket.close();
    }

    @Override
    public void close() {
        socket.close();
        heartbeat.close();
    }
}
