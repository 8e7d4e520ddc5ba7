package io.yumen.session.legacy;

import io.yumen.exchange.InputRequest;
import io.yumen.protocol.InputKind;
import io.yumen.protocol.Revision;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Puts questions of servers into the terms of a revision: its clients fail on content that they do not know. */
final class LegacyQuestions {
    private static final String CONTENT = "content";
    private static final String MESSAGES = "messages";
    private static final String SCHEMA = "requestedSchema";

    private LegacyQuestions() {}

    static ObjectNode params(InputRequest request, Revision revision) {
        if (revision.isAtLeast(Revision.V2025_11_25)) {
            return request.params();
        }
        ObjectNode params = JsonNodeFactory.instance.objectNode().setAll(request.params());
        if (request.kind() == InputKind.ELICITATION) {
            // There is but one mode.
            params.remove("mode");
            if (params.has(SCHEMA)) {
                params.set(SCHEMA, LegacyForms.schema(params.path(SCHEMA)));
            }
        }
        if (request.kind() == InputKind.SAMPLING && params.get(MESSAGES) instanceof ArrayNode messages) {
            params.set(MESSAGES, messages(messages, revision));
        }
        return params;
    }

    /** A message had one block of content: one with several becomes several of the same role. */
    private static ArrayNode messages(ArrayNode messages, Revision revision) {
        ArrayNode own = JsonNodeFactory.instance.arrayNode(messages.size());
        for (JsonNode message : messages) {
            JsonNode content = message.path(CONTENT);
            Iterable<JsonNode> blocks = content.isArray() ? content : List.of(content);
            for (JsonNode block : blocks) {
                own.add(
                        message instanceof ObjectNode given && block instanceof ObjectNode object
                                ? JsonNodeFactory.instance
                                        .objectNode()
                                        .setAll(given)
                                        .set(CONTENT, LegacyContent.block(object, revision))
                                : message);
            }
        }
        return own;
    }
}
