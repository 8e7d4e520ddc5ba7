package io.yumen.service.host;

import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Client;
import io.yumen.exchange.task.Task;
import io.yumen.protocol.Message;
import io.yumen.protocol.Methods;
import io.yumen.tenant.Principal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One open {@code subscriptions/listen}. What happened while the client was slow is told once, in its latest form, so that
 * no more waits than the client named.
 */
final class Listener {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition something = lock.newCondition();
    private final Map<String, Supplier<Message.Notification>> waiting = new LinkedHashMap<>();
    private final Principal principal;
    private final Filter filter;
    private boolean closed;

    Listener(Principal principal, Filter filter) {
        this.principal = principal;
        this.filter = filter;
    }

    void changed(String list, String method) {
        if (filter.lists().contains(list)) {
            Message.Notification notification = new Message.Notification(method, empty());
            add(method, () -> notification);
        }
    }

    void updated(String uri) {
        if (filter.uris().contains(uri)) {
            Message.Notification notification =
                    new Message.Notification(Methods.RESOURCE_UPDATED, empty().put("uri", uri));
            add("uri " + uri, () -> notification);
        }
    }

    void changed(Task task) {
        if (task.owner().equals(principal) && filter.tasks().contains(task)) {
            add("task " + task.id(), () -> new Message.Notification(Methods.TASK_CHANGED, task.details()));
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            something.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Passes on what happens until the listener is closed or the request cancelled. */
    void forward(Client client, Cancellation cancellation) {
        Cancellation.Registration registration = cancellation.onCancel(this::close);
        try {
            List<Supplier<Message.Notification>> news = take();
            while (!news.isEmpty()) {
                news.forEach(notification -> client.notify(notification.get()));
                news = take();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            registration.close();
        }
    }

    private void add(String key, Supplier<Message.Notification> notification) {
        lock.lock();
        try {
            waiting.put(key, notification);
            something.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What there is to tell; waits for it, and is empty when there will be nothing more. */
    private List<Supplier<Message.Notification>> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && !closed) {
                something.await();
            }
            List<Supplier<Message.Notification>> news = closed ? List.of() : new ArrayList<>(waiting.values());
            waiting.clear();
            return news;
        } finally {
            lock.unlock();
        }
    }

    private static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }

    /**
     * What a client listens to, as far as it is honoured.
     *
     * @param lists the lists whose changes it wants to hear of
     * @param uris the resources
     * @param tasks the tasks, all of them its own
     */
    record Filter(Set<String> lists, Set<String> uris, Set<Task> tasks) {
        static final String TOOLS = "toolsListChanged";
        static final String PROMPTS = "promptsListChanged";
        static final String RESOURCES = "resourcesListChanged";
        static final String URIS = "resourceSubscriptions";
        static final String TASKS = "taskIds";

        ObjectNode toJson() {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            lists.stream().sorted().forEach(list -> json.put(list, true));
            if (!uris.isEmpty()) {
                ArrayNode array = json.putArray(URIS);
                uris.stream().sorted().forEach(array::add);
            }
            if (!tasks.isEmpty()) {
                ArrayNode array = json.putArray(TASKS);
                tasks.stream().map(Task::id).sorted().forEach(array::add);
            }
            return json;
        }
    }
}
