package io.yumen.service.browser.link;

import io.yumen.service.browser.cdp.CdpBrowser;
import io.yumen.service.browser.cdp.CdpException;
import io.yumen.service.browser.cdp.CdpSession;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A session's share of the connection to its user's browser. The connection stays for as long as there is one. Safe for many threads.
 */
public final class Lease implements AutoCloseable {
    private final BrowserLink link;
    private final Consumer<Regained> listener;

    /** What is attached, and over which connection, which knows whether it is ours. */
    private final Map<String, CdpBrowser> targets = new ConcurrentHashMap<>();

    private final AtomicBoolean closed = new AtomicBoolean();

    Lease(BrowserLink link, Consumer<Regained> listener) {
        this.link = link;
        this.listener = listener;
    }

    /**
     * The connection; opens it where there is none, and waits for it no longer than calls wait.
     *
     * @throws NoBrowserException when there is none in time
     */
    public CdpBrowser browser() throws NoBrowserException {
        return link.awaitBrowser();
    }

    /**
     * Opens a session with a target, which is opened anew with each new connection for as long as the target is there. Those are
     * told to whoever made the lease.
     */
    public CdpSession attach(String targetId) throws NoBrowserException, CdpException {
        CdpBrowser there = browser();
        CdpSession session = there.attach(targetId);
        targets.put(targetId, there);
        return session;
    }

    /** That target is of no interest any more. */
    public void forget(String targetId) {
        targets.remove(targetId);
    }

    /** Gives the share back. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            link.release(this);
        }
    }

    /** Takes up on a new connection what there was on the one before. Nothing to tell where there was nothing. */
    Regained regain(CdpBrowser browser) throws CdpException {
        Map<String, CdpSession> sessions = new HashMap<>();
        Set<String> lost = new HashSet<>();
        for (Map.Entry<String, CdpBrowser> target : targets.entrySet()) {
            String id = target.getKey();
            try {
                sessions.put(id, browser.attach(id));
                if (target.getValue().owns(id)) {
                    browser.own(id);
                }
                target.setValue(browser);
            } catch (CdpException e) {
                if (!isGone(e)) {
                    throw e;
                }
                lost.add(id);
            }
        }
        targets.keySet().removeAll(lost);
        return new Regained(browser, sessions, lost);
    }

    private static boolean isGone(CdpException e) {
        return e.kind() == CdpException.Kind.REFUSED || e.kind() == CdpException.Kind.TARGET_GONE;
    }

    void tell(Regained regained) {
        listener.accept(regained);
    }
}
