package io.yumen.bridge;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A WebSocket: messages as they are, or in envelopes, where another socket goes on with the connection. */
final class SocketChannel implements Channel {
    private final HttpClient client = HttpClient.newHttpClient();
    private final ReentrantLock lock = new ReentrantLock();
    private final CountDownLatch greeted = new CountDownLatch(1);
    private final URI place;
    private final Form form;
    private final Consumer<ObjectNode> sink;
    private final Envelopes envelopes;
    private volatile String cursor = "";
    private final HttpExchanges posts;
    private volatile WebSocket socket;

    /** What stands in the messages of the socket. */
    enum Form {
        PLAIN("mcp"),
        ENVELOPED("mcp-envelope");

        private final String subprotocol;

        Form(String subprotocol) {
            this.subprotocol = subprotocol;
        }
    }

    SocketChannel(URI gateway, Form form, Consumer<ObjectNode> sink) {
        this.place = URI.create("ws://" + gateway.getAuthority() + "/mcp/ws");
        this.form = form;
        this.sink = sink;
        this.envelopes = new Envelopes(sink);
        this.posts = new HttpExchanges(gateway, sink);
        this.socket = open("");
        awaitGreeting();
    }

    @Override
    public void send(ObjectNode message) {
        if (form == Form.PLAIN) {
            sendText(message);
        } else if (socket.isOutputClosed()) {
            // What a client has to say meanwhile, it may post.
            posts.accepted(posts.post(
                    "/mcp/message", envelopes.wrap(message), Map.of("X-Connection-Id", envelopes.connection())));
        } else {
            sendText(envelopes.wrap(message));
        }
    }

    @Override
    public void breakStream(ObjectNode request) {
        socket.abort();
    }

    @Override
    public void resume(ObjectNode request) {
        socket = open("?cursor=" + cursor);
    }

    @Override
    public void close() {
        socket.abort();
        posts.close();
        client.shutdownNow();
    }

    private void awaitGreeting() {
        try {
            if (form == Form.ENVELOPED && !greeted.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("No init came");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private WebSocket open(String query) {
        WebSocket opened = client.newWebSocketBuilder()
                .subprotocols(form.subprotocol)
                .buildAsync(URI.create(place + query), new Ear())
                .join();
        if (!opened.getSubprotocol().equals(form.subprotocol)) {
            throw new AssertionError("Agreed on " + opened.getSubprotocol());
        }
        return opened;
    }

    /** One at a time: the client of the platform takes no second message while it sends one. */
    private void sendText(ObjectNode tree) {
        lock.lock();
        try {
            socket.sendText(tree.toString(), true).join();
        } finally {
            lock.unlock();
        }
    }

    private void receive(String text) {
        JsonNode tree = JsonMapper.shared().readTree(text);
        if (form == Form.PLAIN) {
            sink.accept((ObjectNode) tree);
            return;
        }
        cursor = tree.path("cursor").asString(cursor);
        Optional<ObjectNode> pong = envelopes.receive(text);
        greeted.countDown();
        pong.ifPresent(answer -> CompletableFuture.runAsync(() -> sendText(answer)));
    }

    /** Puts the parts of a message together. */
    private final class Ear implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                receive(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }
    }
}
