package io.yumen.bridge;

import io.yumen.protocol.Era;
import io.yumen.protocol.Revision;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A client of one era on the raw wire. It answers what it is asked as its {@link User} would, and keeps the notifications
 * that it hears. One thread makes requests.
 */
abstract class Peer implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Revision revision;
    private final User user;
    private final Channel channel;
    private final AtomicLong lastId = new AtomicLong();
    private final Map<Long, CompletableFuture<ObjectNode>> waiting = new ConcurrentHashMap<>();
    private final BlockingQueue<ObjectNode> arrived = new LinkedBlockingQueue<>();
    private final List<ObjectNode> heard = new CopyOnWriteArrayList<>();

    Peer(Revision revision, User user, Channel.Opener opener) {
        this.revision = revision;
        this.user = user;
        this.channel = opener.open(this::receive);
    }

    Revision revision() {
        return revision;
    }

    Era era() {
        return revision.era();
    }

    User user() {
        return user;
    }

    /** Sends a request and waits for its final answer, answering questions on the way. */
    abstract ObjectNode request(String method, ObjectNode params);

    /** From now on wants to see log messages of that level and above. */
    abstract void wantLogs(String level);

    /** From now on wants to hear that lists change. */
    abstract void watchLists();

    /** From now on wants to hear that this resource changes. */
    abstract void watch(String uri);

    /** Calls a tool as a task; returns the task's id. */
    abstract String beginTask(String tool, ObjectNode arguments);

    /** Answers what the task asks, and waits for its result. */
    abstract ObjectNode awaitTask(String id);

    /** Gives a task up; returns its status then. */
    abstract String cancelTask(String id);

    /** Calls a tool. */
    ObjectNode call(String tool, ObjectNode arguments) {
        return request("tools/call", callOf(tool, arguments));
    }

    /** Sends a request and does not wait. */
    Pending begin(String method, ObjectNode params) {
        long id = lastId.incrementAndGet();
        CompletableFuture<ObjectNode> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        ObjectNode message = Trees.message(method, params).put("id", id);
        channel.send(message);
        return new Pending(this, message, answer);
    }

    /** Waits for a notification that was not awaited yet; earlier ones of other kinds are kept. */
    ObjectNode await(String method, Predicate<ObjectNode> params) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (true) {
                for (ObjectNode known : heard) {
                    if (known.path("method").asString().equals(method) && params.test(paramsOf(known))) {
                        heard.remove(known);
                        return paramsOf(known);
                    }
                }
                ObjectNode next = arrived.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (next == null) {
                    throw new AssertionError("No " + method + " came; heard " + heard);
                }
                heard.add(next);
            }
        } catch (InterruptedException e) {
            throw new AssertionError("Interrupted", e);
        }
    }

    /** The notifications of that kind that have come and were not awaited; forgets all. */
    List<ObjectNode> takeHeard(String method) {
        arrived.drainTo(heard);
        List<ObjectNode> taken = heard.stream()
                .filter(known -> known.path("method").asString().equals(method))
                .map(Peer::paramsOf)
                .toList();
        heard.clear();
        return taken;
    }

    Channel channel() {
        return channel;
    }

    @Override
    public void close() {
        channel.close();
    }

    static ObjectNode callOf(String tool, ObjectNode arguments) {
        ObjectNode params = Trees.object().put("name", tool);
        params.set("arguments", arguments);
        return params;
    }

    /** Takes a request of the server. */
    abstract void asked(ObjectNode request);

    private void receive(ObjectNode message) {
        if (!message.has("method")) {
            CompletableFuture<ObjectNode> answer =
                    waiting.remove(message.path("id").asLong(-1));
            if (answer != null) {
                answer.complete(message);
            }
        } else if (message.has("id")) {
            asked(message);
        } else {
            arrived.add(message);
        }
    }

    private static ObjectNode paramsOf(ObjectNode message) {
        return message.get("params") instanceof ObjectNode params ? params : Trees.object();
    }

    /** A request that was sent. */
    record Pending(Peer peer, ObjectNode request, CompletableFuture<ObjectNode> answer) {
        /** Waits for the result; throws {@link Refused} where it is an error. */
        ObjectNode await() {
            String method = request.path("method").asString();
            try {
                ObjectNode message = answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                if (message.get("result") instanceof ObjectNode result) {
                    return result;
                }
                JsonNode error = message.path("error");
                throw new Refused(method, error);
            } catch (TimeoutException e) {
                throw new AssertionError(request + " was not answered", e);
            } catch (InterruptedException | ExecutionException e) {
                throw new AssertionError(method + " failed", e);
            }
        }

        void cancel() {
            peer.channel.cancel(request);
        }
    }
}
