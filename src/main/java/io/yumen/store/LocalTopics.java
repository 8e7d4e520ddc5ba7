package io.yumen.store;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Topics within this process, for stores that no other process can use at the same time. Safe for many threads. */
public final class LocalTopics implements Topics, AutoCloseable {
    private final ConcurrentHashMap<Key, Set<LocalSubscription>> subscriptions = new ConcurrentHashMap<>();
    private final StoreLimits limits;
    private volatile boolean closed;

    public LocalTopics(StoreLimits limits) {
        this.limits = limits;
    }

    @Override
    public void publish(Key topic, String text) {
        requireOpen();
        limits.check(topic);
        limits.checkText(text);
        subscriptions.getOrDefault(topic, Set.of()).forEach(subscription -> subscription.offer(text));
    }

    @Override
    public Subscription subscribe(Key topic) {
        limits.check(topic);
        LocalSubscription subscription = new LocalSubscription(limits.waitingMessages(), ended -> leave(topic, ended));
        subscriptions.compute(topic, (key, present) -> {
            Set<LocalSubscription> all = present == null ? ConcurrentHashMap.newKeySet() : present;
            all.add(subscription);
            return all;
        });
        // Who comes while it closes is either seen there or here.
        if (closed) {
            subscription.close();
            throw StoreException.closed();
        }
        return subscription;
    }

    /** Ends every subscription. */
    @Override
    public void close() {
        closed = true;
        subscriptions.values().forEach(all -> all.forEach(LocalSubscription::close));
    }

    private void leave(Key topic, LocalSubscription ended) {
        subscriptions.computeIfPresent(topic, (key, all) -> {
            all.remove(ended);
            return all.isEmpty() ? null : all;
        });
    }

    private void requireOpen() {
        if (closed) {
            throw StoreException.closed();
        }
    }
}
