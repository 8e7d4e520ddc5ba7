package io.yumen.backend.legacy;

import io.yumen.backend.link.DeliveryException;
import io.yumen.backend.link.Link;
import io.yumen.backend.link.LinkLimits;
import io.yumen.backend.link.TimeLimit;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.task.Task;
import io.yumen.exchange.task.TaskLimits;
import io.yumen.protocol.Message;
import io.yumen.protocol.Message.Notification;
import io.yumen.protocol.Message.Request;
import io.yumen.protocol.Meta;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.RpcException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tasks that a server of 2025-11-25 works on over one connection, as tasks of the modern era under ids of our own. Each
 * is followed by one request for its result, which the server answers when it is done; what the server asks meanwhile becomes a question of
 * the task.
 */
final class UpstreamTasks {
    private static final Logger log = LoggerFactory.getLogger(UpstreamTasks.class);

    private final Link link;
    private final LinkLimits limits;
    private final Supplier<RequestId> ids;
    private final Asks asks;
    private final ServerTasks tasks;
    private final Map<String, Exchange> followed = new ConcurrentHashMap<>();

    /**
     * @param ids mints ids of requests
     * @param tasks keeps them for clients
     */
    UpstreamTasks(Link link, LinkLimits limits, Supplier<RequestId> ids, Asks asks, ServerTasks tasks) {
        this.link = link;
        this.limits = limits;
        this.ids = ids;
        this.asks = asks;
        this.tasks = tasks;
    }

    /** Follows the task that the server has begun; returns the answer to the call that began it. */
    ObjectNode follow(Exchange exchange, String id) {
        return tasks.begin(exchange, own -> result(own, id));
    }

    /** The exchange of the task that a message of the server belongs to. */
    Optional<Exchange> of(ObjectNode params) {
        JsonNode related = Meta.get(params, Meta.RELATED_TASK);
        return related == null
                ? Optional.empty()
                : Optional.ofNullable(followed.get(related.path("taskId").asString("")));
    }

    /** Takes what the server says of a task. */
    void status(Notification notification) {
        String words = notification.params().path("statusMessage").asString("");
        Exchange own = followed.get(notification.params().path("taskId").asString(""));
        if (own != null && !words.isEmpty() && own.client() instanceof Task task) {
            task.say(words);
        }
    }

    /** Puts what the server asks to the task. */
    void ask(Exchange own, Request request) {
        asks.start(request, question -> Asks.canAsk(own, question) ? List.of(own) : List.of());
    }

    private ObjectNode result(Exchange own, String id) {
        ObjectNode named = JsonNodeFactory.instance.objectNode().put("taskId", id);
        followed.put(id, own);
        try {
            return await(own, named);
        } catch (RpcException e) {
            if (own.cancellation().isCancelled()) {
                giveUp(named);
            }
            throw e;
        } catch (DeliveryException e) {
            throw RpcException.unavailable("The server was lost while it worked on the task: " + e.getMessage());
        } finally {
            followed.remove(id);
        }
    }

    /** Waits for the result; a wait that breaks off is begun again as long as the server is there. */
    private ObjectNode await(Exchange own, ObjectNode named) {
        while (true) {
            try {
                Request request = new Request(ids.get(), Methods.TASKS_RESULT, named);
                return switch (link.request(new Link.Call(
                        request,
                        message -> related(own, message),
                        own.cancellation(),
                        own.caller().access()))) {
                    case Message.Result result -> withoutRelation(result.result());
                    case Message.Failure failure -> throw new RpcException(failure.error());
                };
            } catch (DeliveryException e) {
                if (!link.isOpen()) {
                    throw e;
                }
                own.cancellation().pause(TaskLimits.DEFAULT.pollInterval());
            }
        }
    }

    private void related(Exchange own, Message message) {
        switch (message) {
            case Request request -> ask(own, request);
            case Notification notification -> own.client().notify(notification);
            case Message.Response ignored -> log.atDebug().log("Answer to no request of ours ignored");
        }
    }

    private static ObjectNode withoutRelation(ObjectNode result) {
        Meta.remove(result, Meta.RELATED_TASK);
        return result;
    }

    private void giveUp(ObjectNode named) {
        Request request = new Request(ids.get(), Methods.TASKS_CANCEL, named);
        try (TimeLimit time = TimeLimit.of(limits.control())) {
            link.request(new Link.Call(request, Link.Inbox.NONE, time.cancellation()));
        } catch (RpcException | DeliveryException e) {
            log.atDebug().setCause(e).log("Task not cancelled");
        }
    }
}
