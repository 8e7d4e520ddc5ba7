package io.yumen.session.legacy;

import io.yumen.exchange.Caller;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Client;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.InputRequest;
import io.yumen.exchange.Results;
import io.yumen.exchange.Witness;
import io.yumen.protocol.LogLevel;
import io.yumen.protocol.Message;
import io.yumen.protocol.Meta;
import io.yumen.protocol.Methods;
import io.yumen.protocol.PlainText;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import io.yumen.session.Asking;
import io.yumen.session.Endpoint;
import io.yumen.session.Failures;
import io.yumen.session.InFlight;
import io.yumen.session.Outlet;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One session of a legacy client: takes what the client sends, and puts what handlers say and ask into the client's own
 * revision. Ends by {@link LegacySessions#end}, which cancels all that is under way. Safe for many threads.
 */
public final class LegacySession {
    private static final String TASK = "task";

    private final SessionFacts facts;
    private final LegacyLimits limits;
    private final Outlet general;
    private final InFlight inFlight;
    private final Questions questions;
    private final SessionListen listen;
    private final SessionTasks tasks;
    private final boolean hasTasks;
    private final Budget toClient;
    private final Budget fromClient;
    private final Cancellation life = new Cancellation();
    private final AtomicBoolean initialized = new AtomicBoolean();
    private final AtomicInteger holds = new AtomicInteger();
    private volatile LogLevel logLevel = LogLevel.INFO;
    private volatile long usedNanos = System.nanoTime();

    LegacySession(
            SessionFacts facts,
            ObjectNode serverCapabilities,
            LegacyLimits limits,
            SessionTasks tasks,
            Outlet general) {
        this.facts = facts;
        this.limits = limits;
        this.general = general;
        this.inFlight = new InFlight(limits.maxInFlight());
        this.questions = new Questions(limits.maxQuestions());
        this.listen = new SessionListen(this, serverCapabilities);
        this.tasks = tasks;
        this.hasTasks = serverCapabilities.has(Negotiation.TASKS);
        this.toClient = new Budget(limits.notificationsPerSecond());
        this.fromClient = new Budget(limits.notificationsPerSecond());
    }

    public String id() {
        return facts.key().id();
    }

    public Revision revision() {
        return facts.revision();
    }

    public Principal principal() {
        return facts.access().principal();
    }

    Access access() {
        return facts.access();
    }

    /** Who is told what nobody asked for: whoever opened it. */
    Caller caller() {
        return facts.caller(facts.access());
    }

    public Endpoint endpoint() {
        return facts.endpoint();
    }

    /** What the client says of itself. */
    public ObjectNode clientInfo() {
        return facts.clientInfo();
    }

    /** How many requests are under way in it. */
    public int requestsUnderWay() {
        return inFlight.count();
    }

    /** Since it was last used. */
    public Duration idle() {
        return Duration.ofNanos(System.nanoTime() - usedNanos);
    }

    /**
     * Answers one request; waits until it is done. Never throws: what goes wrong is the response.
     *
     * @param access who sent it: the session's principal, by a credential that may be another than at its beginning
     * @param outlet the stream of this request: takes notifications and requests to the client until this method returns
     * @return the response, or empty where the client cancelled the request and wants none
     */
    public Optional<Message.Response> answer(Message.Request request, Access access, Outlet outlet) {
        try {
            return answer(request, access, outlet, admit(request));
        } catch (RpcException refused) {
            return Optional.of(new Message.Failure(request.id(), refused.error()));
        }
    }

    /**
     * Lets a request in before it is answered, so that a notification that follows can cancel it: for transports that read
     * messages in order. It must be answered then.
     *
     * @throws RpcException where one with this id is under way, there are too many, or the session has ended
     */
    public Cancellation admit(Message.Request request) {
        touch();
        return inFlight.begin(request.id());
    }

    /** Answers one request that was admitted, as the other method does. */
    public Optional<Message.Response> answer(
            Message.Request request, Access access, Outlet outlet, Cancellation cancellation) {
        try {
            Message.Response response = response(new Asked(request, access, outlet, cancellation));
            return cancellation.isAbandoned() ? Optional.empty() : Optional.of(response);
        } finally {
            inFlight.end(request.id());
            touch();
        }
    }

    /** Takes a notification of the client. Does not wait. */
    public void tell(Message.Notification notification) {
        touch();
        if (!fromClient.take()) {
            return;
        }
        switch (notification.method()) {
            case Methods.INITIALIZED -> {
                if (initialized.compareAndSet(false, true)) {
                    listen.begin();
                }
            }
            case Methods.CANCELLED -> cancel(notification.params().path("requestId"));
            case Methods.ROOTS_CHANGED, Methods.TASK_STATUS -> forward(notification);
            default -> {
                // Progress on our questions helps nobody, and others are none that we have negotiated.
            }
        }
    }

    /** Takes the client's answer to a request of ours. */
    public void take(Message.Response response) {
        touch();
        questions.answered(response);
    }

    /** Whether the client answers a ping in that time. */
    public boolean ping(Duration time) {
        try {
            questions.ask(Methods.PING, Results.empty(), general, life, time);
            return true;
        } catch (RpcException e) {
            return false;
        }
    }

    /** Keeps the session from expiring until it is closed: for streams. */
    public Hold hold() {
        holds.incrementAndGet();
        AtomicBoolean closed = new AtomicBoolean();
        return () -> {
            if (closed.compareAndSet(false, true)) {
                touch();
                holds.decrementAndGet();
            }
        };
    }

    Outlet general() {
        return general;
    }

    LegacyLimits limits() {
        return limits;
    }

    LogLevel logLevel() {
        return logLevel;
    }

    boolean mayNotify() {
        return toClient.take();
    }

    ClientKey.Session key() {
        return facts.key();
    }

    boolean isIdle() {
        return holds.get() == 0
                && inFlight.isEmpty()
                && System.nanoTime() - usedNanos > limits.idleTime().toNanos();
    }

    ObjectNode ask(InputRequest request, Outlet outlet, Cancellation cancellation) {
        Asking.requireCapability(facts.capabilities(), request);
        ObjectNode params = LegacyQuestions.params(request, revision());
        return questions.ask(request.kind().method(), params, outlet, cancellation, limits.answerTime());
    }

    /** Holds a subscription at the handler; returns when it has ended. */
    void listen(ObjectNode params, Client client, Cancellation cancellation) {
        endpoint().handler().handle(facts.exchange(Methods.LISTEN, params, logLevel, client, cancellation));
    }

    void end() {
        life.cancel();
        listen.end();
        tasks.ended(this);
        inFlight.cancelAll();
        questions.endAll();
    }

    private Message.Response response(Asked asked) {
        Message.Request request = asked.request();
        try {
            return new Message.Result(request.id(), result(asked));
        } catch (RuntimeException | StackOverflowError e) {
            return new Message.Failure(
                    request.id(), LegacyErrors.translate(Failures.toError(e), request.method(), revision()));
        }
    }

    private ObjectNode result(Asked asked) {
        Message.Request request = asked.request();
        return switch (request.method()) {
            case Methods.PING -> Results.empty();
            case Methods.INITIALIZE -> throw RpcException.invalidRequest("This session is initialized already");
            case Methods.DISCOVER, Methods.LISTEN -> throw RpcException.methodNotFound(request.method());
            case Methods.SET_LEVEL -> setLevel(request.params());
            case Methods.SUBSCRIBE -> {
                listen.subscribe(uri(request.params()));
                yield Results.empty();
            }
            case Methods.UNSUBSCRIBE -> {
                listen.unsubscribe(uri(request.params()));
                yield Results.empty();
            }
            case Methods.TASKS_GET, Methods.TASKS_RESULT, Methods.TASKS_LIST, Methods.TASKS_CANCEL -> ofTask(asked);
            default -> {
                if (Methods.isOfTasks(request.method())) {
                    // The ids of these clients are ours, and say nothing to a server.
                    throw RpcException.methodNotFound(request.method());
                }
                yield handle(asked);
            }
        };
    }

    private ObjectNode ofTask(Asked asked) {
        Message.Request request = asked.request();
        if (!hasTasks) {
            throw RpcException.methodNotFound(request.method());
        }
        try {
            return ofOwnTask(asked);
        } catch (RpcException e) {
            // Tasks are held here, and no handler records what they are asked.
            Exchange exchange = Exchange.own(
                    request.method(), request.params(), facts.caller(asked.access()), asked.cancellation());
            endpoint().refusals().refused(exchange, e.error());
            throw e;
        }
    }

    private ObjectNode ofOwnTask(Asked asked) {
        Message.Request request = asked.request();
        Caller caller = facts.caller(asked.access());
        return switch (request.method()) {
            case Methods.TASKS_RESULT -> {
                Client client = new LegacyClient(this, asked.outlet(), null, asked.cancellation());
                ObjectNode result = tasks.result(request.params(), caller, client, asked.cancellation());
                yield LegacyResults.translate(result, Methods.TOOLS_CALL, revision());
            }
            case Methods.TASKS_LIST -> tasks.list(caller);
            case Methods.TASKS_CANCEL -> tasks.cancel(request.params(), caller);
            default -> tasks.get(request.params(), caller);
        };
    }

    private ObjectNode handle(Asked asked) {
        Message.Request request = asked.request();
        ObjectNode params = request.params();
        Meta.removeHopKeys(params);
        Client client =
                new LegacyClient(this, asked.outlet(), Meta.get(params, Meta.PROGRESS_TOKEN), asked.cancellation());
        Exchange exchange = new Exchange(
                request.method(),
                params,
                facts.caller(asked.access()),
                logLevel,
                client,
                asked.cancellation(),
                Witness.NONE);
        InputRounds rounds = new InputRounds(new TaskAwaiting(endpoint().handler()), limits.maxRounds());
        boolean isTask = request.method().equals(Methods.TOOLS_CALL) && params.remove(TASK) != null && hasTasks;
        if (isTask) {
            Client later = new LegacyClient(this, general, Meta.get(params, Meta.PROGRESS_TOKEN), life);
            return tasks.begin(this, TaskAwaiting.declaring(exchange.withClient(later)), rounds::handle);
        }
        ObjectNode result = LegacyResults.translate(rounds.handle(exchange), request.method(), revision());
        return hasTasks && request.method().equals(Methods.TOOLS_LIST) ? LegacyResults.asTasks(result) : result;
    }

    private ObjectNode setLevel(ObjectNode params) {
        logLevel = LogLevel.of(params.path("level").asString(""))
                .orElseThrow(() -> RpcException.invalidParams("Not a log level: "
                        + PlainText.echo(params.path("level").toString())));
        return Results.empty();
    }

    private void cancel(JsonNode requestId) {
        if (requestId.isString() || requestId.isIntegralNumber()) {
            inFlight.cancel(RequestId.read(requestId));
        }
    }

    private void forward(Message.Notification notification) {
        Exchange exchange = facts.exchange(notification.method(), notification.params(), null, Client.silent(), life);
        Thread.ofVirtual().name("session-notification").start(() -> {
            try {
                endpoint().handler().handle(exchange);
            } catch (RpcException e) {
                // Nobody reads the answer to a notification.
            } catch (RuntimeException e) {
                // For the log: there is nobody to answer.
                Failures.toError(e);
            }
        });
    }

    private void touch() {
        usedNanos = System.nanoTime();
    }

    private static String uri(ObjectNode params) {
        JsonNode uri = params.path("uri");
        if (!uri.isString()) {
            throw RpcException.invalidParams("params.uri must be a string");
        }
        return uri.stringValue();
    }

    /** A request that is under way. */
    private record Asked(Message.Request request, Access access, Outlet outlet, Cancellation cancellation) {}

    /** Something that keeps a session alive. */
    public interface Hold extends AutoCloseable {
        @Override
        void close();
    }
}
