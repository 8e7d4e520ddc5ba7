package io.yumen.service.browser.link;

import io.yumen.backend.BackendClock;
import io.yumen.service.browser.cdp.CdpBrowser;
import io.yumen.service.browser.cdp.CdpException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The connection to one browser of one user. It is opened by the first call that needs it, by one thread however many wait; asked for
 * signs of life; opened again when it is lost; and closed some time after the last {@link Lease} was given back. The browser itself
 * is never closed. Safe for many threads.
 */
public final class BrowserLink implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BrowserLink.class);
    private static final BackendClock.Timer NONE = () -> {};

    private final LinkOpening opening;
    private final LinkLimits limits;
    private final BackendClock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Lease> leases = new LinkedHashSet<>();
    private LinkState state;
    private @Nullable CdpBrowser browser;
    private @Nullable Instant lastSign;
    private long reconnects;
    private BackendClock.Timer next = NONE;
    private BackendClock.Timer linger = NONE;

    /** The number of the try or connection under way: what an earlier one tells is not heard any more. */
    private long turn;

    private BrowserLink(LinkState state, LinkOpening opening, LinkLimits limits, BackendClock clock) {
        this.state = state;
        this.opening = opening;
        this.limits = limits;
        this.clock = clock;
    }

    /** One that can be used. */
    public static BrowserLink ready(LinkOpening opening, LinkLimits limits, BackendClock clock) {
        return new BrowserLink(new LinkState.Pending().paired(), opening, limits, clock);
    }

    /** One that can be used after {@link #paired}. */
    public static BrowserLink pending(LinkOpening opening, LinkLimits limits, BackendClock clock) {
        return new BrowserLink(new LinkState.Pending(), opening, limits, clock);
    }

    /** The user has proved that the browser is theirs. */
    public void paired() {
        lock.lock();
        try {
            if (state instanceof LinkState.Pending pending) {
                move(pending.paired());
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * A share of the connection; nothing is opened yet.
     *
     * @param listener told after the connection was lost and is there again, before calls go on; must not block
     */
    public Lease lease(Consumer<Regained> listener) {
        Lease lease = new Lease(this, listener);
        lock.lock();
        try {
            leases.add(lease);
            linger.cancel();
        } finally {
            lock.unlock();
        }
        return lease;
    }

    /** Where it stands. */
    public LinkStatus status() {
        lock.lock();
        try {
            return new LinkStatus(state, Optional.ofNullable(lastSign), reconnects, leases.size());
        } finally {
            lock.unlock();
        }
    }

    /** Ends it for good; who waits fails at once. */
    public void revoke() {
        CdpBrowser ended;
        lock.lock();
        try {
            ended = drop();
            linger.cancel();
            move(new LinkState.Revoked());
        } finally {
            lock.unlock();
        }
        close(ended);
    }

    /** The same as {@link #revoke}. */
    @Override
    public void close() {
        revoke();
    }

    CdpBrowser awaitBrowser() throws NoBrowserException {
        lock.lock();
        try {
            if (state instanceof LinkState.Disconnected gone) {
                tryNow(gone.wanted());
            }
            long left = limits.patience().toNanos();
            while (state instanceof LinkState.Opening && left > 0) {
                left = changed.awaitNanos(left);
            }
            CdpBrowser there = browser;
            if (there == null) {
                throw new NoBrowserException(state);
            }
            return there;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoBrowserException(state);
        } finally {
            lock.unlock();
        }
    }

    void release(Lease lease) {
        lock.lock();
        try {
            if (leases.remove(lease) && leases.isEmpty()) {
                linger.cancel();
                linger = clock.schedule(limits.linger(), this::unused);
            }
        } finally {
            lock.unlock();
        }
    }

    private void unused() {
        CdpBrowser ended = null;
        lock.lock();
        try {
            boolean isOver = !(state instanceof LinkState.Pending || state instanceof LinkState.Revoked);
            if (leases.isEmpty() && isOver) {
                ended = drop();
                move(new LinkState.Disconnected(LinkState.Cause.UNUSED, ""));
            }
        } finally {
            lock.unlock();
        }
        close(ended);
    }

    /** Under the lock. */
    private void tryNow(LinkState.Opening opening) {
        next.cancel();
        move(opening);
        long mine = ++turn;
        start("browser-connect", () -> attempt(mine));
    }

    private void attempt(long mine) {
        CdpBrowser opened = null;
        try {
            opened = opening.open();
            Map<Lease, Regained> regained = regain(opened);
            if (connected(mine, opened, regained)) {
                CdpBrowser kept = opened;
                kept.onEnd(() -> lost(mine, "its end was closed"));
                return;
            }
            close(opened);
        } catch (CdpException e) {
            close(opened);
            failed(mine, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("A browser could not be connected to");
            close(opened);
            failed(mine, "it cannot be connected to");
        }
    }

    private Map<Lease, Regained> regain(CdpBrowser opened) throws CdpException {
        List<Lease> sharing;
        lock.lock();
        try {
            sharing = List.copyOf(leases);
        } finally {
            lock.unlock();
        }
        Map<Lease, Regained> regained = new LinkedHashMap<>();
        for (Lease lease : sharing) {
            regained.put(lease, lease.regain(opened));
        }
        regained.values().removeIf(one -> one.sessions().isEmpty() && one.lost().isEmpty());
        return regained;
    }

    private boolean connected(long mine, CdpBrowser opened, Map<Lease, Regained> regained) {
        lock.lock();
        try {
            if (mine != turn || !(state instanceof LinkState.Opening trying)) {
                return false;
            }
            regained.forEach(Lease::tell);
            reconnects += trying instanceof LinkState.Reconnecting ? 1 : 0;
            browser = opened;
            lastSign = clock.instant();
            move(trying.opened(clock.instant()));
            next = clock.schedule(limits.health(), () -> look(mine));
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void failed(long mine, String reason) {
        lock.lock();
        try {
            if (mine == turn && state instanceof LinkState.Opening trying) {
                pause(trying.failed(limits.retries().most(), reason));
            }
        } finally {
            lock.unlock();
        }
    }

    private void look(long mine) {
        start("browser-health", () -> check(mine));
    }

    private void check(long mine) {
        CdpBrowser asked;
        lock.lock();
        try {
            asked = mine == turn ? browser : null;
        } finally {
            lock.unlock();
        }
        if (asked == null) {
            return;
        }
        try {
            asked.root().call("Browser.getVersion", JsonNodeFactory.instance.objectNode(), limits.sign());
            looked(mine, LinkState.Up::answered);
        } catch (CdpException e) {
            boolean isSign = e.kind() == CdpException.Kind.REFUSED;
            looked(mine, isSign ? LinkState.Up::answered : LinkState.Up::missed);
        }
    }

    private void looked(long mine, Function<LinkState.Up, LinkState> outcome) {
        CdpBrowser ended = null;
        lock.lock();
        try {
            if (mine != turn || !(state instanceof LinkState.Up up)) {
                return;
            }
            switch (outcome.apply(up)) {
                case LinkState.Up still -> {
                    lastSign = still instanceof LinkState.Connected ? clock.instant() : lastSign;
                    move(still);
                    next = clock.schedule(limits.health(), () -> look(mine));
                }
                case LinkState over -> {
                    ended = drop();
                    pause(over);
                }
            }
        } finally {
            lock.unlock();
        }
        close(ended);
    }

    private void lost(long mine, String reason) {
        lock.lock();
        try {
            if (mine == turn && state instanceof LinkState.Up up) {
                drop();
                pause(leases.isEmpty() ? new LinkState.Disconnected(LinkState.Cause.UNUSED, reason) : up.lost(reason));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Under the lock: goes there, and has the next try come in time. */
    private void pause(LinkState to) {
        move(to);
        if (to instanceof LinkState.Reconnecting again) {
            next = clock.schedule(pauseAfter(again), this::retry);
        } else if (isGivenUp(to)) {
            next = clock.schedule(limits.retries().probe(), this::retry);
        } else {
            next = NONE;
        }
    }

    private static boolean isGivenUp(LinkState at) {
        return at instanceof LinkState.Disconnected gone && gone.cause() == LinkState.Cause.GIVEN_UP;
    }

    private Duration pauseAfter(LinkState.Reconnecting failed) {
        return limits.retries().pause(failed.tries(), ThreadLocalRandom.current());
    }

    private void retry() {
        lock.lock();
        try {
            if (state instanceof LinkState.Reconnecting again) {
                tryNow(again);
            } else if (isGivenUp(state) && state instanceof LinkState.Disconnected gone) {
                tryNow(gone.wanted());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Under the lock: what there was is not ours any more. */
    private @Nullable CdpBrowser drop() {
        turn++;
        next.cancel();
        CdpBrowser dropped = browser;
        browser = null;
        return dropped;
    }

    private void move(LinkState to) {
        if (!to.name().equals(state.name())) {
            log.atInfo()
                    .addKeyValue("from", state.name())
                    .addKeyValue("to", to.name())
                    .log("Connection to a browser");
        }
        state = to;
        changed.signalAll();
    }

    private static void close(@Nullable CdpBrowser ended) {
        if (ended != null) {
            ended.close();
        }
    }

    private static void start(String name, Runnable task) {
        Thread.ofVirtual().name(name).start(task);
    }
}
