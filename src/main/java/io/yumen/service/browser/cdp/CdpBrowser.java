package io.yumen.service.browser.cdp;

import io.yumen.protocol.JsonCodec;
import io.yumen.service.browser.cdp.CdpException.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A connection to a browser, with any number of sessions over it. Safe for many threads. Closing it ends the connection and nothing
 * else: the browser and its tabs live on.
 */
public final class CdpBrowser implements AutoCloseable {
    private final CdpLimits limits;
    private final Sessions sessions;
    private final Pending pending;
    private final Own own = new Own();
    private final CdpWire wire;

    private CdpBrowser(CdpLimits limits, Function<CdpWire.Ear, CdpWire> opening) {
        this.limits = limits;
        this.sessions = new Sessions(this, limits);
        this.pending = new Pending(limits.pending());
        this.wire = opening.apply(new Reader(limits, sessions, pending, own));
    }

    /**
     * A connection over any wire.
     *
     * @param opening makes it of the ear that it tells
     */
    public static CdpBrowser over(CdpLimits limits, Function<CdpWire.Ear, CdpWire> opening) {
        CdpBrowser browser = new CdpBrowser(limits, opening);
        browser.wire.begin();
        return browser;
    }

    /** The conversation with the browser itself. */
    public CdpSession root() {
        return sessions.root();
    }

    /**
     * Opens a session with a target.
     *
     * @throws CdpException when there is no such target, or no answer
     */
    public CdpSession attach(String targetId) throws CdpException {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        params.put("targetId", targetId).put("flatten", true);
        ObjectNode result = root().call("Target.attachToTarget", params);
        return sessions.find(result.path("sessionId").asString(""))
                .orElseThrow(
                        () -> new CdpException(Kind.TARGET_GONE, "The target is gone, or there are too many sessions"));
    }

    /** The session of that id, also one that the browser opened by itself ({@code Target.setAutoAttach}). */
    public Optional<CdpSession> session(String id) {
        return sessions.find(id);
    }

    /** Ends a session; its target lives on. One that has ended already stays so. */
    public void detach(CdpSession session) {
        if (session.isOpen() && !session.id().isEmpty()) {
            try {
                root().call(
                                "Target.detachFromTarget",
                                JsonNodeFactory.instance.objectNode().put("sessionId", session.id()));
            } catch (CdpException e) {
                // It is gone already, or will be with the connection.
            }
            sessions.end(session.id());
            pending.endSession(session.id());
        }
    }

    /**
     * Says that a target is ours, so that it may be closed: one that a tab of ours opened, or that the user gave. Those that were
     * made over this connection are ours anyway.
     */
    public void own(String targetId) {
        own.target(targetId);
    }

    /** Whether that target is ours. */
    public boolean owns(String targetId) {
        return own.hasTarget(targetId);
    }

    /** Whether commands can still be sent. */
    public boolean isOpen() {
        return pending.isOpen();
    }

    /** Has that run once the connection ends, or now where it has; not on the wire's thread. */
    public void onEnd(Runnable listener) {
        pending.onEnd(listener);
    }

    /** How many commands wait for their answers. */
    public int waiting() {
        return pending.size();
    }

    CdpLimits limits() {
        return limits;
    }

    ObjectNode call(CdpSession session, String method, ObjectNode params, Duration deadline) throws CdpException {
        Optional<String> harm = Harm.of(session, method, params, own);
        if (harm.isPresent()) {
            throw new CdpException(Kind.DENIED, harm.get());
        }
        if (!session.isOpen()) {
            throw isOpen()
                    ? new CdpException(Kind.TARGET_GONE, method + ": the " + session + " has ended")
                    : new CdpException(Kind.GONE, method + ": " + pending.reason());
        }
        Pending.Waiting waiting = pending.begin(session.id(), method);
        try {
            send(waiting, params);
            return waiting.await(deadline);
        } finally {
            pending.forget(waiting);
        }
    }

    private void send(Pending.Waiting waiting, ObjectNode params) throws CdpException {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("id", waiting.id()).put("method", waiting.method());
        message.set("params", params);
        if (!waiting.sessionId().isEmpty()) {
            message.put("sessionId", waiting.sessionId());
        }
        String text = JsonCodec.text(message);
        if (text.length() > limits.sentBytes()) {
            throw new CdpException(
                    Kind.TOO_LARGE, waiting.method() + ": a command of " + text.length() + " characters is too large");
        }
        if (!wire.send(text)) {
            throw isOpen()
                    ? new CdpException(Kind.BUSY, waiting.method() + ": the browser does not read what waits for it")
                    : new CdpException(Kind.GONE, waiting.method() + ": " + pending.reason());
        }
    }

    /** Ends the connection only. */
    @Override
    public void close() {
        pending.end("the connection was closed");
        sessions.endAll();
        wire.close();
    }
}
