package io.yumen.auth.lockdown;

import io.yumen.auth.Denial;
import io.yumen.auth.OperatorToken;
import io.yumen.protocol.JsonCodec;
import io.yumen.secret.Randoms;
import io.yumen.store.Entry;
import io.yumen.store.Folder;
import io.yumen.store.Key;
import io.yumen.store.KeyValues;
import io.yumen.store.Page;
import io.yumen.store.Space;
import io.yumen.store.Value;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/**
 * The locks that are on. They are in the store before they count, and count before {@link #lock} returns; on and off as often as one
 * likes is the same as once. Asking takes no store. Safe for many threads; what changes it may wait for the store, and throws
 * {@link io.yumen.store.StoreException}.
 */
public final class Lockdown {
    private static final Folder FOLDER = Space.LOCKDOWN.ofGateway();
    private static final int PAGE = 100;

    private final KeyValues values;
    private final InstantSource clock;
    private final Map<Lock, Locked> locks = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    // Not a lock: the store is written meanwhile.
    private final Semaphore turn = new Semaphore(1, true);

    /** Hears of locks after they are in the store, on the thread that changes them. */
    public interface Listener {
        /** It is on now, or was on already. */
        void locked(Lock lock);

        /** It is off now. */
        default void lifted(Lock lock) {}
    }

    /** The locks of that store. */
    public Lockdown(KeyValues values, InstantSource clock) {
        this.values = values;
        this.clock = clock;
        Page page = values.list(FOLDER, PAGE);
        while (true) {
            page.entries().stream().map(Entry::text).map(Locked::read).forEach(one -> locks.put(one.lock(), one));
            Optional<Key> last = page.last();
            if (last.isEmpty()) {
                return;
            }
            page = values.list(FOLDER, last.get(), PAGE);
        }
    }

    /** Has that told of locks. */
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /**
     * Locks it, where it is not locked already; what hangs on it ends in either case.
     *
     * @param reason why
     * @param by who says so
     * @throws IllegalArgumentException where the reason is none, or there are too many locks; the message can be shown
     */
    public Locked lock(Lock lock, String reason, String by) {
        Locked wanted = new Locked(lock, reason, by, clock.instant());
        turn.acquireUninterruptibly();
        try {
            if (isTooMany(lock)) {
                throw new IllegalArgumentException(
                        "There are " + LockdownLimits.DEFAULT.locks() + " locks already; lock everything instead");
            }
            Locked on = locks.get(lock);
            if (on == null) {
                values.put(key(lock), Value.of(JsonCodec.text(wanted.toJson())));
                locks.put(lock, wanted);
            }
            listeners.forEach(listener -> listener.locked(lock));
            return on == null ? wanted : on;
        } finally {
            turn.release();
        }
    }

    /** Lifts a lock. Returns what it was, or empty where there was none. */
    public Optional<Locked> lift(Lock lock) {
        turn.acquireUninterruptibly();
        try {
            values.remove(key(lock));
            Optional<Locked> was = Optional.ofNullable(locks.remove(lock));
            was.ifPresent(one -> listeners.forEach(listener -> listener.lifted(lock)));
            return was;
        } finally {
            turn.release();
        }
    }

    /** The locks that are on, the oldest first. */
    public List<Locked> all() {
        List<Locked> all = new ArrayList<>(locks.values());
        all.sort(Comparator.comparing(Locked::since));
        return all;
    }

    /** Why nobody comes in by that access now; empty where nothing is in the way. */
    public Optional<Denial> objection(Access access) {
        if (locks.isEmpty() || OperatorToken.isOperator(access)) {
            return Optional.empty();
        }
        if (isEverythingLocked()) {
            return suspended("The gateway is locked down: its administrator lets nobody in now");
        }
        if (isLocked(access.principal())) {
            return suspended("The access of this principal is suspended by the administrator");
        }
        return !access.client().isEmpty() && isClientLocked(access.client())
                ? suspended("The access of this client is suspended by the administrator")
                : Optional.empty();
    }

    /** Whether nobody comes in. */
    public boolean isEverythingLocked() {
        return locks.containsKey(new Lock.OfEverything());
    }

    /** Whether that principal does not come in, by whatever it shows. */
    public boolean isLocked(Principal principal) {
        return locks.containsKey(new Lock.OfPrincipal(principal));
    }

    /** Whether that OAuth client does nothing for anybody. */
    public boolean isClientLocked(String id) {
        return locks.containsKey(new Lock.OfClient(id));
    }

    /** Whether nobody reaches that server. */
    public boolean isIsolated(String server) {
        return locks.containsKey(new Lock.OfServer(server));
    }

    /** Everything can be locked however much is. */
    private boolean isTooMany(Lock lock) {
        return !(lock instanceof Lock.OfEverything)
                && !locks.containsKey(lock)
                && locks.size() >= LockdownLimits.DEFAULT.locks();
    }

    private static Optional<Denial> suspended(String message) {
        return Optional.of(new Denial(Denial.Reason.SUSPENDED, message));
    }

    /** What it names may be longer than a key may. */
    private static Key key(Lock lock) {
        String name = lock.tenant().length() + ":" + lock.tenant() + ":" + lock.target();
        return FOLDER.below(lock.kind().name()).key(Randoms.challenge(name));
    }
}
