package io.yumen.backend;

import io.yumen.exchange.Caller;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Client;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.InputRequest;
import io.yumen.exchange.Witness;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.LogLevel;
import io.yumen.protocol.Message.Notification;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A client that remembers what it was told and answers what it is asked. */
public final class TestClient implements Client {
    private static final int PATIENCE_SECONDS = 10;

    private final BlockingQueue<Notification> notifications = new LinkedBlockingQueue<>();
    private final BlockingQueue<InputRequest> asked = new LinkedBlockingQueue<>();
    private final ClientCapabilities capabilities;
    private final Cancellation cancellation = new Cancellation();
    private Principal principal = Principal.LOCAL;
    private Revision revision = Revision.NEWEST;
    private @Nullable LogLevel logLevel;
    private @Nullable String answer;

    private TestClient(String capabilities) {
        this.capabilities = new ClientCapabilities(json(capabilities));
    }

    /** One that declared these capabilities, as JSON. */
    public static TestClient declaring(String capabilities) {
        return new TestClient(capabilities);
    }

    public static TestClient plain() {
        return declaring("{}");
    }

    public TestClient speaking(Revision other) {
        revision = other;
        return this;
    }

    public TestClient of(Principal other) {
        principal = other;
        return this;
    }

    public TestClient wanting(LogLevel level) {
        logLevel = level;
        return this;
    }

    /** Answers every question with that JSON. */
    public TestClient answering(String json) {
        answer = json;
        return this;
    }

    public ClientCapabilities capabilities() {
        return capabilities;
    }

    public Cancellation cancellation() {
        return cancellation;
    }

    public Exchange exchange(String method, String params) {
        Caller caller = new Caller(
                Access.plain(principal, Access.Proof.NONE),
                ClientKey.STATELESS,
                revision,
                capabilities,
                json("{\"name\": \"test\"}"));
        return new Exchange(method, json(params), caller, logLevel, this, cancellation, Witness.NONE);
    }

    @Override
    public void notify(Notification notification) {
        notifications.add(notification);
    }

    @Override
    public ObjectNode ask(InputRequest request) {
        asked.add(request);
        String json = answer;
        if (json == null) {
            throw RpcException.methodNotFound(request.kind().method());
        }
        return json(json);
    }

    /** Waits for the next notification. */
    public Notification told() {
        return take(notifications);
    }

    /** Waits for the next question. */
    public InputRequest asked() {
        return take(asked);
    }

    /** What it was told and has not been read yet. */
    public List<Notification> rest() {
        List<Notification> rest = new ArrayList<>();
        notifications.drainTo(rest);
        return rest;
    }

    public static ObjectNode json(String text) {
        return (ObjectNode)
                new JsonCodec(JsonLimits.DEFAULT).read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static <T> T take(BlockingQueue<T> queue) {
        try {
            T next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("Nothing came");
            }
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
