package io.yumen.service.browser.registry;

import io.yumen.backend.BackendClock;
import io.yumen.service.browser.cdp.BrowserVersion;
import io.yumen.service.browser.cdp.CdpBrowser;
import io.yumen.service.browser.cdp.CdpConnector;
import io.yumen.service.browser.cdp.CdpException;
import io.yumen.store.KeyValues;
import io.yumen.tenant.Principal;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The browsers of the users, each with a name. A user registers one by its address and proves to sit in front of it; an operator may
 * give one to a user without that. One address, and one browser, is one user's. Safe for many threads; every method may wait for the
 * store, and those that register for the browser.
 */
public final class Browsers implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Browsers.class);

    private final Deeds deeds;
    private final Reach reach;
    private final CdpConnector cdp;
    private final RegistryLimits limits;
    private final BackendClock clock;
    private final List<Consumer<RegisteredBrowser>> ends = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();

    /** Those that show their code; empty while one is being asked. */
    private final Map<Waiting, Optional<Pairing>> pairings = new HashMap<>();

    private record Waiting(Principal owner, String name) {}

    /** A wish to register. */
    public record Wish(Principal owner, String name, String url, RegisteredBrowser.Origin origin) {
        public Wish {
            RegisteredBrowser.requireName(name);
        }
    }

    private record Found(InetSocketAddress pinned, BrowserVersion version, RegisteredBrowser browser) {}

    public Browsers(KeyValues values, Reach reach, CdpConnector cdp, RegistryLimits limits, BackendClock clock) {
        this.deeds = new Deeds(values);
        this.reach = reach;
        this.cdp = cdp;
        this.limits = limits;
        this.clock = clock;
    }

    /** Has that told of each browser that is removed, or called otherwise, after that holds. */
    public void onEnd(Consumer<RegisteredBrowser> listener) {
        ends.add(listener);
    }

    /** Has the browser at that address show a code, which {@link #pair} takes. */
    public Registration register(Wish wish) {
        Optional<Registration> refusal = refusal(wish);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Waiting key = new Waiting(wish.owner(), wish.name());
        if (!reserve(key)) {
            return new Registration.Full();
        }
        Pairing pairing = null;
        try {
            Optional<Found> found = look(wish);
            if (found.isEmpty()) {
                return new Registration.Unreachable();
            }
            if (deeds.isTaken(found.get().browser()) || isShowing(found.get().browser())) {
                return new Registration.Taken();
            }
            pairing = show(found.get());
            return new Registration.Pending(pairing.until());
        } catch (CdpException e) {
            return unreachable(wish, String.valueOf(e.getMessage()));
        } finally {
            settle(key, pairing);
        }
    }

    /** Takes the code that the browser shows. */
    public Registration pair(Principal owner, String name, String code) {
        Waiting key = new Waiting(owner, name);
        Pairing pairing = shown(key);
        if (pairing == null || pairing.isOver(clock.instant())) {
            return new Registration.Unknown();
        }
        int left = pairing.tryCode(code);
        if (left > 0) {
            return new Registration.Wrong(left);
        }
        end(key, pairing);
        if (left == 0) {
            return new Registration.Wrong(0);
        }
        return deeds.create(pairing.browser())
                ? new Registration.Registered(pairing.browser())
                : new Registration.Taken();
    }

    /** Gives a user the browser at that address, because an operator says so. The address must be allowed all the same. */
    public Registration assign(Wish wish) {
        Optional<Registration> refusal = refusal(wish);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        try {
            Optional<Found> found = look(wish);
            if (found.isEmpty()) {
                return new Registration.Unreachable();
            }
            RegisteredBrowser browser = found.get().browser();
            return deeds.create(browser) ? new Registration.Registered(browser) : new Registration.Taken();
        } catch (CdpException e) {
            return unreachable(wish, String.valueOf(e.getMessage()));
        }
    }

    /** That user's browser of that name. */
    public Optional<RegisteredBrowser> find(Principal owner, String name) {
        return deeds.find(owner, name);
    }

    /** Whether a browser of that name shows a code and waits for it. */
    public boolean isPending(Principal owner, String name) {
        Pairing pairing = shown(new Waiting(owner, name));
        return pairing != null && !pairing.isOver(clock.instant());
    }

    /** All of that user's, in the order of their names. */
    public List<RegisteredBrowser> list(Principal owner) {
        return deeds.list(owner, limits.perUser());
    }

    /** Gives one another name. Returns whether there is such a browser, and none of the other name. */
    public boolean rename(Principal owner, String name, String other) {
        RegisteredBrowser.requireName(other);
        Optional<RegisteredBrowser> browser = deeds.find(owner, name);
        boolean renamed = browser.isPresent() && deeds.rename(browser.get(), other);
        if (renamed) {
            tell(browser.get());
        }
        return renamed;
    }

    /** Takes one away. Returns whether there was one. */
    public boolean remove(Principal owner, String name) {
        Optional<RegisteredBrowser> browser = deeds.find(owner, name);
        boolean removed = browser.isPresent() && deeds.remove(browser.get());
        if (removed) {
            tell(browser.get());
        }
        return removed;
    }

    /**
     * Connects to one. Whether its address may be reached is asked anew, and so is whose the browser is that answers there.
     *
     * @throws CdpException when it cannot be
     */
    public CdpBrowser open(Principal owner, String name) throws CdpException {
        RegisteredBrowser browser =
                deeds.find(owner, name).orElseThrow(() -> CdpException.gone("there is no browser of that name"));
        InetSocketAddress pinned =
                reach.pin(browser.url()).orElseThrow(() -> CdpException.gone("its address cannot be reached"));
        BrowserVersion version = cdp.version(pinned);
        if (deeds.seenAs(browser, version.browserId()).isEmpty()) {
            throw CdpException.gone("another browser answers at its address");
        }
        return cdp.connect(pinned, version);
    }

    /** Ends the pairings under way; their tabs are closed. */
    @Override
    public void close() {
        List<Pairing> left;
        lock.lock();
        try {
            left = pairings.values().stream().flatMap(Optional::stream).toList();
            pairings.clear();
        } finally {
            lock.unlock();
        }
        left.forEach(Pairing::close);
    }

    private Optional<Registration> refusal(Wish wish) {
        if (deeds.find(wish.owner(), wish.name()).isPresent()) {
            return Optional.of(new Registration.Taken());
        }
        return list(wish.owner()).size() >= limits.perUser() ? Optional.of(new Registration.Full()) : Optional.empty();
    }

    private Optional<Found> look(Wish wish) throws CdpException {
        Optional<BrowserUrl> url = BrowserUrl.parse(wish.url());
        Optional<InetSocketAddress> pinned = url.flatMap(reach::pin);
        if (pinned.isEmpty()) {
            return Optional.empty();
        }
        BrowserVersion version = cdp.version(pinned.get());
        // Under the address that it was found at, so that no two spellings are two browsers.
        BrowserUrl literal = new BrowserUrl(
                pinned.get().getAddress().getHostAddress(), pinned.get().getPort());
        RegisteredBrowser browser = new RegisteredBrowser(
                wish.owner().tenant(), wish.owner().name(), wish.name(), literal, version.browserId(), wish.origin());
        return Optional.of(new Found(pinned.get(), version, browser));
    }

    private Pairing show(Found found) throws CdpException {
        CdpBrowser connection = cdp.connect(found.pinned(), found.version());
        try {
            return Pairing.begin(found.browser(), connection, clock.instant().plus(limits.pairing()), limits.tries());
        } catch (CdpException e) {
            connection.close();
            throw e;
        }
    }

    private boolean reserve(Waiting key) {
        Pairing former;
        lock.lock();
        try {
            if (pairings.size() >= limits.pending() && !pairings.containsKey(key)) {
                return false;
            }
            Optional<Pairing> known = pairings.get(key);
            if (known != null && known.isEmpty()) {
                return false;
            }
            former = known == null ? null : known.get();
            pairings.put(key, Optional.empty());
        } finally {
            lock.unlock();
        }
        if (former != null) {
            former.close();
        }
        return true;
    }

    private void settle(Waiting key, @Nullable Pairing pairing) {
        lock.lock();
        try {
            pairings.remove(key);
            if (pairing != null) {
                pairings.put(key, Optional.of(pairing));
            }
        } finally {
            lock.unlock();
        }
        if (pairing != null) {
            clock.schedule(
                    limits.pairing(),
                    () -> Thread.ofVirtual().name("browser-pairing").start(() -> end(key, pairing)));
        }
    }

    private boolean isShowing(RegisteredBrowser browser) {
        lock.lock();
        try {
            return pairings.values().stream()
                    .flatMap(Optional::stream)
                    .map(Pairing::browser)
                    .anyMatch(one ->
                            one.url().equals(browser.url()) || one.browserId().equals(browser.browserId()));
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Pairing shown(Waiting key) {
        lock.lock();
        try {
            return pairings.getOrDefault(key, Optional.empty()).orElse(null);
        } finally {
            lock.unlock();
        }
    }

    private void end(Waiting key, Pairing pairing) {
        boolean isMine;
        lock.lock();
        try {
            isMine = pairings.remove(key, Optional.of(pairing));
        } finally {
            lock.unlock();
        }
        if (isMine) {
            pairing.close();
        }
    }

    private void tell(RegisteredBrowser browser) {
        ends.forEach(listener -> listener.accept(browser));
    }

    private static Registration unreachable(Wish wish, String why) {
        log.atInfo()
                .addKeyValue("browser", wish.name())
                .addKeyValue("reason", why)
                .log("A browser was not registered");
        return new Registration.Unreachable();
    }
}
