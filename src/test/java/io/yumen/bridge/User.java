package io.yumen.bridge;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Who sits before a client: answers what servers ask, always the same, and keeps what was asked. */
final class User {
    static final String NAME = "Ada";
    static final String ROOT = "file:///work";
    static final String MODEL_SAYS = "a model";

    private final List<ObjectNode> asked = new CopyOnWriteArrayList<>();

    /** What a client with this user declares; the older revisions know less. */
    static ObjectNode capabilities() {
        ObjectNode capabilities = Trees.object();
        capabilities.putObject("sampling");
        capabilities.putObject("roots");
        ObjectNode elicitation = capabilities.putObject("elicitation");
        elicitation.putObject("form");
        elicitation.putObject("url");
        return capabilities;
    }

    /** The answer to a question, as the result of its method. */
    ObjectNode answer(JsonNode question) {
        ObjectNode params = question.get("params") instanceof ObjectNode given ? given : Trees.object();
        asked.add(params);
        ObjectNode answer = Trees.object();
        switch (question.path("method").asString()) {
            case "sampling/createMessage" -> {
                answer.put("role", "assistant").put("model", "m").put("stopReason", "endTurn");
                answer.putObject("content").put("type", "text").put("text", MODEL_SAYS);
            }
            case "elicitation/create" -> {
                answer.put("action", "accept");
                if (!params.path("mode").asString("form").equals("url")) {
                    answer.putObject("content").put("name", NAME);
                }
            }
            case "roots/list" ->
                answer.putArray("roots").addObject().put("uri", ROOT).put("name", "work");
            case "ping" -> {
                // An empty result says that we are alive.
            }
            default -> throw new AssertionError("Asked " + question);
        }
        return answer;
    }

    /** The parameters of what was asked since the last time. */
    List<ObjectNode> takeAsked() {
        List<ObjectNode> taken = List.copyOf(asked);
        asked.clear();
        return taken;
    }
}
