package io.yumen.admin;

import io.yumen.pin.Difference;
import io.yumen.pin.Finding;
import io.yumen.pin.Pin;
import io.yumen.pin.Waiting;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How pins are told to operators. */
final class PinForm {
    private PinForm() {}

    /** What is known of it, without what its server says of it. */
    static ObjectNode summary(Pin pin) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("server", pin.server())
                .put("kind", pin.kind().word())
                .put("name", pin.name())
                .put("state", pin.state());
        pin.gone().ifPresent(since -> json.put("gone", since.toString()));
        ArrayNode approved = json.putArray("approved");
        pin.approved()
                .forEach(one -> approved.addObject()
                        .put("digest", one.digest())
                        .put("since", one.since().toString())
                        .put("by", one.by()));
        pin.rejected().forEach(json.putArray("rejected")::add);
        pin.waiting()
                .ifPresent(open -> json.putObject("waiting")
                        .put("digest", open.digest())
                        .put("reason", open.reason().word())
                        .put("seen", open.seen().toString()));
        ArrayNode findings = json.putArray("findings");
        findings(pin)
                .forEach(finding -> findings.addObject()
                        .put("concern", finding.concern().word())
                        .put("grave", finding.concern().isGrave())
                        .put("at", finding.at())
                        .put("detail", finding.detail()));
        return json;
    }

    /** The same, with what was approved, what waits, and the difference between them. */
    static ObjectNode whole(Pin pin) {
        ObjectNode json = summary(pin);
        json.put("approvedText", pin.text());
        pin.waiting().ifPresent(open -> json.put("waitingText", open.text()));
        ArrayNode lines = json.putArray("difference");
        Difference.of(pin)
                .forEach(change -> lines.addObject()
                        .put("at", change.at())
                        .put("before", change.before())
                        .put("after", change.after()));
        return json;
    }

    private static List<Finding> findings(Pin pin) {
        return pin.waiting().map(Waiting::findings).orElse(pin.notes());
    }
}
