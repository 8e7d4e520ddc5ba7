package io.yumen.backend.guard;

import io.yumen.protocol.Methods;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which requests may reach a server twice: reads, and calls of tools that the server itself calls idempotent or read-only.
 * It learns that from the lists that pass.
 */
public final class SafeRequests {
    private static final int MOST_TOOLS = 10_000;
    private static final Set<String> READS = Set.of(
            Methods.DISCOVER,
            Methods.PING,
            Methods.TOOLS_LIST,
            Methods.PROMPTS_LIST,
            Methods.RESOURCES_LIST,
            Methods.TEMPLATES_LIST,
            Methods.RESOURCES_READ,
            Methods.COMPLETE,
            Methods.TASKS_GET,
            Methods.TASKS_LIST);

    private final Set<String> idempotentTools = ConcurrentHashMap.newKeySet();

    /** Whether that request is one. */
    public boolean contains(String method, ObjectNode params) {
        return switch (method) {
            case Methods.TOOLS_CALL ->
                idempotentTools.contains(params.path("name").asString(""));
            default -> READS.contains(method);
        };
    }

    /** Learns from the result of such a request. */
    public void learn(String method, ObjectNode result) {
        if (method.equals(Methods.TOOLS_LIST)) {
            result.path("tools").forEach(this::learn);
        }
    }

    private void learn(JsonNode tool) {
        String name = tool.path("name").asString("");
        JsonNode annotations = tool.path("annotations");
        boolean idempotent = annotations.path("idempotentHint").asBoolean(false)
                || annotations.path("readOnlyHint").asBoolean(false);
        if (!idempotent) {
            idempotentTools.remove(name);
        } else if (idempotentTools.size() < MOST_TOOLS) {
            idempotentTools.add(name);
        }
    }
}
