package io.yumen.service.browser.cdp;

import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.PlainText;
import io.yumen.protocol.RpcException;
import io.yumen.service.browser.cdp.CdpException.Kind;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Takes what a browser sends: answers to those who wait, events to their session. What it cannot read fails the command that it answers. */
final class Reader implements CdpWire.Ear {
    private static final Logger log = LoggerFactory.getLogger(Reader.class);

    private final JsonCodec codec;
    private final Sessions sessions;
    private final Pending pending;
    private final Own own;
    private final EventRate rate;

    Reader(CdpLimits limits, Sessions sessions, Pending pending, Own own) {
        this.codec = new JsonCodec(limits.json());
        this.sessions = sessions;
        this.pending = pending;
        this.own = own;
        this.rate = new EventRate(limits.events().perSecond(), System::nanoTime);
    }

    @Override
    public void message(byte[] utf8) {
        JsonNode read;
        try {
            read = codec.read(Halves.mended(utf8));
        } catch (RpcException e) {
            log.atDebug().addKeyValue("reason", e.getMessage()).log("A message of a browser cannot be read");
            fail(utf8, Kind.MALFORMED, "the answer cannot be read: " + e.getMessage());
            return;
        }
        if (read instanceof ObjectNode message) {
            if (message.has("id")) {
                answered(message);
            } else {
                happened(message, utf8.length);
            }
        }
    }

    @Override
    public void tooLarge(byte[] head) {
        fail(head, Kind.TOO_LARGE, "the answer is larger than the limit; ask for less");
    }

    @Override
    public void ended(String reason) {
        pending.end(reason);
        sessions.endAll();
    }

    private void fail(byte[] message, Kind kind, String reason) {
        IdAtStart.of(message)
                .ifPresent(id ->
                        pending.find(id).ifPresent(one -> one.answer().complete(new Answer.Failed(kind, reason))));
    }

    private void answered(ObjectNode message) {
        pending.find(message.path("id").asLong(-1)).ifPresent(one -> {
            Answer answer = answer(message);
            if (answer instanceof Answer.Result result) {
                remember(one, result.result());
            }
            one.answer().complete(answer);
        });
    }

    private static Answer answer(ObjectNode message) {
        JsonNode error = message.get("error");
        if (error != null) {
            String text = PlainText.echo(error.path("message").asString("an error without a message"));
            return new Answer.Refused(error.path("code").asInt(0), text);
        }
        return message.get("result") instanceof ObjectNode result
                ? new Answer.Result(result)
                : new Answer.Failed(Kind.MALFORMED, "the answer has neither a result nor an error");
    }

    /** Before whoever waits goes on, so that what it does next finds it. */
    private void remember(Pending.Waiting one, ObjectNode result) {
        switch (one.method()) {
            case "Target.createTarget" -> own.target(result.path("targetId").asString(""));
            case "Target.createBrowserContext" ->
                own.context(result.path("browserContextId").asString(""));
            default -> {}
        }
    }

    private void happened(ObjectNode message, int bytes) {
        String event = message.path("method").asString("");
        ObjectNode params =
                message.get("params") instanceof ObjectNode given ? given : JsonNodeFactory.instance.objectNode();
        if (event.equals("Target.attachedToTarget")) {
            sessions.begin(
                    params.path("sessionId").asString(""),
                    params.path("targetInfo").path("targetId").asString(""));
        }
        inbox(message.path("sessionId").asString("")).ifPresent(inbox -> tell(inbox, event, params, bytes));
        if (event.equals("Target.detachedFromTarget")) {
            detached(params.path("sessionId").asString(""));
        }
    }

    /** The conversation with the browser itself has no id, and ends with the connection only. */
    private void detached(String sessionId) {
        if (sessions.find(sessionId).isPresent()) {
            sessions.end(sessionId);
            pending.endSession(sessionId);
        }
    }

    private Optional<Inbox> inbox(String sessionId) {
        return sessionId.isEmpty()
                ? Optional.of(sessions.root().inbox())
                : sessions.find(sessionId).map(CdpSession::inbox);
    }

    private void tell(Inbox inbox, String event, ObjectNode params, int bytes) {
        if (!inbox.isHeard(event)) {
            return;
        }
        if (rate.take()) {
            inbox.take(event, params, bytes);
        } else {
            inbox.drop(event);
        }
    }
}
