package io.yumen.service.browser.cdp;

/** What carries the messages of one connection, in both directions: a WebSocket, or a tunnel. Safe for many threads. */
public interface CdpWire extends AutoCloseable {
    /** From now on it tells what comes; before it tells nothing. Called once. */
    void begin();

    /**
     * Sends a message after those that were given before; does not wait for it.
     *
     * @return false when it cannot be sent: too much waits already, or the connection has ended
     */
    boolean send(String message);

    /** Ends the connection without any word to the browser, which goes on. Does not wait. */
    @Override
    void close();

    /** What a wire tells, one call after the other. */
    interface Ear {
        /** A whole message. The next one waits until this returns. */
        void message(byte[] utf8);

        /** A message that was larger than the limit, and was not kept: only its beginning. */
        void tooLarge(byte[] head);

        /** Nothing comes any more, and nothing can be sent. Called once. */
        void ended(String reason);
    }
}
