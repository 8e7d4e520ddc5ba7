package io.yumen.backend;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Remembers what a connection told by itself. */
public final class RecordedEvents implements ConnectionEvents {
    private static final int PATIENCE_SECONDS = 10;

    private final BlockingQueue<ListKind> changes = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

    @Override
    public void listChanged(ListKind list) {
        changes.add(list);
    }

    @Override
    public void closed(String reason) {
        ends.add(reason);
    }

    public ListKind change() {
        return take(changes);
    }

    public String end() {
        return take(ends);
    }

    private static <T> T take(BlockingQueue<T> queue) {
        try {
            T next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("Nothing came");
            }
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
