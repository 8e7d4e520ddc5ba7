package io.yumen.app;

import io.yumen.auth.Stays;
import io.yumen.auth.Withdrawal;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What every request of a client passes, on whichever transport it comes. While the gateway stops it lets no new one in, with an
 * error that says so; those under way go on, and can still be answered what they ask. Subscriptions have no end and do not
 * count. Those whose credential is taken back are cancelled, wherever they are. Safe for many threads.
 */
final class Gate {
    private final Stays stays;
    private final Set<UnderWay> all = ConcurrentHashMap.newKeySet();
    private final AtomicInteger underWay = new AtomicInteger();
    private final CountDownLatch idle = new CountDownLatch(1);
    private volatile boolean isClosing;

    Gate(Stays stays) {
        this.stays = stays;
        stays.listen(this::expel);
    }

    /** That handler behind the gate. */
    Handler before(Handler next) {
        return exchange -> {
            boolean counts = !exchange.method().equals(Methods.LISTEN);
            enter(counts ? 1 : 0);
            UnderWay mine = new UnderWay(exchange);
            all.add(mine);
            try {
                requireHeld(exchange);
                return next.handle(exchange);
            } finally {
                all.remove(mine);
                leave(counts ? 1 : 0);
            }
        };
    }

    private void expel(Withdrawal what) {
        for (UnderWay one : all) {
            if (what.covers(one.exchange.caller().access())) {
                one.exchange.cancellation().cancel(RpcException.accessEnded(what.reason()));
            }
        }
    }

    /** What was taken back before the request was known here did not cancel it. */
    private void requireHeld(Exchange exchange) {
        String missed = stays.missed(exchange.caller().access());
        if (!missed.isEmpty()) {
            throw RpcException.accessEnded(missed);
        }
    }

    /** Lets no new request in. */
    void close() {
        isClosing = true;
        leave(0);
    }

    /** Waits, after {@link #close}, until the last request is done, at most that long. */
    void awaitNone(Duration limit) {
        try {
            boolean ignored = idle.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void enter(int count) {
        underWay.addAndGet(count);
        if (isClosing) {
            leave(count);
            throw RpcException.unavailable("The gateway is stopping and takes no new requests; call again in a moment");
        }
    }

    private void leave(int count) {
        if (underWay.addAndGet(-count) == 0 && isClosing) {
            idle.countDown();
        }
    }

    /** Two equal requests are two: it is told by which object it is. */
    private static final class UnderWay {
        private final Exchange exchange;

        UnderWay(Exchange exchange) {
            this.exchange = exchange;
        }
    }
}
