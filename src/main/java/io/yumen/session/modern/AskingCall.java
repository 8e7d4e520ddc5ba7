package io.yumen.session.modern;

import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Client;
import io.yumen.exchange.InputRequest;
import io.yumen.exchange.Results;
import io.yumen.protocol.Message;
import io.yumen.protocol.Meta;
import io.yumen.protocol.RpcException;
import io.yumen.session.Asking;
import io.yumen.session.Call;
import io.yumen.session.RequestNotifications;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A call of a modern client that can be asked. Its handler runs on a virtual thread of its own, which waits in
 * {@link #ask} while the request is answered with {@code input_required} and until a retry brings the answers: the thread
 * is the continuation. At any time at most one request, the original or a retry, is attached and waits for the outcome;
 * notifications go to that one.
 */
final class AskingCall implements Client {
    private final ParkedCalls parked;
    private final Call original;
    private final Cancellation cancellation = new Cancellation();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Question> questions = new LinkedHashMap<>();
    private @Nullable Call attached;
    private @Nullable String id;
    private @Nullable Outcome outcome;
    private boolean taken;
    private int round;
    private int asked;
    private long parkedUntilNanos;

    AskingCall(Call call, ParkedCalls parked) {
        this.parked = parked;
        this.original = call;
        this.attached = call;
        cancellation.onCancel(this::wake);
    }

    /** Runs the handler; for its own thread. */
    void run() {
        Outcome end;
        try {
            end = new Outcome.Done(parked.states().handle(original.with(cancellation), this));
        } catch (RuntimeException | StackOverflowError e) {
            end = new Outcome.Failed(e);
        }
        finish(end);
    }

    void cancel(RpcException reason) {
        cancellation.cancel(reason);
    }

    /** Waits for the outcome, or for questions to put to the client; for the thread of the attached request. */
    ObjectNode await(Call request) {
        Cancellation theirs = request.cancellation();
        Cancellation.Registration gone = theirs.onCancel(() -> cancellation.cancel(theirs.cause()));
        try {
            return awaitOutcomeOrQuestions(request);
        } finally {
            gone.close();
        }
    }

    /** Attaches a retry, which brings answers to that round, and waits again. */
    ObjectNode resume(int ofRound, ObjectNode answers, Call retry) {
        lock.lock();
        try {
            if (attached != null || ofRound != round) {
                throw RpcException.invalidParams("requestState was used already");
            }
            questions.forEach((key, question) -> {
                JsonNode answer = answers.get(key);
                if (answer != null) {
                    Asking.requireAnswer(question.request.kind(), key, answer);
                }
            });
            attached = retry;
            questions.entrySet().removeIf(entry -> entry.getValue().take(answers.get(entry.getKey())));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        return await(retry);
    }

    @Override
    public void notify(Message.Notification notification) {
        Call now;
        lock.lock();
        try {
            now = attached;
        } finally {
            lock.unlock();
        }
        if (now == null || cancellation.isCancelled()) {
            return;
        }
        JsonNode token = original.envelope().progressToken();
        JsonNode tokenNow = now.envelope().progressToken();
        Optional<Message.Notification> admitted = RequestNotifications.admit(
                notification, tokenNow == null ? null : token, now.envelope().logLevel());
        admitted.map(message -> message.params().has(Meta.PROGRESS_TOKEN) && tokenNow != null && !tokenNow.equals(token)
                        ? RequestNotifications.withToken(message, tokenNow)
                        : message)
                .ifPresent(now.outlet()::send);
    }

    @Override
    public ObjectNode ask(InputRequest request) {
        requireCapability(request);
        try {
            admit();
        } catch (RpcException tooMany) {
            // What the server makes of an error is anybody's guess, and the client is to know.
            cancellation.cancel(tooMany);
            throw tooMany;
        }
        ObjectNode answer = answer(new Question(request));
        if (answer != null) {
            return answer;
        }
        cancellation.cancel(RpcException.timeout("The client did not answer in time"));
        throw cancellation.cause();
    }

    private void requireCapability(InputRequest request) {
        lock.lock();
        try {
            cancellation.check();
            Call now = attached == null ? original : attached;
            Asking.requireCapability(now.envelope().capabilities(), request);
        } finally {
            lock.unlock();
        }
    }

    /** Makes the call one that may wait for its client. */
    private void admit() {
        lock.lock();
        try {
            if (outcome != null) {
                throw RpcException.cancelled();
            }
            if (id == null) {
                id = parked.admit(this, original.principal());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the answer; null when the time is over, or the call cancelled. */
    private @Nullable ObjectNode answer(Question question) {
        lock.lock();
        try {
            questions.put(question.request.kind().capability() + "-" + ++asked, question);
            changed.signalAll();
            awaitWhile(() -> question.answer == null);
            return question.answer;
        } finally {
            lock.unlock();
        }
    }

    private ObjectNode awaitOutcomeOrQuestions(Call request) {
        lock.lock();
        try {
            while (outcome == null && questions.isEmpty()) {
                cancellation.check();
                changed.await();
            }
            if (outcome == null) {
                collect();
            }
            taken = outcome != null;
            return outcome == null ? park(request) : outcome.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancellation.cancel();
            throw RpcException.cancelled();
        } finally {
            attached = null;
            changed.signalAll();
            lock.unlock();
        }
    }

    /** Gives questions that are asked at the same time the chance to travel together. */
    private void collect() throws InterruptedException {
        long left = parked.limits().collectTime().toNanos();
        while (left > 0 && outcome == null && !cancellation.isCancelled()) {
            left = changed.awaitNanos(left);
        }
    }

    private ObjectNode park(Call request) {
        cancellation.check();
        round++;
        parkedUntilNanos = System.nanoTime() + parked.limits().parkTime().toNanos();
        ObjectNode result = JsonNodeFactory.instance.objectNode().put(Results.TYPE, Results.INPUT_REQUIRED);
        ObjectNode requests = result.putObject(Results.INPUT_REQUESTS);
        questions.forEach((key, question) -> requests.set(key, question.toJson()));
        return result.put(Results.REQUEST_STATE, parked.seal(known(), round, request));
    }

    private String known() {
        if (id == null) {
            throw new IllegalStateException("A call was parked that has asked nothing");
        }
        return id;
    }

    /** Waits while that holds, and while nobody is attached no longer than the call may be parked. */
    private void awaitWhile(BooleanSupplier waiting) {
        try {
            while (waiting.getAsBoolean() && !cancellation.isCancelled()) {
                long left = attached == null ? parkedUntilNanos - System.nanoTime() : Long.MAX_VALUE;
                if (left <= 0) {
                    return;
                }
                changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Keeps an outcome for the retry that may come while the call is parked. */
    private void finish(Outcome end) {
        lock.lock();
        try {
            outcome = end;
            changed.signalAll();
            awaitWhile(() -> attached == null && round > 0 && !taken);
        } finally {
            lock.unlock();
        }
        if (id != null) {
            parked.forget(id, original.principal());
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

    /** Something that the handler wants to know; guarded by the call's lock. */
    private static final class Question {
        private final InputRequest request;
        private @Nullable ObjectNode answer;

        Question(InputRequest request) {
            this.request = request;
        }

        boolean take(@Nullable JsonNode given) {
            answer = given instanceof ObjectNode object ? object : null;
            return answer != null;
        }

        ObjectNode toJson() {
            ObjectNode params = JsonNodeFactory.instance.objectNode();
            params.setAll(request.params());
            // The modern era has neither: the key of the question tells it from others.
            params.remove("elicitationId");
            params.remove(Meta.KEY);
            ObjectNode json = JsonNodeFactory.instance
                    .objectNode()
                    .put("method", request.kind().method());
            json.set("params", params);
            return json;
        }
    }
}
