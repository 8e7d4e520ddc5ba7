package io.yumen.service.browser.cdp;

import java.time.Duration;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * One conversation with a target of a browser (a tab, a frame of another process, a worker), or with the browser itself. Safe for
 * many threads. It ends with its target, with {@link CdpBrowser#detach}, and with the connection; after that every command fails
 * at once.
 */
public final class CdpSession {
    /**
     * Told to whoever listens to it in place of events that were dropped, where they would have stood: those who listen were too
     * slow, or the browser sends more than it may. {@code {"lost": <how many>}}.
     */
    public static final String EVENTS_LOST = "Yumen.eventsLost";

    /** The last event of a session, told to whoever listens to it: its target is gone, or it was detached. */
    public static final String ENDED = "Yumen.ended";

    private final CdpBrowser browser;
    private final String id;
    private final String targetId;
    private final Inbox inbox;

    CdpSession(CdpBrowser browser, String id, String targetId, Inbox inbox) {
        this.browser = browser;
        this.id = id;
        this.targetId = targetId;
        this.inbox = inbox;
    }

    /** Its id on the wire; empty for the conversation with the browser itself. */
    public String id() {
        return id;
    }

    /** The target; empty for the browser itself. */
    public String targetId() {
        return targetId;
    }

    /** Whether commands can still be sent. */
    public boolean isOpen() {
        return inbox.isOpen() && browser.isOpen();
    }

    /**
     * Sends a command and waits for its result, no longer than commands wait by default.
     *
     * @throws CdpException when there is none
     */
    public ObjectNode call(String method, ObjectNode params) throws CdpException {
        return browser.call(this, method, params, browser.limits().call());
    }

    /** The same, waiting no longer than that. */
    public ObjectNode call(String method, ObjectNode params, Duration deadline) throws CdpException {
        return browser.call(this, method, params, deadline);
    }

    /**
     * Has a handler told the {@code params} of each such event from now on. All events of a session are told one after the
     * other, in their order, on a virtual thread of the session's own; so a handler may send commands, and holds up only the events
     * of its own session.
     */
    public Subscription on(String event, Consumer<ObjectNode> handler) {
        return inbox.listen(event, handler);
    }

    Inbox inbox() {
        return inbox;
    }

    @Override
    public String toString() {
        return id.isEmpty() ? "browser session" : "session with " + targetId;
    }
}
