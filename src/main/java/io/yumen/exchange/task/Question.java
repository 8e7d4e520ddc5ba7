package io.yumen.exchange.task;

import io.yumen.exchange.Cancellation;
import io.yumen.exchange.InputRequest;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One thing that a task waits to hear from its client; answered at most once. */
final class Question {
    private final InputRequest request;
    private final CountDownLatch answered = new CountDownLatch(1);
    private volatile @Nullable ObjectNode answer;
    private volatile @Nullable RpcException refusal;
    private boolean claimed;

    Question(InputRequest request) {
        this.request = request;
    }

    InputRequest request() {
        return request;
    }

    /** Whether nobody has put it to the client yet; guarded by the task's lock. */
    boolean claim() {
        boolean free = !claimed;
        claimed = true;
        return free;
    }

    /** Puts it back: it was not answered; guarded by the task's lock. */
    void release() {
        claimed = false;
    }

    void refuse(RpcException reason) {
        refusal = reason;
        answered.countDown();
    }

    void answer(ObjectNode given) {
        answer = given;
        answered.countDown();
    }

    /** Waits for the answer until the task is cancelled, at most that long. */
    ObjectNode await(Cancellation cancellation, Duration atMost) {
        Cancellation.Registration registration = cancellation.onCancel(answered::countDown);
        try {
            if (!answered.await(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                throw RpcException.timeout("Nobody answered what the task asked");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RpcException.cancelled();
        } finally {
            registration.close();
        }
        RpcException refused = refusal;
        if (refused != null) {
            throw refused;
        }
        ObjectNode given = answer;
        if (given == null) {
            throw cancellation.cause();
        }
        return given;
    }
}
