package io.yumen.backend.legacy;

import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.exchange.Results;
import io.yumen.exchange.task.Task;
import io.yumen.exchange.task.TaskLimits;
import io.yumen.exchange.task.TaskStore;
import io.yumen.protocol.Methods;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tasks of one server, whichever of its connections works on them: a client that asks how its task is may reach another
 * one. One for all connections of a connector. Safe for many threads.
 */
public final class ServerTasks {
    private final Set<Consumer<Task>> listeners = new CopyOnWriteArraySet<>();
    private final TaskStore store = new TaskStore(TaskLimits.DEFAULT, InstantSource.system(), this::changed);

    /** Answers what a client wants of a task. */
    ObjectNode handle(Exchange exchange) {
        ObjectNode params = exchange.params();
        Task task =
                store.get(params.path("taskId").asString(""), exchange.caller().principal());
        switch (exchange.method()) {
            case Methods.TASKS_UPDATE -> {
                if (params.get(Results.INPUT_RESPONSES) instanceof ObjectNode answers) {
                    task.update(answers);
                }
            }
            case Methods.TASKS_CANCEL -> task.cancel();
            default -> {
                return task.details();
            }
        }
        return Results.empty();
    }

    /** Goes on with that work as a task; returns the answer to the call that began it. */
    ObjectNode begin(Exchange exchange, Handler work) {
        return store.start(exchange, work).summary().put(Results.TYPE, Results.TASK);
    }

    /** Has that told of every change of a task, until it is taken out. */
    void onChange(Consumer<Task> listener) {
        listeners.add(listener);
    }

    void forget(Consumer<Task> listener) {
        listeners.remove(listener);
    }

    private void changed(Task task) {
        listeners.forEach(listener -> listener.accept(task));
    }
}
