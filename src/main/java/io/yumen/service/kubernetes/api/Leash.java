package io.yumen.service.kubernetes.api;

import io.yumen.exchange.Cancellation;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Ends a stream when its time is over, or when nobody waits for it any more; whoever reads it then meets its end. */
final class Leash implements AutoCloseable {
    private final Closeable stream;
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();
    private final CompletableFuture<Void> over;
    private final Cancellation.Registration cancelled;

    Leash(Closeable stream, Duration longest, Cancellation cancellation) {
        this.stream = stream;
        over = done.completeOnTimeout(true, longest.toNanos(), TimeUnit.NANOSECONDS)
                .thenAccept(isOver -> {
                    if (isOver) {
                        pull();
                    }
                });
        cancelled = cancellation.onCancel(this::pull);
    }

    /** Ends the stream now. */
    void pull() {
        try {
            stream.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether its time ended it. */
    boolean isOver() {
        return done.getNow(false);
    }

    /** Lets go of the stream. */
    @Override
    public void close() {
        cancelled.close();
        done.complete(false);
        over.cancel(false);
    }
}
