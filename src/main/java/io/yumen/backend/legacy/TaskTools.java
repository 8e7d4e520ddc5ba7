package io.yumen.backend.legacy;

import io.yumen.exchange.task.TaskLimits;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which tools can be called as tasks (2025-11-25, {@code execution.taskSupport}), learned from the lists that pass. The modern
 * era has no {@code execution}: it is taken out. Such a tool becomes a task where the client knows tasks; where it does not,
 * it is called like any other, and one that can only be a task is waited for.
 */
final class TaskTools {
    private static final String EXECUTION = "execution";
    private static final String TASK = "task";
    private static final int MOST = 10_000;

    private final boolean offered;
    private final AtomicBoolean learned = new AtomicBoolean();
    private final Map<String, String> support = new ConcurrentHashMap<>();

    /** @param capabilities the server's */
    TaskTools(ObjectNode capabilities) {
        this.offered = capabilities.path("tasks").path("requests").path("tools").has("call");
    }

    /** Whether the server has tasks at all. */
    boolean areOffered() {
        return offered;
    }

    /** Whether nobody has seen the list of tools yet; says so once. */
    boolean mustBeLearned() {
        return offered && learned.compareAndSet(false, true);
    }

    /** Learns from a {@code tools/list} result, and takes out what only tasks need. */
    void learn(ObjectNode result) {
        learned.set(true);
        for (JsonNode tool : result.path("tools")) {
            if (tool instanceof ObjectNode object && object.get(EXECUTION) instanceof ObjectNode execution) {
                String name = object.path("name").asString("");
                String how = execution.path("taskSupport").asString("");
                if (offered && !how.equals("forbidden") && support.size() < MOST) {
                    support.put(name, how);
                } else {
                    support.remove(name);
                }
                object.remove(EXECUTION);
            }
        }
    }

    /** Whether that call can be a task. */
    boolean canBeTask(ObjectNode call) {
        return support.containsKey(call.path("name").asString(""));
    }

    boolean mustBeTask(ObjectNode call) {
        return support.getOrDefault(call.path("name").asString(""), "").equals("required");
    }

    /** The parameters of a call as a task's. */
    static ObjectNode asTask(ObjectNode call) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        copy.setAll(call);
        copy.putObject(TASK).put("ttl", TaskLimits.DEFAULT.ttl().toMillis());
        return copy;
    }

    /** The id of the task that was begun; empty where the server answered at once after all. */
    static String id(ObjectNode result) {
        return result.path(TASK).path("taskId").asString("");
    }
}
