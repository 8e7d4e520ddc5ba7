package io.yumen.exchange.task;

import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Client;
import io.yumen.exchange.InputRequest;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.Message;
import io.yumen.protocol.Methods;
import io.yumen.protocol.PlainText;
import io.yumen.protocol.RpcException;
import io.yumen.tenant.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Work that goes on after its request was answered. Safe for many threads; changes are told outside of its lock. */
public final class Task implements Client {
    private static final TaskState WORKING = new TaskState.Working();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Cancellation cancellation = new Cancellation();
    private final Map<String, Question> questions = new LinkedHashMap<>();
    private final String id;
    private final Principal owner;
    private final TaskLimits limits;
    private final InstantSource clock;
    private final Consumer<Task> onChange;
    private final Instant created;
    private Instant updated;
    private String message = "";
    private int asked;
    private long happened = 1;
    private TaskState.@Nullable End end;

    Task(String id, Principal owner, TaskLimits limits, InstantSource clock, Consumer<Task> onChange) {
        this.id = id;
        this.owner = owner;
        this.limits = limits;
        this.clock = clock;
        this.onChange = onChange;
        this.created = clock.instant();
        this.updated = created;
    }

    /** The name that only the owner knows: 128 random bits. */
    public String id() {
        return id;
    }

    public Principal owner() {
        return owner;
    }

    /** What it is at now. */
    public TaskState state() {
        lock.lock();
        try {
            return current();
        } finally {
            lock.unlock();
        }
    }

    /** The task without what its state adds: the answer to the request that started it. */
    public ObjectNode summary() {
        lock.lock();
        try {
            return describe();
        } finally {
            lock.unlock();
        }
    }

    /** The task with its questions, its result or its error: the answer to {@code tasks/get}, and what listeners are told. */
    public ObjectNode details() {
        lock.lock();
        try {
            ObjectNode task = describe();
            current().describe(task);
            return task;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Hands in answers to its questions. Answers to what was not asked, or not any more, are ignored.
     *
     * @throws RpcException with invalid params when an answer is not an object
     */
    public void update(ObjectNode answers) {
        List<Runnable> woken = new ArrayList<>();
        lock.lock();
        try {
            for (Map.Entry<String, JsonNode> given : answers.properties()) {
                if (!(given.getValue() instanceof ObjectNode answer)) {
                    throw RpcException.invalidParams(
                            "The answer '" + PlainText.echo(given.getKey()) + "' is not an object");
                }
                Question question = questions.get(given.getKey());
                if (question != null) {
                    woken.add(() -> question.answer(answer));
                }
            }
            answers.properties().forEach(given -> questions.remove(given.getKey()));
            touch();
        } finally {
            lock.unlock();
        }
        woken.forEach(Runnable::run);
        if (!woken.isEmpty()) {
            onChange.accept(this);
        }
    }

    /** Puts its questions to that client, each once however many threads do so, and hands in the answers. */
    public void putQuestions(Client client) {
        for (Map.Entry<String, Question> entry : claimed().entrySet()) {
            Question question = entry.getValue();
            try {
                ObjectNode answer = client.ask(question.request());
                update(JsonNodeFactory.instance.objectNode().set(entry.getKey(), answer));
            } catch (RpcException e) {
                if (e.error().code() == ErrorCode.CANCELLED) {
                    release(question);
                    throw e;
                }
                refuse(entry.getKey(), question, e);
            }
        }
    }

    /**
     * Waits until something has happened since then.
     *
     * @param seen what this returned before; 0 at first
     * @return the number of things that have happened
     */
    public long awaitNews(long seen, Cancellation waiting) {
        Cancellation.Registration cancelled = waiting.onCancel(this::wake);
        lock.lock();
        try {
            while (happened == seen && !waiting.isCancelled()) {
                changed.await();
            }
            waiting.check();
            return happened;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RpcException.cancelled();
        } finally {
            lock.unlock();
            cancelled.close();
        }
    }

    /** Takes note of what is said of its progress. */
    public void say(String words) {
        lock.lock();
        try {
            message = words;
            touch();
        } finally {
            lock.unlock();
        }
        onChange.accept(this);
    }

    /** Gives the work up; nothing happens where it has ended. */
    public void cancel() {
        end(new TaskState.Cancelled());
        cancellation.cancel();
    }

    /** What a client hears of work that goes on without it: the latest words of its progress. */
    @Override
    public void notify(Message.Notification notification) {
        String words = notification.params().path("message").asString("");
        if (notification.method().equals(Methods.PROGRESS) && !words.isEmpty()) {
            say(words);
        }
    }

    /** Puts a question to the task's client, which finds it with {@code tasks/get}, and waits for its answer. */
    @Override
    public ObjectNode ask(InputRequest request) {
        Question question = new Question(request);
        lock.lock();
        try {
            if (end != null) {
                throw RpcException.cancelled();
            }
            asked++;
            questions.put("input-" + asked, question);
            touch();
        } finally {
            lock.unlock();
        }
        onChange.accept(this);
        return question.await(cancellation, Duration.between(clock.instant(), expiry()));
    }

    Cancellation cancellation() {
        return cancellation;
    }

    /** Ends it that way, unless it has ended already. */
    void end(TaskState.End how) {
        lock.lock();
        try {
            if (end != null) {
                return;
            }
            end = how;
            questions.clear();
            touch();
        } finally {
            lock.unlock();
        }
        onChange.accept(this);
    }

    Instant expiry() {
        return created.plus(limits.ttl());
    }

    private Map<String, Question> claimed() {
        Map<String, Question> claimed = new LinkedHashMap<>();
        lock.lock();
        try {
            questions.forEach((key, question) -> {
                if (question.claim()) {
                    claimed.put(key, question);
                }
            });
            return claimed;
        } finally {
            lock.unlock();
        }
    }

    private void release(Question question) {
        lock.lock();
        try {
            question.release();
            touch();
        } finally {
            lock.unlock();
        }
    }

    private void refuse(String key, Question question, RpcException reason) {
        lock.lock();
        try {
            questions.remove(key);
            touch();
        } finally {
            lock.unlock();
        }
        question.refuse(reason);
        onChange.accept(this);
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private TaskState current() {
        if (end != null) {
            return end;
        }
        return questions.isEmpty() ? WORKING : new TaskState.InputRequired(pending());
    }

    private Map<String, InputRequest> pending() {
        return questions.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().request(), (a, b) -> a, LinkedHashMap::new));
    }

    private ObjectNode describe() {
        ObjectNode task = JsonNodeFactory.instance.objectNode();
        task.put("taskId", id).put("status", current().status());
        if (!message.isEmpty()) {
            task.put("statusMessage", message);
        }
        return task.put("createdAt", wire(created))
                .put("lastUpdatedAt", wire(updated))
                .put("ttlMs", limits.ttl().toMillis())
                .put("pollIntervalMs", limits.pollInterval().toMillis());
    }

    private static String wire(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private void touch() {
        updated = clock.instant();
        happened++;
        changed.signalAll();
    }
}
