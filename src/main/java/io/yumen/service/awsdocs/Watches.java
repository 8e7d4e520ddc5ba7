package io.yumen.service.awsdocs;

import io.yumen.exchange.Caller;
import io.yumen.protocol.RpcException;
import io.yumen.service.Service;
import io.yumen.service.awsdocs.upstream.PageAddress;
import io.yumen.tenant.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** The pages that callers listen to: each is looked at once, however many they are, as long as there is one. Safe for many threads. */
final class Watches {
    /** Fewer than a site takes at once: whoever reads meanwhile gets through. */
    private static final int LOOKING = 3;

    /** How long a listener waits until it is known how his pages are; later than that he is told that they changed. */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(5);

    private final Library library;
    private final WatchLimits limits;
    private final Semaphore free;

    private final Semaphore looking = new Semaphore(LOOKING, true);

    private final Map<Principal, Integer> held = new ConcurrentHashMap<>();
    private final Map<PageAddress, Watch> watches = new ConcurrentHashMap<>();

    Watches(Library library, WatchLimits limits) {
        this.library = library;
        this.limits = limits;
        this.free = new Semaphore(limits.all());
    }

    /** That somebody listens to a page. */
    private record Ear(PageAddress page, Watch.Listener listener) {}

    /** As {@link Service#listen} says; URIs of other things than pages are passed over. */
    Service.Listening listen(Set<String> uris, Caller caller, Consumer<String> updated) {
        List<Ear> ears = uris.stream()
                .flatMap(uri ->
                        page(uri).stream().map(page -> new Ear(page, new Watch.Listener(() -> updated.accept(uri)))))
                .toList();
        if (ears.isEmpty()) {
            return Service.Listening.NONE;
        }
        take(caller.principal(), ears.size());
        List<Watch> watched = ears.stream().map(this::join).toList();
        await(ears, watched);
        AtomicBoolean isOver = new AtomicBoolean();
        return () -> {
            if (isOver.compareAndSet(false, true)) {
                ears.forEach(this::leave);
                give(caller.principal(), ears.size());
            }
        };
    }

    private Optional<PageAddress> page(String uri) {
        return PageUri.address(uri).flatMap(library::served).map(PageAddress::whole);
    }

    private Watch join(Ear ear) {
        return watches.compute(ear.page(), (page, before) -> {
            Watch watch = before == null ? new Watch(library, page, limits, looking) : before;
            watch.add(ear.listener());
            return before == null ? watch.started() : watch;
        });
    }

    private void leave(Ear ear) {
        watches.computeIfPresent(ear.page(), (page, watch) -> watch.remove(ear.listener()) ? watch : null);
    }

    private static void await(List<Ear> ears, List<Watch> watched) {
        long until = System.nanoTime() + FIRST_LOOK.toNanos();
        try {
            for (int i = 0; i < ears.size(); i++) {
                watched.get(i).await(ears.get(i).listener(), Duration.ofNanos(until - System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(Principal who, int count) {
        if (!free.tryAcquire(count)) {
            throw RpcException.unavailable(
                    "At most " + limits.all() + " pages are listened to at once; try again later");
        }
        int now = held.merge(who, count, Integer::sum);
        if (now > limits.each()) {
            give(who, count);
            throw RpcException.unavailable("At most " + limits.each() + " pages are listened to by one user at once");
        }
    }

    private void give(Principal who, int count) {
        held.computeIfPresent(who, (key, before) -> before > count ? before - count : null);
        free.release(count);
    }
}
