package io.yumen.session.legacy;

import io.yumen.exchange.task.Task;
import io.yumen.exchange.task.TaskState;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A task as 2025-11-25 describes it: without what its state adds, and a tool that failed is a task that failed. */
final class TaskForm {
    private TaskForm() {}

    static ObjectNode of(Task task) {
        ObjectNode form = task.summary();
        rename(form, "ttlMs", "ttl");
        rename(form, "pollIntervalMs", "pollInterval");
        if (task.state() instanceof TaskState.Completed completed
                && completed.result().path("isError").asBoolean(false)) {
            form.put("status", "failed");
        }
        return form;
    }

    private static void rename(ObjectNode form, String from, String to) {
        JsonNode value = form.remove(from);
        if (value != null) {
            form.set(to, value);
        }
    }
}
