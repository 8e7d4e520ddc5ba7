package io.yumen.http.server;

import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.spi.ServerConnection;
import java.time.Duration;

/** Helidon's HTTP/1.1 loop on a connection of ours: enlisted while it runs. */
record ServedConnection(ClientConnection client, ServerConnection http1) implements ServerConnection {
    @Override
    public void handle(Limit limit) throws InterruptedException {
        client.begin();
        try {
            http1.handle(limit);
        } finally {
            client.end();
        }
    }

    @Override
    public Duration idleTime() {
        return Duration.ZERO;
    }

    @Override
    public void close(boolean interrupt) {
        if (interrupt) {
            client.cut();
        } else {
            client.cutIfIdle();
        }
    }
}
