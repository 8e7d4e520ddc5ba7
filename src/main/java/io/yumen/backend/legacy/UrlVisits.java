package io.yumen.backend.legacy;

import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Results;
import io.yumen.protocol.Era;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcError;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The pages that users must visit before a call can be done (error -32042 of 2025-11-25). To a modern caller it is input
 * that is required; its next attempt waits a while for the server to say that the visit is over. A legacy caller knows the
 * error, and hears of the end of the visit.
 */
final class UrlVisits {
    private static final Set<String> MAY_NEED_INPUT =
            Set.of(Methods.TOOLS_CALL, Methods.PROMPTS_GET, Methods.RESOURCES_READ);
    private static final String STATE_PREFIX = "visits:";
    private static final String SEPARATOR = "\n";

    /** Visits that nobody ever finishes are forgotten, oldest first. */
    private static final int MOST = 1_000;

    private final Duration patience;
    private final Visitors visitors;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<String> open = bounded();

    /** Visits that were over before we had read that they are needed: the messages may overtake each other. */
    private final Set<String> early = bounded();

    /** @param patience how long a call waits for the visit that it needs */
    UrlVisits(Duration patience, Visitors visitors) {
        this.patience = patience;
        this.visitors = visitors;
    }

    /**
     * The result that the error stands for.
     *
     * @throws RpcException the error itself, where the caller cannot be sent to a page or knows the error
     */
    ObjectNode required(Exchange exchange, RpcError error) {
        JsonNode data = error.data();
        JsonNode elicitations = data == null ? JsonNodeFactory.instance.missingNode() : data.path("elicitations");
        elicitations.forEach(page -> visitors.sent(page.path("elicitationId").asString(""), exchange.caller()));
        boolean possible = exchange.caller().revision().era() == Era.MODERN
                && MAY_NEED_INPUT.contains(exchange.method())
                && exchange.caller().capabilities().allowsElicitation("url");
        if (elicitations.isEmpty() || !possible) {
            throw new RpcException(error);
        }
        ObjectNode result = JsonNodeFactory.instance.objectNode().put(Results.TYPE, Results.INPUT_REQUIRED);
        ObjectNode requests = result.putObject(Results.INPUT_REQUESTS);
        List<String> ids = new ArrayList<>();
        for (JsonNode elicitation : elicitations) {
            if (elicitation instanceof ObjectNode params) {
                ids.add(params.path("elicitationId").asString(""));
                ObjectNode request = requests.putObject("url-" + ids.size()).put("method", Methods.ELICITATION);
                request.set("params", params);
            }
        }
        begin(ids);
        return result.put(Results.REQUEST_STATE, STATE_PREFIX + String.join(SEPARATOR, ids));
    }

    /** The server says that a visit is over. */
    void completed(String id) {
        lock.lock();
        try {
            if (!open.remove(id)) {
                early.add(id);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the user has answered that the page will not be visited. */
    static boolean areDeclined(Exchange exchange) {
        JsonNode responses = exchange.params().path(Results.INPUT_RESPONSES);
        return ids(exchange).size() > 0
                && !responses.isEmpty()
                && responses.values().stream()
                        .anyMatch(response ->
                                !response.path("action").asString("").equals("accept"));
    }

    /** Waits for the visits that the caller was sent to, if it was; not for ever, and not if it gives up. */
    void await(Exchange exchange) {
        List<String> ids = ids(exchange);
        if (ids.isEmpty()) {
            return;
        }
        Cancellation.Registration registration = exchange.cancellation().onCancel(this::wake);
        try {
            awaitEnd(ids, exchange.cancellation());
        } finally {
            registration.close();
        }
        exchange.cancellation().check();
    }

    private void awaitEnd(List<String> ids, Cancellation cancellation) {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (left > 0 && !cancellation.isCancelled() && ids.stream().anyMatch(open::contains)) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void begin(List<String> ids) {
        lock.lock();
        try {
            ids.stream().filter(id -> !id.isEmpty() && !early.remove(id)).forEach(open::add);
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static List<String> ids(Exchange exchange) {
        String state = exchange.params().path(Results.REQUEST_STATE).asString("");
        return state.startsWith(STATE_PREFIX)
                ? Arrays.asList(state.substring(STATE_PREFIX.length()).split(SEPARATOR, -1))
                : List.of();
    }

    private static Set<String> bounded() {
        return Collections.newSetFromMap(new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > MOST;
            }
        });
    }
}
