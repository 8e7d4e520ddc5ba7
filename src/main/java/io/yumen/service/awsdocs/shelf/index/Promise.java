package io.yumen.service.awsdocs.shelf.index;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** The answer to an order: of how many copies it is done. Given once; safe for many threads. */
final class Promise {
    private final CountDownLatch given = new CountDownLatch(1);
    private final AtomicInteger answer = new AtomicInteger();

    /** Gives it, unless it was given. */
    void complete(int copies) {
        if (given.getCount() > 0) {
            answer.compareAndSet(0, copies);
            given.countDown();
        }
    }

    /** Waits for it. */
    int await() throws InterruptedException {
        given.await();
        return answer.get();
    }
}
