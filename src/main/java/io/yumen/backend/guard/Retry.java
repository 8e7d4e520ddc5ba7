package io.yumen.backend.guard;

import io.yumen.backend.link.DeliveryException;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** Sends a request again that was lost, where that is safe: over another connection, perhaps to another replica. */
final class Retry implements Handler {
    private static final Logger log = LoggerFactory.getLogger(Retry.class);

    /** Before the last attempt: a process that has ended may take a moment until its connection knows. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final String server;
    private final int attempts;
    private final Handler inner;
    private final SafeRequests safe = new SafeRequests();

    Retry(String server, int retries, Handler inner) {
        this.server = server;
        this.attempts = retries + 1;
        this.inner = inner;
    }

    @Override
    public ObjectNode handle(Exchange exchange) {
        for (int attempt = 1; ; attempt++) {
            try {
                ObjectNode result = inner.handle(exchange);
                safe.learn(exchange.method(), result);
                return result;
            } catch (DeliveryException lost) {
                if (attempt == attempts || !maySendAgain(exchange, lost)) {
                    throw lost;
                }
                log.atDebug()
                        .addKeyValue("server", server)
                        .addKeyValue("method", exchange.method())
                        .addKeyValue("reason", lost.getMessage())
                        .log("Request is sent again");
                if (attempt == attempts - 1) {
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
                exchange.cancellation().check();
            }
        }
    }

    private boolean maySendAgain(Exchange exchange, DeliveryException lost) {
        return switch (lost.sent()) {
            case NEVER -> true;
            case REFUSED, LOGIN_NEEDED -> false;
            case PERHAPS -> safe.contains(exchange.method(), exchange.params());
        };
    }

    @Override
    public String toString() {
        return "retry " + attempts + "(" + inner + ")";
    }
}
