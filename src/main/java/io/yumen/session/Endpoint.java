package io.yumen.session;

import io.yumen.exchange.Handler;
import io.yumen.exchange.Refusals;

/**
 * A place that clients talk to.
 *
 * @param name tells it from others, as in {@code /mcp} or {@code /servers/files/mcp}; sessions and request states are bound
 *     to it
 * @param handler what answers there
 * @param refusals is told of requests that the handler does not get to see
 */
public record Endpoint(String name, Handler handler, Refusals refusals) {
    public Endpoint {
        if (name.isBlank()) {
            throw new IllegalArgumentException("An endpoint has a name");
        }
    }

    /** One of which nothing is recorded but by its handler. */
    public Endpoint(String name, Handler handler) {
        this(name, handler, Refusals.NONE);
    }
}
