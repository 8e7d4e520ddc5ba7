package io.yumen.backend.legacy;

import io.yumen.backend.Connection;
import io.yumen.backend.ConnectionEvents;
import io.yumen.backend.Connector.ConnectRequest;
import io.yumen.backend.Description;
import io.yumen.backend.ListKind;
import io.yumen.backend.ScopeKey;
import io.yumen.backend.link.DeliveryException;
import io.yumen.backend.link.Link;
import io.yumen.backend.link.LinkLimits;
import io.yumen.backend.link.TimeLimit;
import io.yumen.exchange.Caller;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Results;
import io.yumen.exchange.task.Task;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.LogLevel;
import io.yumen.protocol.Message;
import io.yumen.protocol.Message.Notification;
import io.yumen.protocol.Message.Request;
import io.yumen.protocol.Meta;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcError;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A session with a server of the legacy era, as a handler of the modern one. What the server sends by itself finds its way
 * to the call that it belongs to: by the stream that it came on, or, where all comes on one stream, by exclusion.
 */
public final class LegacyConnection implements Connection {
    private static final Logger log = LoggerFactory.getLogger(LegacyConnection.class);

    /** What speaks of one hop only, and is never handed on to the server. */
    private static final Set<String> OWN_NOTIFICATIONS =
            Set.of(Methods.INITIALIZED, Methods.CANCELLED, Methods.PROGRESS);

    private static final int MOST_PAGES = 100;

    private final String server;
    private final Link link;
    private final Description description;
    private final ConnectionEvents events;
    private final LinkLimits limits;
    private final ScopeKey scope;
    private final CallsUnderWay calls = new CallsUnderWay();
    private final Asks asks;
    private final LogLevels levels;
    private final Listeners listeners;
    private final UrlVisits visits;
    private final Visitors visitors = new Visitors();
    private final TaskTools taskTools;
    private final UpstreamTasks tasks;
    private final ServerTasks serverTasks;
    private final Consumer<Task> taskChanged = this::taskChanged;

    LegacyConnection(
            String server, Link link, Description description, LegacyHandshake.Terms terms, ConnectRequest request) {
        this.server = server;
        this.link = link;
        this.description = description;
        this.events = request.events();
        this.limits = terms.limits();
        this.scope = request.scope();
        this.asks = new Asks(server, link, limits, visitors);
        this.levels = new LogLevels(this::setLevel);
        this.visits = new UrlVisits(limits.visit(), visitors);
        this.taskTools = new TaskTools(description.capabilities());
        this.tasks = new UpstreamTasks(link, limits, calls::mintId, asks, terms.tasks());
        this.serverTasks = terms.tasks();
        serverTasks.onChange(taskChanged);
        this.listeners = new Listeners(description.capabilities(), new Subscriptions(this::control), limits.waiting());
    }

    @Override
    public ObjectNode handle(Exchange exchange) {
        String method = exchange.method();
        return switch (method) {
            case Methods.DISCOVER -> discovered();
            case Methods.PING -> {
                control(Methods.PING, JsonNodeFactory.instance.objectNode());
                yield Results.empty();
            }
            case Methods.LISTEN -> {
                needLevel(exchange);
                yield listeners.listen(exchange);
            }
            case Methods.TASKS_GET, Methods.TASKS_UPDATE, Methods.TASKS_CANCEL -> serverTasks.handle(exchange);
            default -> Methods.isNotification(method) ? tell(exchange) : call(exchange);
        };
    }

    @Override
    public Description description() {
        return description;
    }

    @Override
    public boolean isOpen() {
        return link.isOpen();
    }

    @Override
    public boolean attributesRequests() {
        return isOneClient() || link.tellsCallsApart();
    }

    @Override
    public void close() {
        serverTasks.forget(taskChanged);
        listeners.end("the connection was closed");
        link.close();
    }

    Link.Events events() {
        return new FromServer();
    }

    private ObjectNode call(Exchange exchange) {
        if (UrlVisits.areDeclined(exchange)) {
            return declined(exchange);
        }
        visits.await(exchange);
        needLevel(exchange);
        return switch (exchange.method()) {
            case Methods.TOOLS_CALL -> tool(exchange);
            case Methods.TOOLS_LIST -> {
                ObjectNode tools = send(exchange);
                taskTools.learn(tools);
                yield tools;
            }
            default -> send(exchange);
        };
    }

    private ObjectNode tool(Exchange exchange) {
        if (taskTools.mustBeLearned()) {
            learnTools();
        }
        boolean isFollowed = exchange.caller().capabilities().hasExtension(Methods.TASKS_EXTENSION);
        if (isFollowed && taskTools.canBeTask(exchange.params())) {
            ObjectNode begun = send(exchange.withParams(TaskTools.asTask(exchange.params())));
            String id = TaskTools.id(begun);
            return id.isEmpty() ? begun : tasks.follow(exchange, id);
        }
        return taskTools.mustBeTask(exchange.params()) ? task(exchange) : send(exchange);
    }

    /** Nobody has asked for the tools on this connection yet: which of them are tasks is to be known before one is called. */
    private void learnTools() {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        try {
            for (int page = 0; page < MOST_PAGES; page++) {
                ObjectNode tools = control(Methods.TOOLS_LIST, params);
                taskTools.learn(tools);
                if (!tools.path("nextCursor").isString()) {
                    return;
                }
                params = JsonNodeFactory.instance.objectNode();
                params.set("cursor", tools.path("nextCursor"));
            }
        } catch (RpcException | DeliveryException e) {
            log.atDebug().setCause(e).addKeyValue("server", server).log("Tools not listed");
        }
    }

    private ObjectNode send(Exchange exchange) {
        LegacyCall call = calls.open(exchange, this::related);
        try {
            return switch (link.request(call.link())) {
                case Message.Result result -> result.result();
                case Message.Failure failure -> failed(call, failure.error());
            };
        } finally {
            calls.close(call);
        }
    }

    private ObjectNode failed(LegacyCall call, RpcError error) {
        Exchange exchange = call.exchange();
        if (error.code() == ErrorCode.URL_ELICITATION_REQUIRED) {
            return visits.required(exchange, error);
        }
        throw LegacyErrors.translate(call, error);
    }

    /** The user will not visit the page: asking the server again would only bring the same question. */
    private static ObjectNode declined(Exchange exchange) {
        String reason = "The user did not agree to visit the page that this needs";
        if (!exchange.method().equals(Methods.TOOLS_CALL)) {
            throw RpcException.invalidRequest(reason);
        }
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.putArray("content").addObject().put("type", "text").put("text", reason);
        return result.put("isError", true);
    }

    /** Begins a task and waits for what comes of it. */
    private ObjectNode task(Exchange exchange) {
        ObjectNode begun = send(exchange.withParams(TaskTools.asTask(exchange.params())));
        String id = TaskTools.id(begun);
        if (id.isEmpty()) {
            return begun;
        }
        ObjectNode named = JsonNodeFactory.instance.objectNode().put("taskId", id);
        try {
            ObjectNode result = send(exchange.with(Methods.TASKS_RESULT, named));
            Meta.remove(result, Meta.RELATED_TASK);
            return result;
        } catch (RpcException e) {
            if (exchange.cancellation().isCancelled()) {
                attempt(Methods.TASKS_CANCEL, named);
            }
            throw e;
        }
    }

    private ObjectNode tell(Exchange exchange) {
        if (!OWN_NOTIFICATIONS.contains(exchange.method())) {
            link.send(
                    new Notification(exchange.method(), exchange.params()),
                    exchange.caller().access());
        }
        return Results.empty();
    }

    private ObjectNode discovered() {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.putArray("supportedVersions").add(Revision.NEWEST.wire());
        ObjectNode capabilities = result.putObject("capabilities").setAll(description.capabilities());
        capabilities.remove("tasks");
        if (taskTools.areOffered()) {
            ObjectNode extensions = capabilities.putObject("extensions");
            if (description.capabilities().get("extensions") instanceof ObjectNode others) {
                extensions.setAll(others);
            }
            extensions.putObject(Methods.TASKS_EXTENSION);
        }
        if (!description.instructions().isEmpty()) {
            result.put("instructions", description.instructions());
        }
        result.put("ttlMs", 0).put("cacheScope", "private");
        Meta.of(result).set(Meta.SERVER_INFO, description.serverInfo());
        return result;
    }

    private void needLevel(Exchange exchange) {
        if (description.capabilities().has("logging")) {
            levels.need(exchange.logLevel());
        }
    }

    private void setLevel(LogLevel level) {
        attempt(Methods.SET_LEVEL, JsonNodeFactory.instance.objectNode().put("level", level.wire()));
    }

    /** Sends a small request of our own on whose success nothing hangs. */
    private void attempt(String method, ObjectNode params) {
        try {
            control(method, params);
        } catch (RpcException | DeliveryException e) {
            log.atDebug()
                    .setCause(e)
                    .addKeyValue("server", server)
                    .addKeyValue("method", method)
                    .log("Server did not do what it was told");
        }
    }

    /** Sends a small request of our own and waits for its answer. */
    private ObjectNode control(String method, ObjectNode params) {
        Request request = new Request(calls.mintId(), method, params);
        try (TimeLimit time = TimeLimit.of(limits.control())) {
            Link.Call call = new Link.Call(request, this::unrelated, time.cancellation());
            return switch (link.request(call)) {
                case Message.Result result -> result.result();
                case Message.Failure failure -> throw new RpcException(failure.error());
            };
        }
    }

    /** Takes what the server sent with the answer to a call. */
    private void related(LegacyCall call, Message message) {
        switch (message) {
            case Notification notification -> related(call, notification);
            case Request request ->
                tasks.of(request.params())
                        .ifPresentOrElse(own -> tasks.ask(own, request), () -> asks.start(call, request));
            case Message.Response ignored -> drop("Answer to no request of ours ignored");
        }
    }

    private void related(LegacyCall call, Notification notification) {
        switch (notification.method()) {
            case Methods.PROGRESS -> call.progress(notification);
            case Methods.LOG -> call.log(notification);
            default -> unrelated(notification);
        }
    }

    /** Takes what the server sent by itself, or on a stream that all calls share. */
    private void unrelated(Message message) {
        switch (message) {
            case Notification notification -> take(notification);
            case Request request ->
                tasks.of(request.params())
                        .ifPresentOrElse(own -> tasks.ask(own, request), () -> asks.start(request, this::callers));
            case Message.Response ignored -> drop("Answer to no request of ours ignored");
        }
    }

    private void take(Notification notification) {
        ObjectNode params = notification.params();
        switch (notification.method()) {
            case Methods.PROGRESS -> progress(notification);
            case Methods.LOG -> logged(notification);
            case Methods.TOOLS_CHANGED, Methods.PROMPTS_CHANGED, Methods.RESOURCES_CHANGED -> listChanged(notification);
            case Methods.RESOURCE_UPDATED ->
                listeners.updated(params.path("uri").asString(""), notification);
            case Methods.ELICITATION_COMPLETE ->
                visited(params.path("elicitationId").asString(""), notification);
            case Methods.TASK_STATUS -> tasks.status(notification);
            case Methods.CANCELLED ->
                RequestId.tryRead(params.path("requestId")).ifPresent(asks::cancel);
            default -> drop("Notification of the server dropped");
        }
    }

    private void taskChanged(Task task) {
        listeners.taskChanged(task.id(), new Notification(Methods.TASK_CHANGED, task.details()));
    }

    /** A page was visited: a call may wait for that, and a client of the legacy era hears of it. */
    private void visited(String id, Notification notification) {
        visits.completed(id);
        visitors.over(id).flatMap(this::wayTo).ifPresent(way -> way.client().notify(notification));
    }

    /** An exchange of that client which is under way. */
    private Optional<Exchange> wayTo(Caller visitor) {
        return Stream.concat(calls.all().stream().map(LegacyCall::exchange), listeners.exchanges().stream())
                .filter(exchange -> exchange.caller().client().equals(visitor.client())
                        && exchange.caller().principal().equals(visitor.principal()))
                .findFirst();
    }

    private void progress(Notification notification) {
        Optional<LegacyCall> call = RequestId.tryRead(notification.params().path(Meta.PROGRESS_TOKEN))
                .flatMap(calls::find);
        call.ifPresentOrElse(
                found -> link.relate(found.link(), notification), () -> drop("Progress of no call dropped"));
    }

    private void logged(Notification notification) {
        List<LegacyCall> underWay = isOneClient() ? calls.wanting(notification) : calls.all();
        if (underWay.size() == 1 || (isOneClient() && !underWay.isEmpty())) {
            link.relate(underWay.getFirst().link(), notification);
        } else if (isOneClient()) {
            listeners.log(notification);
        } else {
            drop("Log message of no call dropped");
        }
    }

    private void listChanged(Notification notification) {
        ListKind kind = switch (notification.method()) {
            case Methods.TOOLS_CHANGED -> ListKind.TOOLS;
            case Methods.PROMPTS_CHANGED -> ListKind.PROMPTS;
            default -> ListKind.RESOURCES;
        };
        events.listChanged(kind);
        listeners.listChanged(kind, notification);
    }

    /** Who may be meant by a question that came with no call. */
    private List<Exchange> callers(Asks.Question question) {
        if (isOneClient()) {
            return anyOf(question).map(List::of).orElse(List.of());
        }
        if (scope instanceof ScopeKey.Shared) {
            return ofEverybody(question);
        }
        return calls.await(call -> Asks.canAsk(call.exchange(), question), limits.attribution()).stream()
                .map(LegacyCall::exchange)
                .toList();
    }

    /** Nobody may see what was meant for another: a call that comes later is not meant, nor is one of two principals'. */
    private List<Exchange> ofEverybody(Asks.Question question) {
        List<Exchange> underWay = calls.all().stream().map(LegacyCall::exchange).toList();
        List<Exchange> able = underWay.stream()
                .filter(exchange -> Asks.canAsk(exchange, question))
                .toList();
        long principals = underWay.stream()
                .map(exchange -> exchange.caller().principal())
                .distinct()
                .count();
        return able.isEmpty() || principals == 1 ? able : underWay;
    }

    private boolean isOneClient() {
        return scope instanceof ScopeKey.Session;
    }

    /**
     * All that is under way is the same client's: each way to it is as good as the other. Questions are spread over the calls,
     * since most likely each of these waits for one, and a call that waits for its client leaves its place to others.
     */
    private Optional<Exchange> anyOf(Asks.Question question) {
        List<Exchange> listening = listeners.exchanges().stream()
                .filter(exchange -> Asks.canAsk(exchange, question))
                .toList();
        boolean canWait = listening.isEmpty();
        return calls.claim(
                        call -> Asks.canAsk(call.exchange(), question), canWait ? limits.attribution() : Duration.ZERO)
                .or(() -> listening.stream().findFirst());
    }

    private void drop(String what) {
        log.atDebug().addKeyValue("server", server).log(what);
    }

    /** What the link hears beside the answers. */
    private final class FromServer implements Link.Events {
        @Override
        public void receive(Message message) {
            unrelated(message);
        }

        @Override
        public void closed(String reason) {
            serverTasks.forget(taskChanged);
            listeners.end(reason);
            events.closed(reason);
        }
    }
}
