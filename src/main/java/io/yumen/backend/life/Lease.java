package io.yumen.backend.life;

import io.yumen.backend.Connection;

/** A connection for as long as one request takes; closed when the request has its answer. */
record Lease(Line line, Connection connection, Runnable back) implements AutoCloseable {
    /** The same, with something more to do when it ends. */
    Lease then(Runnable more) {
        return new Lease(line, connection, () -> {
            back.run();
            more.run();
        });
    }

    @Override
    public void close() {
        line.release();
        back.run();
    }
}
