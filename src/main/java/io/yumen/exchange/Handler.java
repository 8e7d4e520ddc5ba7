package io.yumen.exchange;

import io.yumen.protocol.RpcException;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers MCP requests in the form of the modern era. Called on a virtual thread, by many at once; it may block, and
 * gives up soon after {@link Exchange#cancellation()} was cancelled.
 *
 * <p>Three methods are worth a word. {@code server/discover} says what the handler offers. {@code subscriptions/listen}
 * sends {@code notifications/subscriptions/acknowledged} to the client, then the notifications that were asked for, and
 * returns only when it was cancelled or has nothing more to say. A method that starts with {@code notifications/} is
 * something that the client tells; its result is empty and nobody reads it.
 */
@FunctionalInterface
public interface Handler {
    /**
     * Answers one request.
     *
     * @return the result; without {@code resultType} it is complete. It may be {@code input_required}. The caller owns
     *     the outer object and its {@code _meta} and may change them; what lies deeper is shared
     * @throws RpcException when the answer is an error
     */
    ObjectNode handle(Exchange exchange);
}
