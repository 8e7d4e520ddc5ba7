package io.yumen.service;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A text that a person may choose to start with.
 *
 * @param name its name
 * @param title its name for people
 * @param description what it is for
 * @param arguments what is filled in
 * @param handler what writes it
 */
public record Prompt(String name, String title, String description, List<Argument> arguments, Handler handler) {
    public Prompt {
        arguments = List.copyOf(arguments);
    }

    /** Writes the prompt; the required arguments are there. */
    @FunctionalInterface
    public interface Handler {
        Outcome get(Map<String, String> arguments, Call call);
    }

    /** What a request for a prompt comes to. */
    public sealed interface Outcome permits Messages, InputRequired {}

    /** The prompt: what the user and the assistant say, in turn. */
    public record Messages(String description, List<Message> messages) implements Outcome {
        public Messages {
            messages = List.copyOf(messages);
        }

        /** All of it said by the user. */
        public static Messages ofUser(String description, Content... contents) {
            return new Messages(
                    description,
                    List.of(contents).stream()
                            .map(content -> new Message("user", content))
                            .toList());
        }

        public ObjectNode toJson() {
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("description", description);
            ArrayNode said = json.putArray("messages");
            for (Message message : messages) {
                said.addObject()
                        .put("role", message.role())
                        .set("content", message.content().toJson());
            }
            return json;
        }
    }

    /** One message; the role is {@code user} or {@code assistant}. */
    public record Message(String role, Content content) {}

    /** Something that is filled in; the completer knows values for it. */
    public record Argument(String name, String description, boolean required, Completer completer) {}

    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", name).put("title", title).put("description", description);
        if (!arguments.isEmpty()) {
            ArrayNode list = json.putArray("arguments");
            for (Argument argument : arguments) {
                list.addObject()
                        .put("name", argument.name())
                        .put("description", argument.description())
                        .put("required", argument.required());
            }
        }
        return json;
    }
}
