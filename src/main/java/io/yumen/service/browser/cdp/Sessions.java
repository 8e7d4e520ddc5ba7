package io.yumen.service.browser.cdp;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The sessions over one connection. */
final class Sessions {
    private final CdpBrowser browser;
    private final CdpLimits limits;
    private final CdpSession root;
    private final Map<String, CdpSession> byId = new ConcurrentHashMap<>();

    Sessions(CdpBrowser browser, CdpLimits limits) {
        this.browser = browser;
        this.limits = limits;
        this.root = new CdpSession(browser, "", "", new Inbox(limits.events()));
    }

    CdpSession root() {
        return root;
    }

    /** The session of that id; empty for none of ours. */
    Optional<CdpSession> find(String id) {
        return id.isEmpty() ? Optional.empty() : Optional.ofNullable(byId.get(id));
    }

    /** Known from the moment on that the browser speaks of it, so that no event of it is missed. */
    void begin(String id, String targetId) {
        if (!id.isEmpty() && byId.size() < limits.sessions()) {
            byId.computeIfAbsent(id, key -> new CdpSession(browser, key, targetId, new Inbox(limits.events())));
        }
    }

    void end(String id) {
        CdpSession session = byId.remove(id);
        if (session != null) {
            session.inbox().end();
        }
    }

    void endAll() {
        byId.keySet().forEach(this::end);
        root.inbox().end();
    }
}
