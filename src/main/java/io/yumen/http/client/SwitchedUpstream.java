package io.yumen.http.client;

import io.yumen.http.Duplex;
import io.yumen.http.HttpException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A connection to a server that was switched to another protocol. It never goes back to its pool. */
final class SwitchedUpstream implements Duplex {
    private final Upstream upstream;
    private final Lease lease;
    private final AtomicBoolean closed = new AtomicBoolean();

    SwitchedUpstream(Lease lease) {
        this.upstream = lease.upstream();
        this.lease = lease;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        try {
            return upstream.read(into, offset, length);
        } catch (IOException e) {
            return -1;
        }
    }

    @Override
    public void write(byte[] bytes, int length) {
        try {
            upstream.write(bytes, length);
        } catch (IOException e) {
            String message = upstream.origin() + " closed the connection: " + e.getMessage();
            throw new HttpException(HttpException.Code.CLOSED, HttpException.Progress.MAYBE_SENT, message, e);
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            lease.abandon();
        }
    }
}
