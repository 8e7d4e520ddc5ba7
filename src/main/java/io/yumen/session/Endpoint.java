package io.yumen.session;

import io.yumen.exchange.Handler;

/**
 * A place that clients talk to.
 *
 * @param name tells it from others, as in {@code /mcp} or {@code /servers/files/mcp}; sessions and request states are bound
 *     to it
 * @param handler what answers there
 */
public record Endpoint(String name, Handler handler) {
    public Endpoint {
        if (name.isBlank()) {
            throw new IllegalArgumentException("An endpoint has a name");
        }
    }
}
