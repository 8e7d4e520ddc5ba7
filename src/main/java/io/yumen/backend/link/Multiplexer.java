package io.yumen.backend.link;

import io.yumen.exchange.Cancellation;
import io.yumen.protocol.Message;
import io.yumen.protocol.Message.Failure;
import io.yumen.protocol.Message.Notification;
import io.yumen.protocol.Message.Request;
import io.yumen.protocol.Message.Response;
import io.yumen.protocol.Message.Result;
import io.yumen.protocol.MessageCodec;
import io.yumen.protocol.MessageCodec.Packet;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.RpcException;
import io.yumen.tenant.Access;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A link over one stream of messages in each direction: it tells the answers apart by their id. What comes in is brought
 * by one reader thread, which it never blocks. A peer that sends what is no MCP is borne for a while, then given up.
 */
public final class Multiplexer implements Link {
    private static final Logger log = LoggerFactory.getLogger(Multiplexer.class);
    private static final int EXCERPT_CHARACTERS = 200;

    /** The openings: one must not be cancelled, and the other may not be known to the server. */
    private static final Set<String> NOT_CANCELLED = Set.of(Methods.INITIALIZE, Methods.DISCOVER);

    /** How a message of MCP begins, in whatever order its author writes it; lines of a log do not. */
    private static final Pattern MESSAGE = Pattern.compile("\\{\\s*\"(jsonrpc|id|result|error)\".*", Pattern.DOTALL);

    private static final Pattern WHOLE_ID = Pattern.compile("\"id\"\\s*:\\s*(\\d{1,18})\\b");

    /** The way out, and its end. */
    public interface Pipe extends AutoCloseable {
        /**
         * Sends a message as one piece.
         *
         * @throws DeliveryException when it could not be sent
         */
        void write(byte[] message);

        /** The same, which belongs to the call of that one, for pipes that speak by the right of their callers. */
        default void write(byte[] message, @Nullable Access by) {
            write(message);
        }

        @Override
        void close();
    }

    private final String server;
    private final LinkLimits limits;
    private final MessageCodec codec;
    private final Pipe pipe;
    private final Map<RequestId, Mailbox> pending = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable String> ended = new AtomicReference<>();
    private final AtomicInteger strays = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private volatile Events events;

    public Multiplexer(String server, LinkLimits limits, Pipe pipe) {
        this.server = server;
        this.limits = limits;
        this.codec = new MessageCodec(limits.json());
        this.pipe = pipe;
        this.events = new PingOnly(this);
    }

    @Override
    public Response request(Call call) {
        call.cancellation().check();
        RequestId id = call.request().id();
        Mailbox mailbox = register(id);
        Cancellation.Registration registration = mailbox.failOn(call.cancellation());
        try {
            pipe.write(codec.write(call.request()), call.by());
            return mailbox.await(call.related());
        } catch (RpcException e) {
            tellCancelled(call, e);
            throw e;
        } finally {
            registration.close();
            pending.remove(id);
        }
    }

    @Override
    public void relate(Call call, Message message) {
        Mailbox mailbox = pending.get(call.request().id());
        if (mailbox == null || !mailbox.offer(message)) {
            drop("Message for a call dropped");
        }
    }

    @Override
    public void send(Message message, @Nullable Access by) {
        check();
        pipe.write(codec.write(message), by);
    }

    @Override
    public void listen(Events newEvents) {
        events = newEvents;
    }

    @Override
    public boolean isOpen() {
        return ended.get() == null;
    }

    @Override
    public boolean tellsCallsApart() {
        return false;
    }

    @Override
    public void close() {
        failAll("the connection was closed");
        pipe.close();
    }

    /** Takes a message, or a batch of them, as it came. On the reader thread. */
    public void received(byte[] bytes) {
        if (!isOpen()) {
            // It may go on to send for as long as it takes to end it.
            return;
        }
        Packet packet;
        try {
            packet = codec.readPacket(bytes);
        } catch (RpcException e) {
            unreadable(excerpt(bytes), e.error().message());
            return;
        }
        strays.set(0);
        switch (packet) {
            case Packet.Single single -> dispatch(single.message());
            case Packet.Batch batch -> batch.messages().forEach(this::dispatch);
        }
    }

    /** Takes note of something that came and was no message: too large, or not JSON. */
    public void unreadable(String start, String why) {
        answerOf(start).ifPresentOrElse(mailbox -> mailbox.fail(DeliveryException.perhapsSent(unfit(why))), () -> {
            int inARow = strays.incrementAndGet();
            log.atDebug()
                    .addKeyValue("server", server)
                    .addKeyValue("text", start)
                    .log("No MCP message; skipped");
            if (inARow == limits.strays()) {
                ended("it sent " + inARow + " lines in a row that are no MCP messages, the last one: " + start);
                // Not here: the end of the pipe may wait for this thread.
                Thread.ofVirtual().name("end-" + server).start(pipe::close);
            }
        });
    }

    /** Takes note that nothing comes any more. */
    public void ended(String reason) {
        if (failAll(reason)) {
            events.closed(reason);
        }
    }

    /** How many messages were dropped because nobody waited for them or there was no room. */
    public long droppedMessages() {
        return dropped.get();
    }

    private Mailbox register(RequestId id) {
        check();
        if (pending.size() >= limits.pending()) {
            throw DeliveryException.neverSent(
                    limits.pending() + " requests wait for its answers already, which is the limit");
        }
        Mailbox mailbox = new Mailbox(limits.waiting());
        if (pending.putIfAbsent(id, mailbox) != null) {
            throw new IllegalArgumentException("The id of a request is used twice");
        }
        if (!isOpen()) {
            // It ended between the check and the entry, so that nobody would have woken us.
            pending.remove(id);
            check();
        }
        return mailbox;
    }

    private void check() {
        String reason = ended.get();
        if (reason != null) {
            throw DeliveryException.neverSent(reason);
        }
    }

    private boolean failAll(String reason) {
        if (!ended.compareAndSet(null, reason)) {
            return false;
        }
        DeliveryException failure = DeliveryException.perhapsSent(reason);
        pending.values().forEach(mailbox -> mailbox.fail(failure));
        return true;
    }

    private void dispatch(Message message) {
        switch (message) {
            case Result result -> answer(result);
            case Failure failure -> answer(failure);
            case Request request -> events.receive(request);
            case Notification notification -> events.receive(notification);
        }
    }

    private void answer(Response response) {
        RequestId id = response.id();
        Mailbox mailbox = id == null ? null : pending.get(id);
        if (mailbox == null) {
            drop("Answer to no request of ours ignored");
        } else {
            mailbox.complete(response);
        }
    }

    /** The call that an unreadable text answers, as far as can be told: it says the id, or only one call waits. */
    private Optional<Mailbox> answerOf(String start) {
        if (!MESSAGE.matcher(start).matches()) {
            return Optional.empty();
        }
        Matcher id = WHOLE_ID.matcher(start);
        if (id.find()) {
            return Optional.ofNullable(pending.get(RequestId.of(Long.parseLong(id.group(1)))));
        }
        return pending.size() == 1 ? pending.values().stream().findFirst() : Optional.empty();
    }

    private void tellCancelled(Call call, RpcException cause) {
        Request request = call.request();
        if (NOT_CANCELLED.contains(request.method()) || !isOpen()) {
            return;
        }
        try {
            send(cancelled(request.id(), cause.error().message()), call.by());
        } catch (DeliveryException e) {
            log.atDebug().addKeyValue("server", server).setCause(e).log("Cancellation not delivered");
        }
    }

    /** What tells a server on a pipe, or one of the legacy era, that nobody waits for an answer any more. */
    public static Notification cancelled(RequestId id, String reason) {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        params.set("requestId", id.toJson());
        params.put("reason", reason);
        return new Notification(Methods.CANCELLED, params);
    }

    private void drop(String what) {
        dropped.incrementAndGet();
        log.atDebug().addKeyValue("server", server).log(what);
    }

    private static String unfit(String why) {
        return "its answer cannot be read: " + why;
    }

    private static String excerpt(byte[] bytes) {
        String text = new String(bytes, 0, Math.min(bytes.length, EXCERPT_CHARACTERS), StandardCharsets.UTF_8);
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    /** What is done with messages before anybody listens: a ping is answered, the rest is none of the handshake's. */
    private record PingOnly(Link link) implements Events {
        @Override
        public void receive(Message message) {
            if (message instanceof Request request && request.method().equals(Methods.PING)) {
                Thread.ofVirtual().name("ping").start(() -> {
                    try {
                        link.send(new Result(request.id(), JsonNodeFactory.instance.objectNode()));
                    } catch (DeliveryException e) {
                        log.atDebug().setCause(e).log("Ping not answered");
                    }
                });
            }
        }

        @Override
        public void closed(String reason) {}
    }
}
