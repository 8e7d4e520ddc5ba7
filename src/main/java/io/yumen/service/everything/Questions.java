package io.yumen.service.everything;

import io.yumen.exchange.InputRequest;
import io.yumen.protocol.InputKind;
import io.yumen.protocol.JsonCodec;
import io.yumen.schema.Records;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the tools and prompts ask of clients, and how they read the answers. */
final class Questions {
    private Questions() {}

    /** Asks the model of the client. */
    static InputRequest sampling(String prompt, int maxTokens) {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        ObjectNode message = params.putArray("messages").addObject().put("role", "user");
        message.putObject("content").put("type", "text").put("text", prompt);
        params.put("maxTokens", maxTokens);
        return new InputRequest(InputKind.SAMPLING, params);
    }

    /** Asks the person at the client to fill in a form; the properties are written as JSON. */
    static InputRequest form(String message, String properties, String... required) {
        ObjectNode params = JsonNodeFactory.instance.objectNode().put("message", message);
        ObjectNode schema = params.putObject("requestedSchema").put("type", "object");
        schema.set("properties", Records.parse(properties));
        if (required.length > 0) {
            var names = schema.putArray("required");
            for (String name : required) {
                names.add(name);
            }
        }
        return new InputRequest(InputKind.ELICITATION, params);
    }

    /** Asks for one piece of text. */
    static InputRequest text(String message, String name) {
        return form(message, "{\"" + name + "\": {\"type\": \"string\"}}", name);
    }

    /** Asks which folders the client works in. */
    static InputRequest roots() {
        return new InputRequest(InputKind.ROOTS, JsonNodeFactory.instance.objectNode());
    }

    /** What was filled in under that name, where the form was accepted and the value is text. */
    static Optional<String> accepted(ObjectNode answer, String name) {
        JsonNode value = answer.path("content").path(name);
        boolean usable = answer.path("action").asString("").equals("accept") && value.isString();
        return usable ? Optional.of(value.stringValue()) : Optional.empty();
    }

    /** The words of the client's model. */
    static String words(ObjectNode answer) {
        JsonNode content = answer.path("content");
        return (content.isArray() ? content.path(0) : content).path("text").asString("");
    }

    /** The form's outcome in one line. */
    static String outcome(ObjectNode answer) {
        JsonNode content = answer.path("content");
        return "action=" + answer.path("action").asString("") + ", content="
                + (content.isMissingNode() ? "{}" : JsonCodec.text(content));
    }
}
