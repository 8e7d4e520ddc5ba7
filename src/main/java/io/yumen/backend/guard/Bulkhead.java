package io.yumen.backend.guard;

import io.yumen.backend.BackendClock;
import io.yumen.backend.BackendConfig;
import io.yumen.backend.Outage;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.protocol.Methods;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lets only so many requests reach a server at once, so that a slow one cannot hold all threads and memory; some more wait,
 * first come, first served, for a bounded time. A request whose client is asked does not count until it has answered. Listens
 * are counted apart and do not wait.
 */
final class Bulkhead implements Handler {
    private static final Set<String> NAMED = Set.of(Methods.TOOLS_CALL, Methods.PROMPTS_GET);

    private final BackendConfig.Concurrency requests;
    private final int mostListens;
    private final BackendClock clock;
    private final Outage outage;
    private final Handler inner;
    private final Room room;
    private final AtomicInteger listens = new AtomicInteger();

    Bulkhead(GuardContext context, Handler inner) {
        this.requests = context.config().limits().requests();
        this.mostListens = context.config().limits().listens();
        this.clock = context.clock();
        this.outage = context.outage();
        this.inner = inner;
        this.room = new Room(context);
    }

    @Override
    public ObjectNode handle(Exchange exchange) {
        return exchange.method().equals(Methods.LISTEN) ? listen(exchange) : request(exchange);
    }

    private ObjectNode request(Exchange exchange) {
        Place place = Place.in(room, exchange.cancellation());
        long begin = clock.nanoTime();
        try {
            ObjectNode result =
                    inner.handle(exchange.withClient(exchange.client().asking(place)));
            if (isComparable(exchange.method(), result)) {
                place.answered(kind(exchange), clock.nanoTime() - begin);
            }
            return result;
        } finally {
            place.end();
        }
    }

    /** A notification takes no time, and a tool that fails may not have begun. */
    private static boolean isComparable(String method, ObjectNode result) {
        return !Methods.isNotification(method) && !result.path("isError").asBoolean(false);
    }

    /** Its time is compared with others of the same tool or prompt, or else of the same method. */
    private static String kind(Exchange exchange) {
        String method = exchange.method();
        return NAMED.contains(method)
                ? method + " " + exchange.params().path("name").asString("")
                : method;
    }

    private ObjectNode listen(Exchange exchange) {
        try {
            if (listens.incrementAndGet() > mostListens) {
                throw outage.now("is busy: " + mostListens + " listens are under way");
            }
            return inner.handle(exchange);
        } finally {
            listens.decrementAndGet();
        }
    }

    @Override
    public String toString() {
        return "bulkhead " + requests.most() + "(" + inner + ")";
    }
}
