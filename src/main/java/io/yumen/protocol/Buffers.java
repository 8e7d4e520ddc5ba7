package io.yumen.protocol;

import java.io.Serial;
import java.util.concurrent.atomic.AtomicReferenceArray;
import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.RecyclerPool;

/**
 * The buffers of readers and writers of JSON, for many short-lived threads: a few places, of which each thread looks only at its
 * own, so that nobody waits and no list grows. Whoever finds none makes one. Safe for many threads.
 */
final class Buffers implements RecyclerPool<BufferRecycler> {
    @Serial
    private static final long serialVersionUID = 1;

    private static final int PLACES = 32;

    private final AtomicReferenceArray<BufferRecycler> places = new AtomicReferenceArray<>(PLACES);

    @Override
    public BufferRecycler acquirePooled() {
        BufferRecycler found = places.getAndSet(place(), null);
        return found == null ? new BufferRecycler() : found;
    }

    @Override
    public void releasePooled(BufferRecycler done) {
        places.set(place(), done);
    }

    private static int place() {
        return (int) Thread.currentThread().threadId() & (PLACES - 1);
    }
}
