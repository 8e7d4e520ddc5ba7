package io.yumen.bridge;

import io.yumen.protocol.Revision;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A client whose every request describes itself. */
final class ModernPeer extends Peer {
    private static final int MAX_ROUNDS = 5;
    private static final Duration BETWEEN_POLLS = Duration.ofMillis(1);
    private static final String PREFIX = "io.modelcontextprotocol/";

    private static final ObjectNode TASKS = withTasks();

    private String logLevel = "";

    ModernPeer(User user, Channel.Opener opener) {
        super(Revision.V2026_07_28, user, opener);
    }

    @Override
    ObjectNode request(String method, ObjectNode params) {
        return complete(method, params, User.capabilities());
    }

    @Override
    void wantLogs(String level) {
        logLevel = level;
    }

    @Override
    void watchLists() {
        listen(Trees.object().put("toolsListChanged", true));
    }

    @Override
    void watch(String uri) {
        ObjectNode filter = Trees.object();
        filter.putArray("resourceSubscriptions").add(uri);
        listen(filter);
    }

    @Override
    String beginTask(String tool, ObjectNode arguments) {
        ObjectNode task = complete("tools/call", callOf(tool, arguments), TASKS);
        if (!task.path("resultType").asString().equals("task")
                || !task.path("ttlMs").isNumber()
                || !task.path("status").isString()) {
            throw new AssertionError("No task was made: " + task);
        }
        return task.path("taskId").asString();
    }

    @Override
    ObjectNode awaitTask(String id) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - end < 0) {
            ObjectNode task = complete("tasks/get", Trees.object().put("taskId", id), TASKS);
            switch (task.path("status").asString()) {
                case "completed" -> {
                    return (ObjectNode) task.path("result");
                }
                case "input_required" -> update(id, task.path("inputRequests"));
                case "working" -> LockSupport.parkNanos(BETWEEN_POLLS.toNanos());
                default -> throw new AssertionError("The task ended: " + task);
            }
        }
        throw new AssertionError("The task " + id + " does not end");
    }

    @Override
    String cancelTask(String id) {
        complete("tasks/cancel", Trees.object().put("taskId", id), TASKS);
        return complete("tasks/get", Trees.object().put("taskId", id), TASKS)
                .path("status")
                .asString();
    }

    @Override
    Pending begin(String method, ObjectNode params) {
        return super.begin(method, described(params, User.capabilities()));
    }

    @Override
    void asked(ObjectNode request) {
        throw new AssertionError("A client of this era cannot be asked: " + request);
    }

    private void update(String id, JsonNode questions) {
        ObjectNode params = Trees.object().put("taskId", id);
        params.set("inputResponses", answers(questions));
        complete("tasks/update", params, TASKS);
    }

    private void listen(ObjectNode filter) {
        ObjectNode params = Trees.object();
        params.set("notifications", filter);
        Pending listen = begin("subscriptions/listen", params);
        await(
                "notifications/subscriptions/acknowledged",
                acknowledged -> acknowledged
                                .path("_meta")
                                .path(PREFIX + "subscriptionId")
                                .asLong()
                        == listen.request().path("id").asLong());
    }

    private ObjectNode complete(String method, ObjectNode params, ObjectNode capabilities) {
        ObjectNode next = params;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            ObjectNode result =
                    super.begin(method, described(next, capabilities)).await();
            if (!result.path("resultType").isString()) {
                throw new AssertionError("No resultType: " + result);
            }
            if (!result.path("resultType").asString().equals("input_required")) {
                return result;
            }
            next = Trees.copy(params);
            next.set("inputResponses", answers(result.path("inputRequests")));
            if (result.has("requestState")) {
                next.set("requestState", result.path("requestState"));
            }
        }
        throw new AssertionError(method + " asks for ever");
    }

    private ObjectNode answers(JsonNode questions) {
        ObjectNode answers = Trees.object();
        questions.forEachEntry((key, question) -> answers.set(key, user().answer(question)));
        return answers;
    }

    private ObjectNode described(ObjectNode params, ObjectNode capabilities) {
        ObjectNode described = Trees.copy(params);
        ObjectNode meta = params.get("_meta") instanceof ObjectNode own ? Trees.copy(own) : Trees.object();
        meta.put(PREFIX + "protocolVersion", revision().wire());
        meta.putObject(PREFIX + "clientInfo").put("name", "peer").put("version", "1");
        meta.set(PREFIX + "clientCapabilities", capabilities);
        if (!logLevel.isEmpty()) {
            meta.put(PREFIX + "logLevel", logLevel);
        }
        described.set("_meta", meta);
        return described;
    }

    private static ObjectNode withTasks() {
        ObjectNode capabilities = User.capabilities();
        capabilities.putObject("extensions").putObject(PREFIX + "tasks");
        return capabilities;
    }
}
