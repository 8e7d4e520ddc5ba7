package io.yumen.backend.legacy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tools that can only be called as tasks (2025-11-25, {@code execution.taskSupport: required}), learned from the lists that
 * pass. The modern era has no {@code execution}: it is taken out, and such a tool is called like any other, while this side
 * waits for the task.
 */
final class TaskTools {
    private static final String EXECUTION = "execution";
    private static final String TASK = "task";
    private static final int MOST = 10_000;

    private final boolean offered;
    private final Set<String> required = ConcurrentHashMap.newKeySet();

    /** @param capabilities the server's */
    TaskTools(ObjectNode capabilities) {
        this.offered = capabilities.path("tasks").path("requests").path("tools").has("call");
    }

    /** Learns from a {@code tools/list} result, and takes out what only tasks need. */
    void learn(ObjectNode result) {
        for (JsonNode tool : result.path("tools")) {
            if (tool instanceof ObjectNode object && object.get(EXECUTION) instanceof ObjectNode execution) {
                String name = object.path("name").asString("");
                boolean needed = execution.path("taskSupport").asString("").equals("required");
                if (offered && needed && required.size() < MOST) {
                    required.add(name);
                } else {
                    required.remove(name);
                }
                object.remove(EXECUTION);
            }
        }
    }

    boolean mustBeTask(ObjectNode call) {
        return required.contains(call.path("name").asString(""));
    }

    /** The parameters of a call as a task's. */
    static ObjectNode asTask(ObjectNode call) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        copy.setAll(call);
        copy.putObject(TASK);
        return copy;
    }

    /** The id of the task that was begun; empty where the server answered at once after all. */
    static String id(ObjectNode result) {
        return result.path(TASK).path("taskId").asString("");
    }
}
