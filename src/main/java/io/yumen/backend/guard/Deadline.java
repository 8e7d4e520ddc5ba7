package io.yumen.backend.guard;

import io.yumen.backend.BackendClock;
import io.yumen.backend.Outage;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Client;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.exchange.InputRequest;
import io.yumen.protocol.Message;
import io.yumen.protocol.Methods;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.node.ObjectNode;

/**
 * Cancels a request that has no answer in time. Progress starts the time anew, and it rests while the client is asked, or
 * while work of our own process waits by a limit of its own; a hard end is set from the beginning, and moved by such a wait alone.
 * Listens have no deadline.
 */
final class Deadline implements Handler {
    private final BackendClock clock;
    private final Duration request;
    private final Duration total;
    private final Outage outage;
    private final Handler inner;

    Deadline(GuardContext context, Handler inner) {
        this.clock = context.clock();
        this.request = context.config().timeouts().request();
        this.total = context.config().timeouts().total();
        this.outage = context.outage();
        this.inner = inner;
    }

    @Override
    public ObjectNode handle(Exchange exchange) {
        if (exchange.method().equals(Methods.LISTEN)) {
            return inner.handle(exchange);
        }
        try (Cancellation own = exchange.cancellation().child()) {
            Watch watch = new Watch(own, exchange.client());
            watch.arm(watch.left());
            try {
                return inner.handle(exchange.withCancellation(own).withClient(watch));
            } finally {
                watch.stop();
            }
        }
    }

    @Override
    public String toString() {
        return "deadline " + request.toMillis() + " ms(" + inner + ")";
    }

    private static long later(long one, long other) {
        return one - other >= 0 ? one : other;
    }

    /** The time of one request, which sees the progress on its way to the client. */
    private final class Watch implements Client {
        private final Cancellation cancellation;
        private final Client client;
        private final AtomicLong hardEnd = new AtomicLong(clock.nanoTime() + total.toNanos());
        private final AtomicInteger asking = new AtomicInteger();
        /** When something was heard last; in the future while the work waits by a limit of its own. */
        private final AtomicLong heard = new AtomicLong(clock.nanoTime());

        private volatile boolean stopped;
        private volatile BackendClock.Timer timer = () -> {};

        Watch(Cancellation cancellation, Client client) {
            this.cancellation = cancellation;
            this.client = client;
        }

        /** One timer, moved on only when it fires: progress may come often, and costs no timer. */
        void arm(long nanos) {
            timer = clock.schedule(Duration.ofNanos(nanos), this::look);
            if (stopped) {
                timer.cancel();
            }
        }

        void stop() {
            stopped = true;
            timer.cancel();
        }

        long left() {
            long now = clock.nanoTime();
            long since = asking.get() > 0 ? later(now, heard.get()) : heard.get();
            return Math.min(since + request.toNanos() - now, hardEnd.get() - now);
        }

        @Override
        public void notify(Message.Notification notification) {
            if (notification.method().equals(Methods.PROGRESS)) {
                hear(clock.nanoTime());
            }
            client.notify(notification);
        }

        @Override
        public ObjectNode ask(InputRequest question) {
            asking.incrementAndGet();
            try {
                return client.ask(question);
            } finally {
                hear(clock.nanoTime());
                asking.decrementAndGet();
            }
        }

        @Override
        public void release() {
            client.release();
        }

        @Override
        public void waits(Duration longest) {
            long end = clock.nanoTime() + longest.toNanos();
            hear(end);
            hardEnd.accumulateAndGet(end + request.toNanos(), Deadline::later);
            client.waits(longest);
        }

        @Override
        public boolean isSilent() {
            return client.isSilent();
        }

        private void hear(long nanos) {
            heard.accumulateAndGet(nanos, Deadline::later);
        }

        private Duration passed() {
            return hardEnd.get() - clock.nanoTime() <= 0 ? total : request;
        }

        private void look() {
            long left = left();
            if (left > 0) {
                arm(left);
            } else if (!stopped) {
                cancellation.cancel(asking.get() > 0 ? outage.unanswered(total) : outage.late(passed()));
            }
        }
    }
}
