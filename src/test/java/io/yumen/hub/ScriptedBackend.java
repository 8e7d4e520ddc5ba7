package io.yumen.hub;

import io.yumen.backend.Backend;
import io.yumen.backend.BackendEvents;
import io.yumen.backend.Control;
import io.yumen.backend.ListKind;
import io.yumen.backend.ScopeKey;
import io.yumen.backend.ServerState;
import io.yumen.exchange.Caller;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.hub.lists.Listing;
import io.yumen.protocol.Message;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A server in memory that does what the test tells it, and counts what it is asked. */
final class ScriptedBackend implements Backend {
    private final String name;
    private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final Map<Listing, List<ObjectNode>> lists = new ConcurrentHashMap<>();
    private final List<Exchange> seen = new CopyOnWriteArrayList<>();
    private final List<Exchange> listens = new CopyOnWriteArrayList<>();
    private volatile Function<Caller, ScopeKey> scope = caller -> ScopeKey.SHARED;
    private volatile @Nullable RpcException down;
    private volatile @Nullable BackendEvents events;
    private volatile ServerState state = new ServerState.Ready();
    private volatile long ttlMillis;
    private volatile boolean announces = true;
    private volatile boolean closed;
    private volatile String instructions = "";
    private volatile String extension = "";
    private volatile int pageSize = Integer.MAX_VALUE;
    private volatile String ownTool = "";

    ScriptedBackend(String name) {
        this.name = name;
        handlers.put(Methods.DISCOVER, this::discover);
        handlers.put(Methods.LISTEN, this::listen);
        for (Listing listing : Listing.values()) {
            handlers.put(listing.method(), exchange -> list(listing, exchange));
        }
        handlers.put(
                Methods.TOOLS_CALL,
                exchange -> text(name + ":" + exchange.params().path("name").asString()));
    }

    static ObjectNode text(String text) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.putArray("content").addObject().put("type", "text").put("text", text);
        return result;
    }

    ScriptedBackend tools(String... names) {
        return lists(Listing.TOOLS, names);
    }

    ScriptedBackend lists(Listing listing, String... names) {
        lists.put(
                listing, Arrays.stream(names).map(each -> entry(listing, each)).toList());
        return this;
    }

    ScriptedBackend entries(Listing listing, List<ObjectNode> entries) {
        lists.put(listing, List.copyOf(entries));
        return this;
    }

    static ObjectNode entry(Listing listing, String name) {
        return JsonNodeFactory.instance.objectNode().put(listing.key(), name).put("description", "of " + name);
    }

    ScriptedBackend on(String method, Handler handler) {
        handlers.put(method, handler);
        return this;
    }

    ScriptedBackend scope(Function<Caller, ScopeKey> other) {
        scope = other;
        return this;
    }

    ScriptedBackend ttl(long millis) {
        ttlMillis = millis;
        return this;
    }

    ScriptedBackend silentAboutChanges() {
        announces = false;
        return this;
    }

    ScriptedBackend instructions(String text) {
        instructions = text;
        return this;
    }

    ScriptedBackend extension(String name) {
        extension = name;
        return this;
    }

    /** That tool is the gateway's own. */
    ScriptedBackend ownTool(String tool) {
        ownTool = tool;
        return this;
    }

    @Override
    public boolean isOwn(ObjectNode said) {
        return !ownTool.isEmpty() && said.path("name").asString("").equals(ownTool);
    }

    ScriptedBackend pages(int entries) {
        pageSize = entries;
        return this;
    }

    void down(String reason) {
        down = RpcException.unavailable("The server " + name + " " + reason);
    }

    void up() {
        down = null;
        stateChanged(new ServerState.Ready());
    }

    /** Makes a method wait until the latch is open. */
    ScriptedBackend holding(String method, CountDownLatch latch) {
        Handler behind = handlers.get(method);
        handlers.put(method, exchange -> {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return behind.handle(exchange);
        });
        return this;
    }

    void changed(ListKind kind, ScopeKey of) {
        BackendEvents listener = events;
        if (listener != null) {
            listener.listChanged(name, kind, of);
        }
    }

    /** Answers again, and has a connection for that scope. */
    void connected(ScopeKey of) {
        down = null;
        BackendEvents listener = events;
        if (listener != null) {
            listener.connected(name, of);
        }
    }

    void stateChanged(ServerState next) {
        state = next;
        BackendEvents listener = events;
        if (listener != null) {
            listener.stateChanged(name, next);
        }
    }

    /** Tells all who listen to this server. */
    void tell(String method, ObjectNode params) {
        listens.forEach(listen -> listen.client().notify(new Message.Notification(method, params)));
    }

    int count(String method) {
        AtomicInteger count = counts.get(method);
        return count == null ? 0 : count.get();
    }

    List<Exchange> seen(String method) {
        return seen.stream()
                .filter(exchange -> exchange.method().equals(method))
                .toList();
    }

    List<Exchange> listens() {
        return listens;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public ObjectNode handle(Exchange exchange) {
        counts.computeIfAbsent(exchange.method(), method -> new AtomicInteger()).incrementAndGet();
        seen.add(exchange);
        RpcException reason = down;
        if (reason != null) {
            throw reason;
        }
        Handler handler = handlers.get(exchange.method());
        if (handler == null) {
            throw RpcException.methodNotFound(exchange.method());
        }
        return handler.handle(exchange);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ServerState state() {
        return state;
    }

    @Override
    public ScopeKey scopeOf(Caller caller) {
        return scope.apply(caller);
    }

    @Override
    public void listen(BackendEvents listener) {
        events = listener;
    }

    @Override
    public void sessionEnded(ClientKey.Session session) {}

    @Override
    public Control control() {
        throw new UnsupportedOperationException("Nobody operates a script");
    }

    @Override
    public void close() {
        closed = true;
    }

    private ObjectNode discover(Exchange exchange) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ObjectNode capabilities = result.putObject("capabilities");
        for (Listing listing : lists.keySet()) {
            capabilities.withObjectProperty(listing.capability()).put("listChanged", announces);
        }
        if (!extension.isEmpty()) {
            capabilities.putObject("extensions").putObject(extension);
        }
        if (!instructions.isEmpty()) {
            result.put("instructions", instructions);
        }
        return result;
    }

    private ObjectNode list(Listing listing, Exchange exchange) {
        List<ObjectNode> all = lists.getOrDefault(listing, List.of());
        int start = Integer.parseInt(exchange.params().path("cursor").asString("0"));
        int end = (int) Math.min((long) start + pageSize, all.size());
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ArrayNode items = result.putArray(listing.items());
        all.subList(start, end).forEach(items::add);
        if (end < all.size()) {
            result.put("nextCursor", Integer.toString(end));
        }
        return result.put("ttlMs", ttlMillis).put("cacheScope", "public");
    }

    private ObjectNode listen(Exchange exchange) {
        CountDownLatch ended = new CountDownLatch(1);
        listens.add(exchange);
        exchange.cancellation().onCancel(ended::countDown);
        try {
            exchange.client().notify(new Message.Notification(Methods.ACKNOWLEDGED, exchange.params()));
            ended.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            listens.remove(exchange);
        }
        throw exchange.cancellation().cause();
    }
}
