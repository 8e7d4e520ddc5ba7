package io.yumen.session.legacy;

import io.yumen.exchange.Caller;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Client;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.exchange.InputRequest;
import io.yumen.exchange.task.Task;
import io.yumen.exchange.task.TaskLimits;
import io.yumen.exchange.task.TaskState;
import io.yumen.exchange.task.TaskStore;
import io.yumen.protocol.Message;
import io.yumen.protocol.Meta;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tasks of clients of 2025-11-25. The gateway holds them, so that any tool can be called as one, whatever its server
 * knows of tasks. Ids are random and found by their principal alone; a task ends with the session that began it, since what
 * its server keeps for it does too. Safe for many threads.
 */
final class SessionTasks implements AutoCloseable {
    private final TaskStore store;
    private final TaskGate gate = new TaskGate();
    private final Map<String, LegacySession> owners = new ConcurrentHashMap<>();

    SessionTasks(TaskLimits limits) {
        this.store = new TaskStore(limits, InstantSource.system(), this::changed);
    }

    /** Begins a call as a task; returns the answer to the request. */
    ObjectNode begin(LegacySession session, Exchange exchange, Handler work) {
        Task task =
                store.start(exchange, own -> work.handle(own.withClient(new Teller(own.client(), exchange.client()))));
        gate.began(
                task,
                session.endpoint()
                        .standing()
                        .called(exchange.params().path("name").asString("")));
        owners.put(task.id(), session);
        if (!(task.state() instanceof TaskState.Working)) {
            // It changed before anybody could be told.
            changed(task);
        }
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.set("task", TaskForm.of(task));
        return result;
    }

    ObjectNode get(ObjectNode params, Caller caller) {
        Task task = find(params, caller);
        gate.require(task, caller);
        return TaskForm.of(task);
    }

    /** The tasks of that caller. */
    ObjectNode list(Caller caller) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ArrayNode tasks = result.putArray("tasks");
        store.list(caller.principal()).stream()
                .filter(task -> gate.shows(task, caller))
                .forEach(task -> tasks.add(TaskForm.of(task)));
        return result;
    }

    /**
     * Gives a task up, whatever became of the tool that began it.
     *
     * @throws RpcException invalid params, where it has ended already
     */
    ObjectNode cancel(ObjectNode params, Caller caller) {
        Task task = find(params, caller);
        if (task.state() instanceof TaskState.End end) {
            throw RpcException.invalidParams("The task has ended already: " + end.status());
        }
        task.cancel();
        return TaskForm.of(task);
    }

    /**
     * Waits for the result of a task; what it asks is put to that client.
     *
     * @throws RpcException what the task failed with
     */
    ObjectNode result(ObjectNode params, Caller caller, Client client, Cancellation cancellation) {
        Task task = find(params, caller);
        Client related = new Related(client, task.id());
        long seen = 0;
        while (true) {
            gate.require(task, caller);
            switch (task.state()) {
                case TaskState.Completed completed -> {
                    return related(completed.result(), task.id());
                }
                case TaskState.Failed failed -> throw new RpcException(failed.error());
                case TaskState.Cancelled ignored -> throw RpcException.invalidRequest("The task was cancelled");
                case TaskState.InputRequired ignored -> task.putQuestions(related);
                case TaskState.Working ignored -> {
                    // The news may be that it has ended.
                }
            }
            seen = task.awaitNews(seen, cancellation);
        }
    }

    /** Gives up what that session has begun. */
    void ended(LegacySession session) {
        owners.forEach((id, owner) -> {
            if (owner.equals(session)) {
                store.find(id, session.principal()).ifPresent(Task::cancel);
                owners.remove(id);
            }
        });
    }

    @Override
    public void close() {
        store.close();
        owners.clear();
    }

    private Task find(ObjectNode params, Caller caller) {
        return store.get(params.path("taskId").asString(""), caller.principal());
    }

    private void changed(Task task) {
        LegacySession owner = task.state() instanceof TaskState.End ? owners.remove(task.id()) : owners.get(task.id());
        if (owner != null && gate.shows(task, owner.caller()) && owner.mayNotify()) {
            owner.general().send(new Message.Notification(Methods.TASK_STATUS, TaskForm.of(task)));
        }
    }

    private static ObjectNode related(ObjectNode tree, String id) {
        ObjectNode own = Meta.withOwnMeta(tree);
        Meta.of(own).putObject(Meta.RELATED_TASK).put("taskId", id);
        return own;
    }

    /** Puts questions that say which task they belong to. */
    private record Related(Client client, String id) implements Client {
        @Override
        public void notify(Message.Notification notification) {
            client.notify(notification);
        }

        @Override
        public ObjectNode ask(InputRequest request) {
            return client.ask(new InputRequest(request.kind(), related(request.params(), id)));
        }
    }

    /** Tells the client of progress too, under the token of the call, as long as the task lives. */
    private record Teller(Client task, Client client) implements Client {
        @Override
        public void notify(Message.Notification notification) {
            task.notify(notification);
            client.notify(notification);
        }

        @Override
        public ObjectNode ask(InputRequest request) {
            return task.ask(request);
        }
    }
}
