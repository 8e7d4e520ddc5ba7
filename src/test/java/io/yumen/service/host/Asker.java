package io.yumen.service.host;

import static io.yumen.service.host.RecordingClient.json;

import io.yumen.exchange.Caller;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.exchange.Witness;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.LogLevel;
import io.yumen.protocol.Revision;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Sends requests to a handler as some client of the newest revision, unless told otherwise. */
public final class Asker {
    /** Declares everything that a client can declare. */
    public static final String ALL = """
            {"sampling": {}, "elicitation": {}, "roots": {}, "extensions": {"io.modelcontextprotocol/tasks": {}}}""";

    private final Handler handler;
    private final RecordingClient client = new RecordingClient();
    private final Cancellation cancellation = new Cancellation();
    private Access access = Access.plain(Principal.LOCAL, Access.Proof.NONE);
    private ClientKey key = ClientKey.STATELESS;
    private Revision revision = Revision.NEWEST;
    private ObjectNode capabilities = json(ALL);
    private @Nullable LogLevel logLevel;

    public Asker(Handler handler) {
        this.handler = handler;
    }

    /** The same as another principal. */
    public Asker as(String name) {
        return by(Access.plain(new Principal(TenantId.LOCAL, name), Access.Proof.NONE));
    }

    /** The same as who came in so. */
    public Asker by(Access other) {
        access = other;
        return this;
    }

    /** The same as a client that can be told from others. */
    public Asker within(ClientKey other) {
        key = other;
        return this;
    }

    public Asker speaking(Revision other) {
        revision = other;
        return this;
    }

    public Asker declaring(String json) {
        capabilities = json(json);
        return this;
    }

    public Asker hearing(LogLevel level) {
        logLevel = level;
        return this;
    }

    public RecordingClient client() {
        return client;
    }

    /** Gives up everything that was sent. */
    public void cancel() {
        cancellation.cancel();
    }

    public ObjectNode send(String method, String params) {
        Caller caller =
                new Caller(access, key, revision, new ClientCapabilities(capabilities), json("{\"name\": \"test\"}"));
        return handler.handle(new Exchange(method, json(params), caller, logLevel, client, cancellation, Witness.NONE));
    }

    /** Calls a tool. */
    public ObjectNode call(String tool, String arguments) {
        return send("tools/call", "{\"name\": \"" + tool + "\", \"arguments\": " + arguments + "}");
    }

    /** Sends it from a thread of its own. */
    public CompletableFuture<ObjectNode> later(String method, String params) {
        CompletableFuture<ObjectNode> answer = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                answer.complete(send(method, params));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }
}
