package io.yumen.service.host;

import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.exchange.Results;
import io.yumen.exchange.SessionEnd;
import io.yumen.exchange.task.Task;
import io.yumen.exchange.task.TaskStore;
import io.yumen.protocol.Era;
import io.yumen.protocol.Meta;
import io.yumen.protocol.Methods;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import io.yumen.secret.Sealer;
import io.yumen.service.Completer;
import io.yumen.service.Mode;
import io.yumen.service.Offer;
import io.yumen.service.RequestState;
import io.yumen.service.Service;
import io.yumen.service.ServiceCache;
import io.yumen.service.Tool;
import io.yumen.tenant.Access;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A service as a handler: the modern era's methods, answered from what the service offers. A caller of the legacy era
 * comes through its edge and meets the same. Closing it ends its listeners and tasks, and the service.
 */
public final class ServiceHandler implements Handler, SessionEnd, AutoCloseable {
    private final Service service;
    private final Mode mode;
    private final ServiceLimits limits;
    private final Listeners listeners;
    private final TaskStore tasks;
    private final ListRequests lists;
    private final ToolRequests toolRequests;
    private final PromptRequests promptRequests;
    private final ResourceRequests resourceRequests;

    private ServiceHandler(Service service, Mode mode, ServiceLimits limits, Sealer sealer, InstantSource clock) {
        RequestState states = new RequestState(sealer, limits.stateTtl(), clock);
        this.service = service;
        this.mode = mode;
        this.limits = limits;
        this.listeners = new Listeners(limits.maxListeners());
        this.tasks = new TaskStore(limits.tasks(), clock, listeners::taskChanged);
        this.lists = new ListRequests(limits);
        this.toolRequests = new ToolRequests(service.identity().name(), states, tasks);
        this.promptRequests = new PromptRequests(states);
        this.resourceRequests = new ResourceRequests(states);
    }

    /** Starts a service of which everything may be done; as for the other. */
    public static ServiceHandler start(Service service, ServiceLimits limits, Sealer sealer, InstantSource clock) {
        return start(service, Mode.FULL, limits, sealer, clock);
    }

    /**
     * Starts a service and answers for it.
     *
     * @param mode what its tools may do; those that do more are not there
     * @param sealer seals what stateless handlers leave with clients; every node that may meet it again has the same
     */
    public static ServiceHandler start(
            Service service, Mode mode, ServiceLimits limits, Sealer sealer, InstantSource clock) {
        ServiceHandler handler = new ServiceHandler(service, mode, limits, sealer, clock);
        service.start(handler.listeners);
        return handler;
    }

    @Override
    public ObjectNode handle(Exchange exchange) {
        checkResponses(exchange);
        Offer offer = mode.of(service.offer());
        return switch (exchange.method()) {
            case Methods.DISCOVER -> discover(offer);
            case Methods.LISTEN -> listen(exchange, filter(exchange, offer));
            case Methods.TASKS_GET, Methods.TASKS_UPDATE, Methods.TASKS_CANCEL -> task(exchange, offer);
            case Methods.COMPLETE -> complete(exchange, offer);
            default -> offered(exchange, offer);
        };
    }

    /** What keeps the service from its work, in a sentence; empty where nothing does. May take a few seconds. */
    public Optional<String> trouble() {
        Service.Health health = service.health();
        return health.good() ? Optional.empty() : Optional.of(health.detail());
    }

    /** What the service keeps of the systems behind it. */
    public Optional<ServiceCache> cache() {
        return service.cache();
    }

    /** The credentials of some have ended. */
    public void accessEnded(Predicate<Access> ended) {
        service.accessEnded(ended);
    }

    @Override
    public void ended(ClientKey.Session session) {
        service.sessionEnded(session);
    }

    @Override
    public void close() {
        listeners.close();
        tasks.close();
        service.close();
    }

    @Override
    public String toString() {
        return "service " + service.identity().name();
    }

    private ObjectNode listen(Exchange exchange, Listener.Filter filter) {
        return listeners.listen(exchange, filter, updated -> service.listen(filter.uris(), exchange.caller(), updated));
    }

    private ObjectNode offered(Exchange exchange, Offer offer) {
        String method = exchange.method();
        if (method.startsWith("tools/") && !offer.tools().isEmpty()) {
            return tools(exchange, offer);
        }
        if (method.startsWith("prompts/") && !offer.prompts().isEmpty()) {
            return prompts(exchange, offer);
        }
        if (method.startsWith("resources/") && hasResources(offer)) {
            return resources(exchange, offer);
        }
        if (Methods.isNotification(method)) {
            return Results.empty();
        }
        throw RpcException.methodNotFound(method);
    }

    private ObjectNode tools(Exchange exchange, Offer offer) {
        return switch (exchange.method()) {
            case Methods.TOOLS_LIST -> lists.tools(exchange, offer);
            case Methods.TOOLS_CALL -> {
                requireAllowed(exchange.params().path("name").asString(""));
                yield toolRequests.call(exchange, offer);
            }
            default -> throw RpcException.methodNotFound(exchange.method());
        };
    }

    /** A tool that is there, but not in this mode, is no unknown one: it helps to know. */
    private void requireAllowed(String name) {
        for (Tool tool : service.offer().tools()) {
            if (tool.name().equals(name) && !mode.allows(tool.hints())) {
                throw RpcException.invalidParams("The tool " + name + " is not available: this server is "
                        + mode.name().toLowerCase(Locale.ROOT).replace('_', '-')
                        + "; an operator can set another \"mode\"");
            }
        }
    }

    private ObjectNode prompts(Exchange exchange, Offer offer) {
        return switch (exchange.method()) {
            case Methods.PROMPTS_LIST -> lists.prompts(exchange, offer);
            case Methods.PROMPTS_GET -> promptRequests.get(exchange, offer);
            default -> throw RpcException.methodNotFound(exchange.method());
        };
    }

    private ObjectNode resources(Exchange exchange, Offer offer) {
        return switch (exchange.method()) {
            case Methods.RESOURCES_LIST -> lists.resources(exchange, offer);
            case Methods.TEMPLATES_LIST -> lists.templates(exchange, offer);
            case Methods.RESOURCES_READ -> resourceRequests.read(exchange, offer);
            default -> throw RpcException.methodNotFound(exchange.method());
        };
    }

    private ObjectNode task(Exchange exchange, Offer offer) {
        if (!hasTasks(offer)) {
            throw RpcException.methodNotFound(exchange.method());
        }
        return toolRequests.task(exchange);
    }

    private ObjectNode complete(Exchange exchange, Offer offer) {
        if (!hasCompletions(offer)) {
            throw RpcException.methodNotFound(exchange.method());
        }
        return promptRequests.complete(exchange, offer);
    }

    private ObjectNode discover(Offer offer) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ArrayNode versions = result.putArray("supportedVersions");
        Revision.of(Era.MODERN).forEach(revision -> versions.add(revision.wire()));
        result.set("capabilities", capabilities(offer));
        if (!service.identity().instructions().isEmpty()) {
            result.put("instructions", service.identity().instructions());
        }
        Meta.of(result).set(Meta.SERVER_INFO, service.identity().toJson());
        return ListRequests.keepForAll(result, limits.listTtl());
    }

    private static ObjectNode capabilities(Offer offer) {
        ObjectNode capabilities = JsonNodeFactory.instance.objectNode();
        if (!offer.tools().isEmpty()) {
            capabilities.putObject("logging");
            capabilities.putObject("tools").put("listChanged", true);
        }
        if (!offer.prompts().isEmpty()) {
            capabilities.putObject("prompts").put("listChanged", true);
        }
        if (hasResources(offer)) {
            capabilities.putObject("resources").put("subscribe", true).put("listChanged", true);
        }
        if (hasCompletions(offer)) {
            capabilities.putObject("completions");
        }
        if (hasTasks(offer)) {
            capabilities.putObject("extensions").putObject(Methods.TASKS_EXTENSION);
        }
        return capabilities;
    }

    private Listener.Filter filter(Exchange exchange, Offer offer) {
        JsonNode wanted = exchange.params().path("notifications");
        Set<String> lists = Stream.of(Listener.Filter.TOOLS, Listener.Filter.PROMPTS, Listener.Filter.RESOURCES)
                .filter(list -> wanted.path(list).asBoolean(false) && offers(offer, list))
                .collect(Collectors.toUnmodifiableSet());
        Set<String> uris = hasResources(offer) ? strings(wanted.path(Listener.Filter.URIS)) : Set.of();
        boolean knowsTasks = exchange.caller().capabilities().hasExtension(Methods.TASKS_EXTENSION);
        Set<Task> followed = strings(wanted.path(Listener.Filter.TASKS)).stream()
                .filter(id -> knowsTasks)
                .map(id -> tasks.find(id, exchange.caller().principal()))
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
        return new Listener.Filter(lists, uris, followed);
    }

    private Set<String> strings(JsonNode array) {
        Set<String> strings = new LinkedHashSet<>();
        array.forEach(entry -> strings.add(entry.asString("")));
        if (strings.size() > limits.maxSubscriptions()) {
            throw RpcException.invalidParams("One request listens to " + limits.maxSubscriptions() + " names at most");
        }
        return strings;
    }

    private static boolean offers(Offer offer, String list) {
        return switch (list) {
            case Listener.Filter.TOOLS -> !offer.tools().isEmpty();
            case Listener.Filter.PROMPTS -> !offer.prompts().isEmpty();
            default -> hasResources(offer);
        };
    }

    private static boolean hasResources(Offer offer) {
        return !offer.resources().isEmpty() || !offer.templates().isEmpty();
    }

    private static boolean hasTasks(Offer offer) {
        return offer.tools().stream().anyMatch(tool -> tool.tasks() != Tool.TaskUse.NONE);
    }

    private static boolean hasCompletions(Offer offer) {
        return offer.prompts().stream()
                        .flatMap(prompt -> prompt.arguments().stream())
                        .anyMatch(argument -> !Completer.NONE.equals(argument.completer()))
                || offer.templates().stream()
                        .anyMatch(template -> !template.completers().isEmpty());
    }

    /** What a client sends back in answer to questions comes from outside, and is looked at before a handler sees it. */
    private static void checkResponses(Exchange exchange) {
        JsonNode responses = exchange.params().path(Results.INPUT_RESPONSES);
        boolean wellFormed = responses.isMissingNode()
                || (responses.isObject() && responses.valueStream().allMatch(JsonNode::isObject));
        if (!wellFormed) {
            throw RpcException.invalidParams("inputResponses is an object of objects");
        }
        JsonNode state = exchange.params().path(Results.REQUEST_STATE);
        if (!state.isMissingNode() && !state.isString()) {
            throw RpcException.invalidParams("requestState is a string");
        }
    }
}
