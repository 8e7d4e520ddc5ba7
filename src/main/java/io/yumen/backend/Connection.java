package io.yumen.backend;

import io.yumen.exchange.Handler;

/**
 * One open connection to a server, of either era: a handler that speaks the modern era to us and the server's own era to
 * the server. Ends by {@link #close} or when the server goes; then every request under way fails at once with an error
 * that names the server.
 */
public interface Connection extends Handler, AutoCloseable {
    /** What the server said of itself when the connection was opened. */
    Description description();

    /** Whether requests can still be sent. */
    boolean isOpen();

    @Override
    void close();
}
