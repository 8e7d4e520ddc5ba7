package io.yumen.backend.legacy;

import io.yumen.backend.link.DeliveryException;
import io.yumen.backend.link.Link;
import io.yumen.backend.link.LinkLimits;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.InputRequest;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.Era;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.InputKind;
import io.yumen.protocol.Message;
import io.yumen.protocol.Message.Request;
import io.yumen.protocol.Meta;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.RpcError;
import io.yumen.protocol.RpcException;
import io.yumen.tenant.Access;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the server asks: pings, and questions to a client (sampling, elicitation, roots). Each is worked on by a virtual
 * thread of its own, and each gets an answer, be it an error.
 */
final class Asks {
    private static final Logger log = LoggerFactory.getLogger(Asks.class);

    /** The methods whose modern callers can be asked while they wait. */
    private static final Set<String> MAY_ASK = Set.of(Methods.TOOLS_CALL, Methods.PROMPTS_GET, Methods.RESOURCES_READ);

    private final String server;
    private final Link link;
    private final Semaphore room;
    private final Visitors visitors;
    private final Map<RequestId, Thread> running = new ConcurrentHashMap<>();

    Asks(String server, Link link, LinkLimits limits, Visitors visitors) {
        this.server = server;
        this.link = link;
        this.visitors = visitors;
        this.room = new Semaphore(limits.asks());
    }

    /**
     * What goes back to the server.
     *
     * @param by who was asked; null where nobody was
     */
    private record Reply(Message answer, @Nullable Access by) {}

    /** Whether the caller of that exchange can be asked that while the exchange is under way. */
    static boolean canAsk(Exchange exchange, Question question) {
        boolean reachable = !exchange.isOwn()
                && (exchange.caller().revision().era() == Era.LEGACY || MAY_ASK.contains(exchange.method()));
        ClientCapabilities declared = exchange.caller().capabilities();
        return reachable
                && (question.kind() == InputKind.ELICITATION
                        ? declared.allowsElicitation(
                                question.params().path("mode").asString("form"))
                        : declared.allows(question.kind()));
    }

    /** Puts a request of the server to the caller of that call. */
    void start(LegacyCall call, Request request) {
        // At once, not when it is answered: the server need not wait for the answer to fail the call.
        InputKind.of(request.method())
                .filter(kind -> !canAsk(call.exchange(), new Question(kind, request.params())))
                .ifPresent(call::refuse);
        start(request, question -> canAsk(call.exchange(), question) ? List.of(call.exchange()) : List.of());
    }

    /**
     * Puts a request of the server to a caller who is still to be found.
     *
     * @param callers finds who can be asked; may wait. Only where it finds exactly one, that one is asked
     */
    void start(Request request, Function<Question, List<Exchange>> callers) {
        if (!room.tryAcquire()) {
            log.atWarn().addKeyValue("server", server).log("Server asks more at once than it may");
            Thread.ofVirtual()
                    .name("refuse-" + server)
                    .start(() -> reply(
                            new Reply(refusal(request, ErrorCode.UNAVAILABLE, "Too many questions at once"), null)));
            return;
        }
        Thread thread = Thread.ofVirtual().name("ask-" + server).unstarted(() -> work(request, callers));
        running.put(request.id(), thread);
        thread.start();
    }

    /** The server does not want to know any more. */
    void cancel(RequestId id) {
        Thread thread = running.remove(id);
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void work(Request request, Function<Question, List<Exchange>> callers) {
        try {
            Reply answer = answer(request, callers);
            if (running.remove(request.id()) != null) {
                reply(answer);
            }
        } finally {
            running.remove(request.id());
            room.release();
        }
    }

    private Reply answer(Request request, Function<Question, List<Exchange>> callers) {
        if (request.method().equals(Methods.PING)) {
            return new Reply(new Message.Result(request.id(), JsonNodeFactory.instance.objectNode()), null);
        }
        Access by = null;
        try {
            InputKind kind =
                    InputKind.of(request.method()).orElseThrow(() -> RpcException.methodNotFound(request.method()));
            Question question = new Question(kind, withoutHop(request.params()));
            Exchange exchange = only(callers.apply(question), question);
            by = exchange.caller().access();
            visitors.sent(question.params().path("elicitationId").asString(""), exchange.caller());
            ObjectNode result = exchange.client().ask(new InputRequest(kind, question.params()));
            return new Reply(new Message.Result(request.id(), result), by);
        } catch (RpcException e) {
            return new Reply(new Message.Failure(request.id(), LegacyErrors.ofAnswer(e.error())), by);
        } catch (RuntimeException e) {
            log.atError().setCause(e).addKeyValue("server", server).log("Question of a server failed");
            return new Reply(refusal(request, ErrorCode.INTERNAL_ERROR, "The gateway failed to ask the client"), by);
        }
    }

    private Exchange only(List<Exchange> callers, Question question) {
        String method = question.kind().method();
        if (callers.isEmpty()) {
            throw new RpcException(ErrorCode.METHOD_NOT_FOUND, "No client is waiting that can be asked for " + method);
        }
        if (callers.size() > 1) {
            log.atWarn()
                    .addKeyValue("server", server)
                    .addKeyValue("method", method)
                    .log("Server asks, and several clients may be meant; give it \"scope\": \"session\"");
            throw new RpcException(
                    ErrorCode.INVALID_REQUEST, "Several clients share this connection; who is asked cannot be told");
        }
        return callers.getFirst();
    }

    private void reply(Reply reply) {
        try {
            link.send(reply.answer(), reply.by());
        } catch (DeliveryException e) {
            log.atDebug().setCause(e).addKeyValue("server", server).log("Answer to the server not delivered");
        }
    }

    private static ObjectNode withoutHop(ObjectNode params) {
        ObjectNode own = Meta.withOwnMeta(params);
        Meta.removeHopKeys(own);
        Meta.remove(own, Meta.PROGRESS_TOKEN);
        return own;
    }

    private static Message.Failure refusal(Request request, int code, String message) {
        return new Message.Failure(request.id(), new RpcError(code, message));
    }

    /** What a server wants to know. */
    record Question(InputKind kind, ObjectNode params) {}
}
