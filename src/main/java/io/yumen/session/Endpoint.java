package io.yumen.session;

import io.yumen.exchange.Handler;
import io.yumen.exchange.Refusals;
import io.yumen.exchange.Standing;
import io.yumen.tenant.Access;
import java.util.function.Predicate;

/**
 * A place that clients talk to.
 *
 * @param name tells it from others, as in {@code /mcp} or {@code /servers/files/mcp}; sessions and request states are bound
 *     to it
 * @param handler what answers there
 * @param refusals is told of requests that the handler does not get to see
 * @param visibility for whom it is there; whom it is hidden from cannot tell it from a place that does not exist
 * @param standing says whether what a tool has brought there may still be had
 */
public record Endpoint(
        String name, Handler handler, Refusals refusals, Predicate<Access> visibility, Standing standing) {
    public Endpoint {
        if (name.isBlank()) {
            throw new IllegalArgumentException("An endpoint has a name");
        }
    }

    /** One of which nothing is recorded but by its handler. */
    public Endpoint(String name, Handler handler) {
        this(name, handler, Refusals.NONE);
    }

    /** One that is there for everybody who came in. */
    public Endpoint(String name, Handler handler, Refusals refusals) {
        this(name, handler, refusals, access -> true, Standing.of(handler));
    }

    /** Whether it is there for whoever came in so. */
    public boolean isThereFor(Access access) {
        return visibility.test(access);
    }
}
