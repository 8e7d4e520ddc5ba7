package io.yumen.backend;

import io.yumen.backend.link.DeliveryException;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * One open connection to a server, of either era: a handler that speaks the modern era to us and the server's own era to
 * the server. Ends by {@link #close} or when the server goes; then every request under way fails at once with a
 * {@link DeliveryException}. A connection whose session the server has forgotten is no longer open: the backend opens
 * another. {@code ping} reaches the server itself where its era has it.
 */
public interface Connection extends Handler, AutoCloseable {
    /**
     * Answers one request.
     *
     * @throws io.yumen.protocol.RpcException when the server answered with an error, or the request was cancelled
     * @throws DeliveryException when there was no answer
     */
    @Override
    ObjectNode handle(Exchange exchange);

    /** What the server said of itself when the connection was opened. */
    Description description();

    /** Whether requests can still be sent. */
    boolean isOpen();

    /**
     * Whether what the server asks (sampling, elicitation, roots) can be told to belong to one of several calls under way.
     * Not so on a legacy pipe: there the backend sends calls that may ask one at a time.
     */
    default boolean attributesRequests() {
        return true;
    }

    /**
     * What the server says is wrong with itself, in a sentence; empty where it can do its work. Blocks for seconds at most. Its requests
     * are sent all the same: they are told more.
     */
    default Optional<String> trouble() {
        return Optional.empty();
    }

    @Override
    void close();
}
