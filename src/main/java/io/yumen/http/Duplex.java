package io.yumen.http;

/**
 * A connection that speaks something other than HTTP by now, such as WebSocket: bytes in both directions. One thread at a
 * time reads and one at a time writes; {@link #close} may come from any thread and ends what blocks in the others.
 */
public interface Duplex extends AutoCloseable {
    /**
     * Reads some bytes, blocking.
     *
     * @return how many, at least one; -1 when the connection has ended, in good order or not
     */
    int read(byte[] into, int offset, int length);

    /**
     * Writes these bytes, blocking.
     *
     * @throws HttpException when the peer is not there any more
     */
    void write(byte[] bytes, int length);

    /** Ends the connection at once. Idempotent. */
    @Override
    void close();
}
