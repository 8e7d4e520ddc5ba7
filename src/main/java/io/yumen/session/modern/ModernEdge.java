package io.yumen.session.modern;

import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Results;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.Message;
import io.yumen.protocol.Methods;
import io.yumen.protocol.PlainText;
import io.yumen.protocol.RpcError;
import io.yumen.protocol.RpcException;
import io.yumen.secret.Sealer;
import io.yumen.session.Call;
import io.yumen.session.EdgeLimits;
import io.yumen.session.Endpoint;
import io.yumen.session.Envelope;
import io.yumen.session.Failures;
import io.yumen.session.Identity;
import io.yumen.session.Outlet;
import io.yumen.session.Peer;
import java.time.Clock;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Serves clients of the modern era (2026-07-28): every request stands for itself, and what a handler wants to know of its
 * client goes out as {@code input_required}, to be answered by a retry.
 *
 * <p>A handler that asks through {@link io.yumen.exchange.Client#ask} is parked on its virtual thread until the retry; one
 * that answers {@code input_required} by itself has its state sealed, and gets it back exactly. Requests of clients that
 * can be asked nothing are handled on the calling thread. Safe for many threads.
 */
public final class ModernEdge implements AutoCloseable {
    private static final Set<String> REMOVED = Set.of(
            Methods.INITIALIZE,
            Methods.PING,
            Methods.SET_LEVEL,
            Methods.SUBSCRIBE,
            Methods.UNSUBSCRIBE,
            Methods.TASKS_RESULT,
            Methods.TASKS_LIST);

    static final Set<String> OF_EXTENSION = Set.of(Methods.TASKS_GET, Methods.TASKS_UPDATE, Methods.TASKS_CANCEL);

    private static final Set<String> MAY_ASK = Set.of(Methods.TOOLS_CALL, Methods.PROMPTS_GET, Methods.RESOURCES_READ);

    private final StateSealer sealer;
    private final HandlerStates states;
    private final ParkedCalls parked;
    private final Listens listens;
    private final Quota requests;
    private final ModernResults results;
    private final TaskMarks marks;

    public ModernEdge(Identity identity, Sealer sealer, EdgeLimits limits) {
        this(identity, sealer, limits, Clock.systemUTC());
    }

    ModernEdge(Identity identity, Sealer sealer, EdgeLimits limits, Clock clock) {
        this.sealer = new StateSealer(sealer, clock);
        this.states = new HandlerStates(this.sealer, limits);
        this.parked = new ParkedCalls(limits, this.sealer, states);
        this.marks = new TaskMarks(sealer);
        this.listens = new Listens(limits, marks);
        this.requests = new Quota(limits.maxRequests(), limits.maxRequestsPerPrincipal());
        this.results = new ModernResults(identity);
    }

    /**
     * Answers one request; waits until it is done, parked or cancelled. Never throws: what goes wrong is the response.
     *
     * @param outlet the stream of this request; takes notifications until this method returns
     * @param cancellation cancelled by the transport when the client is gone or says so; then nobody wants the response
     */
    public Message.Response answer(
            Endpoint endpoint, Peer peer, Envelope envelope, Outlet outlet, Cancellation cancellation) {
        Call call = new Call(endpoint, peer, envelope, outlet, cancellation);
        try {
            ObjectNode result = result(call);
            marks.mark(result, call);
            return new Message.Result(envelope.id(), results.finish(envelope.method(), result));
        } catch (RuntimeException | StackOverflowError e) {
            return new Message.Failure(envelope.id(), ofThisEra(Failures.toError(e), envelope));
        }
    }

    /** How many calls wait for their client. */
    public int parkedCalls() {
        return parked.size();
    }

    /** Ends subscriptions gracefully and accepts no more; other requests go on. */
    public void drain() {
        listens.endAll();
    }

    /** Drains, and gives up what is parked. */
    @Override
    public void close() {
        drain();
        parked.cancelAll();
    }

    /** Whether its answer may be a task: what answers other requests names none, whatever a server says. */
    static boolean mayHaveTask(Call call) {
        return isOfTasks(call) || MAY_ASK.contains(call.envelope().method());
    }

    static boolean isOfTasks(Call call) {
        return Methods.isOfTasks(call.envelope().method());
    }

    private static RpcError ofThisEra(RpcError error, Envelope envelope) {
        return error.code() == ErrorCode.RESOURCE_NOT_FOUND && envelope.method().equals(Methods.RESOURCES_READ)
                ? new RpcError(ErrorCode.INVALID_PARAMS, error.message(), withUri(error.data(), envelope))
                : error;
    }

    private static ObjectNode withUri(@Nullable JsonNode data, Envelope envelope) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        if (data instanceof ObjectNode given) {
            copy.setAll(given);
        }
        return copy.put("uri", PlainText.echoLong(envelope.params().path("uri").asString("")));
    }

    private ObjectNode result(Call call) {
        String method = call.envelope().method();
        if (REMOVED.contains(method)) {
            throw RpcException.methodNotFound(method);
        }
        if (OF_EXTENSION.contains(method) && !call.envelope().capabilities().hasExtension(Methods.TASKS_EXTENSION)) {
            throw RpcException.missingExtension(Methods.TASKS_EXTENSION);
        }
        if (method.equals(Methods.LISTEN)) {
            return listens.hold(ownTasks(call));
        }
        return counted(TaskMarks.isAbout(call) ? orRecorded(call, () -> marks.unmarked(call)) : call);
    }

    /** The listen without the tasks that are not the caller's, of which it does not hear. */
    private Call ownTasks(Call call) {
        Call own = marks.unmarkedFilter(call);
        if (TaskMarks.watched(own) < TaskMarks.watched(call)) {
            recordRefusal(call, RpcException.invalidParams("Unknown task"));
        }
        return own;
    }

    /** What is refused here, no handler records. */
    private static <T> T orRecorded(Call call, Supplier<T> step) {
        try {
            return step.get();
        } catch (RpcException e) {
            recordRefusal(call, e);
            throw e;
        }
    }

    private static void recordRefusal(Call call, RpcException why) {
        call.endpoint().refusals().refused(call.exchange(new UnaskableClient(call)), why.error());
    }

    private ObjectNode counted(Call call) {
        if (!requests.take(call.principal())) {
            throw RpcException.unavailable(
                    "Too many requests are under way at the gateway; wait for answers before you send more");
        }
        try {
            return MAY_ASK.contains(call.envelope().method()) ? ofCallThatMayAsk(call) : ofCallThatMayNotAsk(call);
        } finally {
            requests.give(call.principal());
        }
    }

    private static ObjectNode ofCallThatMayNotAsk(Call call) {
        ObjectNode result = call.endpoint().handler().handle(call.exchange(new UnaskableClient(call)));
        if (Results.isInputRequired(result)) {
            throw RpcException.internal(
                    "The server wants input for " + call.envelope().method() + ", which cannot have any");
        }
        return result;
    }

    private ObjectNode ofCallThatMayAsk(Call call) {
        JsonNode state = call.envelope().params().get(Results.REQUEST_STATE);
        if (state == null) {
            return handle(call);
        }
        return switch (orRecorded(call, () -> sealer.open(state, call))) {
            case RequestState.Parked waiting -> parked.resume(waiting, call);
            case RequestState.Wrapped wrapped -> handle(HandlerStates.unwrapped(call, wrapped));
        };
    }

    private ObjectNode handle(Call call) {
        return call.envelope().capabilities().allowsAnyInput()
                ? parked.start(call)
                : states.handle(call, new UnaskableClient(call));
    }
}
