package io.yumen.backend;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Work on another thread whose outcome a test waits for. */
public final class Background<T> {
    private static final int PATIENCE_SECONDS = 20;

    private final FutureTask<T> task;

    private Background(Callable<T> work) {
        task = new FutureTask<>(work);
    }

    public static <T> Background<T> of(Callable<T> work) {
        Background<T> background = new Background<>(work);
        Thread.ofVirtual().start(background.task);
        return background;
    }

    /** What it returned; what it threw is thrown. */
    public T result() {
        try {
            return task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    public boolean isDone() {
        return task.isDone();
    }
}
