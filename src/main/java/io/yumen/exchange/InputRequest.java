package io.yumen.exchange;

import io.yumen.protocol.InputKind;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something that a server wants to know from its client.
 *
 * @param kind sampling, elicitation or roots
 * @param params the parameters of the method of that kind
 */
public record InputRequest(InputKind kind, ObjectNode params) {
    /** The entry of {@code inputRequests} that asks it (modern era). */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("method", kind.method());
        json.set("params", params);
        return json;
    }
}
