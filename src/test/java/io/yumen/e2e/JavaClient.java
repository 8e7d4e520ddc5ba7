package io.yumen.e2e;

import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What {@code e2e/clients/exercise.mjs} does, with the official Java SDK. */
final class JavaClient {
    private JavaClient() {}

    /** Lists everything, uses three servers, and says what came. */
    static ObjectNode exercise(McpSyncClient client, Path directory) {
        ObjectNode outcome = JsonMapper.shared().createObjectNode();
        outcome.put("server", client.getServerInfo().name());
        client.listTools().tools().stream().map(McpSchema.Tool::name).forEach(outcome.putArray("tools")::add);
        client.listPrompts().prompts().stream().map(McpSchema.Prompt::name).forEach(outcome.putArray("prompts")::add);
        client.listResources().resources().stream()
                .map(McpSchema.Resource::uri)
                .forEach(outcome.putArray("resources")::add);
        outcome.set(
                "file",
                call(
                        client,
                        "read_text_file",
                        Map.of("path", directory.resolve("hello.txt").toString())));
        outcome.set(
                "missing",
                call(
                        client,
                        "read_text_file",
                        Map.of("path", directory.resolve("missing.txt").toString())));
        outcome.set("graph", call(client, "read_graph", Map.of()));
        outcome.set("echo", call(client, "echo", Map.of("message", "through the gate")));
        outcome.set("sum", call(client, "get-sum", Map.of("a", 2, "b", 40)));
        outcome.put("unknown", errorOf(client));
        return outcome;
    }

    private static ObjectNode call(McpSyncClient client, String tool, Map<String, Object> arguments) {
        McpSchema.CallToolResult result = client.callTool(
                McpSchema.CallToolRequest.builder(tool).arguments(arguments).build());
        String text = result.content().stream()
                .map(part -> part instanceof McpSchema.TextContent words ? words.text() : "")
                .collect(Collectors.joining());
        return JsonMapper.shared()
                .createObjectNode()
                .put("isError", Boolean.TRUE.equals(result.isError()))
                .put("text", text);
    }

    private static int errorOf(McpSyncClient client) {
        try {
            call(client, "no_such_tool", Map.of());
            return 0;
        } catch (McpError e) {
            return e.getJsonRpcError().code();
        }
    }
}
