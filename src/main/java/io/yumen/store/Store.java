package io.yumen.store;

/**
 * What a gateway remembers beyond a request, in four shapes. Kept how well: {@code store.memory} as long as the process;
 * {@code store.disk} through {@code kill -9} and loss of power, from the moment that the write returned. A write that threw
 * {@link StoreException} may or may not have taken effect. Safe for many threads.
 */
public interface Store extends AutoCloseable {
    /** Values by key. */
    KeyValues values();

    /** Logs. */
    Logs logs();

    /** Counters. */
    Counters counters();

    /** Messages to whoever listens. */
    Topics topics();

    /** Ends it: writes under way are finished, subscriptions end, and everything else throws from then on. */
    @Override
    void close();
}
