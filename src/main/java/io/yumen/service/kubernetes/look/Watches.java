package io.yumen.service.kubernetes.look;

import io.yumen.exchange.Caller;
import io.yumen.exchange.Cancellation;
import io.yumen.protocol.RpcException;
import io.yumen.service.Service;
import io.yumen.service.kubernetes.api.Clusters;
import io.yumen.service.kubernetes.api.Reach;
import io.yumen.tenant.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The objects that callers listen to: each is watched in the name of who listens, as long as he does. Safe for many threads. */
public final class Watches {
    /** How many objects one principal watches at most; each takes a connection to its cluster. */
    public static final int MOST = 50;

    /** How long a listener waits until it is known how his objects are; later than that he is told that they changed. */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(5);

    private final Clusters clusters;
    private final ConcurrentHashMap<Principal, Integer> held = new ConcurrentHashMap<>();

    public Watches(Clusters clusters) {
        this.clusters = clusters;
    }

    /** As {@link Service#listen} says; URIs of other things than objects are passed over. */
    public Service.Listening listen(Set<String> uris, Caller caller, Consumer<String> updated) {
        List<String> wanted = uris.stream().filter(ObjectUri::isOne).toList();
        if (wanted.isEmpty()) {
            return Service.Listening.NONE;
        }
        take(caller.principal(), wanted.size());
        Cancellation end = new Cancellation();
        AtomicBoolean isLate = new AtomicBoolean();
        CountDownLatch looks = new CountDownLatch(wanted.size());
        for (String uri : wanted) {
            ObjectUri object = ObjectUri.of(uri);
            Supplier<Reach> reach = () -> clusters.reach(object.cluster(), caller.access(), end);
            Watch watch = new Watch(reach, object, end, () -> updated.accept(uri), isLate::get);
            Thread.ofVirtual().name("watch").start(() -> watch.run(looks::countDown));
        }
        isLate.set(!await(looks));
        return () -> {
            if (!end.isCancelled()) {
                end.cancel();
                give(caller.principal(), wanted.size());
            }
        };
    }

    private static boolean await(CountDownLatch looks) {
        try {
            return looks.await(FIRST_LOOK.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void take(Principal who, int count) {
        held.compute(who, (key, before) -> {
            int now = count + (before == null ? 0 : before);
            if (now > MOST) {
                throw RpcException.unavailable(
                        "At most " + MOST + " objects of clusters are listened to by one user at once");
            }
            return now;
        });
    }

    private void give(Principal who, int count) {
        held.computeIfPresent(who, (key, before) -> before > count ? before - count : null);
    }
}
