package io.yumen.exchange.task;

import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.PlainText;
import io.yumen.protocol.RpcError;
import io.yumen.protocol.RpcException;
import io.yumen.tenant.Principal;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tasks of every principal. A task is found by its owner alone, is forgotten when its time is over, and runs on a
 * virtual thread of its own. Safe for many threads.
 */
public final class TaskStore implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TaskStore.class);
    private static final int ID_BYTES = 16;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Task> tasks = new LinkedHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final TaskLimits limits;
    private final InstantSource clock;
    private final Consumer<Task> onChange;

    /** A store that tells every change of a task to that listener, which must not block. */
    public TaskStore(TaskLimits limits, InstantSource clock, Consumer<Task> onChange) {
        this.limits = limits;
        this.clock = clock;
        this.onChange = onChange;
    }

    /**
     * Starts work as a task of the caller. The work gets the request with the task as its client: what it asks becomes a
     * question of the task, its progress the task's message.
     *
     * @throws RpcException with {@link ErrorCode#UNAVAILABLE} when there are too many tasks
     */
    public Task start(Exchange exchange, Handler work) {
        Task task = new Task(newId(), exchange.caller().principal(), limits, clock, onChange);
        add(task);
        Exchange own = exchange.withClient(task).withCancellation(task.cancellation());
        Thread.ofVirtual().name("task-" + task.id()).start(() -> task.end(run(work, own)));
        return task;
    }

    /**
     * The task of that id.
     *
     * @throws RpcException with {@link ErrorCode#INVALID_PARAMS} when that principal has none
     */
    public Task get(String id, Principal principal) {
        return find(id, principal).orElseThrow(() -> RpcException.invalidParams("Unknown task: " + PlainText.echo(id)));
    }

    public Optional<Task> find(String id, Principal principal) {
        forgetExpired();
        lock.lock();
        try {
            return Optional.ofNullable(tasks.get(id))
                    .filter(task -> task.owner().equals(principal));
        } finally {
            lock.unlock();
        }
    }

    /** The tasks of that principal, oldest first. */
    public List<Task> list(Principal principal) {
        forgetExpired();
        lock.lock();
        try {
            return tasks.values().stream()
                    .filter(task -> task.owner().equals(principal))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** Cancels every task and forgets them. */
    @Override
    public void close() {
        List<Task> all;
        lock.lock();
        try {
            all = List.copyOf(tasks.values());
            tasks.clear();
        } finally {
            lock.unlock();
        }
        all.forEach(Task::cancel);
    }

    private void add(Task task) {
        forgetExpired();
        lock.lock();
        try {
            long own = tasks.values().stream()
                    .filter(other -> other.owner().equals(task.owner()))
                    .count();
            if (own >= limits.maxPerPrincipal() || tasks.size() >= limits.maxTotal()) {
                throw RpcException.unavailable("Too many tasks; try again when some have expired");
            }
            tasks.put(task.id(), task);
        } finally {
            lock.unlock();
        }
    }

    /** All tasks live equally long, so the oldest expire first. */
    private void forgetExpired() {
        List<Task> expired = new ArrayList<>();
        Instant now = clock.instant();
        lock.lock();
        try {
            Iterator<Task> oldest = tasks.values().iterator();
            while (oldest.hasNext()) {
                Task task = oldest.next();
                if (task.expiry().isAfter(now)) {
                    break;
                }
                oldest.remove();
                expired.add(task);
            }
        } finally {
            lock.unlock();
        }
        expired.forEach(Task::cancel);
    }

    private static TaskState.End run(Handler work, Exchange exchange) {
        try {
            return new TaskState.Completed(work.handle(exchange));
        } catch (RpcException e) {
            return exchange.cancellation().isCancelled() ? new TaskState.Cancelled() : new TaskState.Failed(e.error());
        } catch (RuntimeException e) {
            log.atError().addKeyValue("method", exchange.method()).setCause(e).log("Task failed by a bug");
            return new TaskState.Failed(
                    new RpcError(ErrorCode.INTERNAL_ERROR, "The task failed by a bug of its server"));
        }
    }

    private String newId() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }
}
