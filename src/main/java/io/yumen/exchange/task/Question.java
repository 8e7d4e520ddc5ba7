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

    Question(InputRequest request) {
        this.request = request;
    }

    InputRequest request() {
        return request;
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
        ObjectNode given = answer;
        if (given == null) {
            throw cancellation.cause();
        }
        return given;
    }
}
