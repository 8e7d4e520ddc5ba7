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
import tools.jackson.databind.node.ObjectNode;

/**
 * Cancels a request that has no answer in time. Progress starts the time anew, and it rests while the client is asked; a
 * hard end is set from the beginning. Listens have no deadline.
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

    /** The time of one request, which sees the progress on its way to the client. */
    private final class Watch implements Client {
        private final Cancellation cancellation;
        private final Client client;
        private final long hardEnd = clock.nanoTime() + total.toNanos();
        private final AtomicInteger asking = new AtomicInteger();
        private volatile long heard = clock.nanoTime();
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
            long since = asking.get() > 0 ? now : heard;
            return Math.min(since + request.toNanos() - now, hardEnd - now);
        }

        @Override
        public void notify(Message.Notification notification) {
            if (notification.method().equals(Methods.PROGRESS)) {
                heard = clock.nanoTime();
            }
            client.notify(notification);
        }

        @Override
        public ObjectNode ask(InputRequest question) {
            asking.incrementAndGet();
            try {
                return client.ask(question);
            } finally {
                heard = clock.nanoTime();
                asking.decrementAndGet();
            }
        }

        @Override
        public void release() {
            client.release();
        }

        @Override
        public boolean isSilent() {
            return client.isSilent();
        }

        private Duration passed() {
            return hardEnd - clock.nanoTime() <= 0 ? total : request;
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
