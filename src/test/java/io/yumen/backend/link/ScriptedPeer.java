package io.yumen.backend.link;

import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.Message;
import io.yumen.protocol.Message.Notification;
import io.yumen.protocol.Message.Request;
import io.yumen.protocol.Message.Response;
import io.yumen.protocol.MessageCodec;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.RpcError;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** The far end of a pipe, in this process: answers what it has an answer for, and lets a test read the rest. */
public final class ScriptedPeer implements Multiplexer.Pipe {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final MessageCodec codec = new MessageCodec(JsonLimits.SERVER_DEFAULT);
    private final Map<String, Function<Request, Message>> answers = new ConcurrentHashMap<>();
    private final BlockingQueue<Message> unanswered = new LinkedBlockingQueue<>();
    private final List<Message> heard = new CopyOnWriteArrayList<>();
    private final Multiplexer link;
    private volatile boolean closed;

    public ScriptedPeer(LinkLimits limits) {
        link = new Multiplexer("scripted", limits, this);
    }

    public Multiplexer link() {
        return link;
    }

    /** Answers requests of that method with a result. */
    public ScriptedPeer on(String method, Function<Request, ObjectNode> result) {
        answers.put(method, request -> new Message.Result(request.id(), result.apply(request)));
        return this;
    }

    /** Answers requests of that method with an error. */
    public ScriptedPeer refuse(String method, RpcError error) {
        answers.put(method, request -> new Message.Failure(request.id(), error));
        return this;
    }

    @Override
    public void write(byte[] message) {
        Message read = codec.read(message);
        heard.add(read);
        if (read instanceof Request request && answers.containsKey(request.method())) {
            say(answers.get(request.method()).apply(request));
        } else {
            unanswered.add(read);
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    public boolean isClosed() {
        return closed;
    }

    public void say(Message message) {
        link.received(codec.write(message));
    }

    public void say(String text) {
        link.received(text.getBytes(StandardCharsets.UTF_8));
    }

    public void answer(RequestId id, ObjectNode result) {
        say(new Message.Result(id, result));
    }

    /** Waits for a request of that method that the script does not answer. */
    public Request request(String method) {
        return (Request) await(message ->
                message instanceof Request request && request.method().equals(method));
    }

    public Notification notification(String method) {
        return (Notification) await(
                message -> message instanceof Notification told && told.method().equals(method));
    }

    public Response response() {
        return (Response) await(Response.class::isInstance);
    }

    /** How often that method was heard. */
    public long count(String method) {
        return heard.stream()
                .filter(message ->
                        message instanceof Request request && request.method().equals(method))
                .count();
    }

    private Message await(Predicate<Message> wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (true) {
                Message next = unanswered.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (next == null) {
                    throw new AssertionError("Not heard; heard were " + heard);
                }
                if (wanted.test(next)) {
                    return next;
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
