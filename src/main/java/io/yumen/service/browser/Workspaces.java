package io.yumen.service.browser;

import io.yumen.exchange.Caller;
import io.yumen.exchange.ClientKey;
import io.yumen.service.ToolFailure;
import io.yumen.service.browser.cdp.CdpBrowser;
import io.yumen.service.browser.page.Isolation;
import io.yumen.service.browser.page.PageLimits;
import io.yumen.service.browser.page.Workspace;
import io.yumen.tenant.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What each client's session has of a browser. A session is that of the client where it has one; a client of the stateless era shares
 * with the others of its user. What was not used for long is closed. Safe for many threads.
 */
final class Workspaces implements AutoCloseable {
    private static final int MOST = 500;
    private static final Duration IDLE = Duration.ofHours(1);

    private final Function<Caller, CdpBrowser> browsers;
    private final Isolation isolation;
    private final PageLimits limits;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Owner, Used> spaces = new HashMap<>();

    /** @param browsers knows the browser of who calls; may connect to it */
    Workspaces(Function<Caller, CdpBrowser> browsers, Isolation isolation, PageLimits limits, InstantSource clock) {
        this.browsers = browsers;
        this.isolation = isolation;
        this.limits = limits;
        this.clock = clock;
    }

    private record Owner(Principal principal, ClientKey client) {}

    private record Used(Workspace space, Instant last) {}

    /** That of who calls. */
    Workspace of(Caller caller) {
        Owner owner = new Owner(caller.principal(), caller.client());
        end(this::isIdle);
        Workspace known = find(owner);
        if (known != null && known.isOpen()) {
            return known;
        }
        CdpBrowser browser = browsers.apply(caller);
        Workspace made = known == null ? Workspace.in(browser, isolation, limits) : known.again(browser);
        Workspace kept = keep(owner, known, made);
        if (!made.equals(kept)) {
            closeApart(made);
        }
        return kept;
    }

    /** The first of those that were made at the same time stays. */
    private Workspace keep(Owner owner, @Nullable Workspace before, Workspace made) {
        lock.lock();
        try {
            Used there = spaces.get(owner);
            if (there != null && !there.space().equals(before)) {
                return there.space();
            }
            if (there == null && spaces.size() >= MOST) {
                throw new ToolFailure(
                        "busy", MOST + " sessions use a browser already: try again later", Duration.ofMinutes(1));
            }
            spaces.put(owner, new Used(made, clock.instant()));
            return made;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Workspace find(Owner owner) {
        lock.lock();
        try {
            Used used = spaces.computeIfPresent(owner, (same, there) -> new Used(there.space(), clock.instant()));
            return used == null ? null : used.space();
        } finally {
            lock.unlock();
        }
    }

    private boolean isIdle(Used used) {
        return used.last().plus(IDLE).isBefore(clock.instant());
    }

    /** Closes what that session has; returns at once. */
    void ended(ClientKey.Session session) {
        take(entry -> entry.getKey().client().equals(session)).forEach(Workspaces::closeApart);
    }

    private void end(Predicate<Used> which) {
        take(entry -> which.test(entry.getValue())).forEach(Workspaces::closeApart);
    }

    private List<Workspace> take(Predicate<Map.Entry<Owner, Used>> which) {
        List<Workspace> taken = new ArrayList<>();
        lock.lock();
        try {
            spaces.entrySet().removeIf(entry -> {
                boolean isTaken = which.test(entry);
                if (isTaken) {
                    taken.add(entry.getValue().space());
                }
                return isTaken;
            });
        } finally {
            lock.unlock();
        }
        return taken;
    }

    private static void closeApart(Workspace space) {
        Thread.ofVirtual().name("browser-end").start(space::close);
    }

    @Override
    public void close() {
        take(entry -> true).forEach(Workspace::close);
    }
}
