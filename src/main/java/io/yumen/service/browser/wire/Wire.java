package io.yumen.service.browser.wire;

import io.yumen.service.browser.cdp.CdpException;
import io.yumen.service.browser.cdp.CdpSession;
import java.time.Duration;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is asked of one target of the browser, with the deadline of an action. Safe for many threads. */
public final class Wire {
    private final CdpSession session;
    private final Duration deadline;

    public Wire(CdpSession session, Duration deadline) {
        this.session = session;
        this.deadline = deadline;
    }

    /** No parameters, to which some can be added. */
    public static ObjectNode params() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** The same without parameters. */
    public JsonNode call(String method) {
        return call(method, params());
    }

    /** Sends a command and waits for its result, as long as an action may take. */
    public JsonNode call(String method, ObjectNode params) {
        return call(method, params, deadline);
    }

    /**
     * The same, no longer than that.
     *
     * @throws WireException where the browser does not do that
     */
    public JsonNode call(String method, ObjectNode params, Duration longest) {
        try {
            return session.call(method, params, longest);
        } catch (CdpException e) {
            throw new WireException(method, e);
        }
    }

    /** Hears events; the handler returns at once. */
    public void on(String event, Consumer<JsonNode> handler) {
        session.on(event, handler::accept);
    }

    /** The same, for what takes a while: each on a thread of its own. */
    public void onApart(String event, Consumer<JsonNode> handler) {
        session.on(event, params -> Thread.ofVirtual().name("browser-" + event).start(() -> handler.accept(params)));
    }
}
