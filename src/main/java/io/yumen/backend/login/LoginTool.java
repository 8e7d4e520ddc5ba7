package io.yumen.backend.login;

import io.yumen.exchange.Exchange;
import io.yumen.protocol.Methods;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The tool by which a user logs in to a server: all that the server seems to have until then. */
final class LoginTool {
    private static final String PREFIX = "authorize_";
    private static final String INSTRUCTIONS = "instructions";
    private static final int MAX_NAME = 64;
    private static final int PLACEHOLDER_MS = 30_000;

    private final String server;
    private final String name;

    LoginTool(String server) {
        String whole = PREFIX + server.replaceAll("[^A-Za-z0-9_-]", "_");
        this.server = server;
        this.name = whole.length() > MAX_NAME ? whole.substring(0, MAX_NAME) : whole;
    }

    String name() {
        return name;
    }

    boolean isCalledBy(Exchange exchange) {
        return exchange.method().equals(Methods.TOOLS_CALL)
                && exchange.params().path("name").asString("").equals(name);
    }

    /** Whether that is what is said here: the tool, or a description with the same instructions. */
    boolean says(ObjectNode said) {
        // What has a name is an entry of a list, whatever else it says.
        return said.has("name")
                ? said.equals(definition())
                : said.path(INSTRUCTIONS).equals(description().path(INSTRUCTIONS));
    }

    /** The server as it describes itself while nobody is logged in. */
    ObjectNode description() {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.putArray("supportedVersions");
        result.putObject("capabilities").putObject("tools").put("listChanged", true);
        result.put(INSTRUCTIONS, "The server \"" + server + "\" wants its user to log in: call " + name + ".");
        return result.put("ttlMs", PLACEHOLDER_MS);
    }

    /** What the server lists while nobody is logged in. */
    ObjectNode list(String method) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        switch (method) {
            case Methods.TOOLS_LIST -> result.putArray("tools").add(definition());
            case Methods.PROMPTS_LIST -> result.putArray("prompts");
            case Methods.RESOURCES_LIST -> result.putArray("resources");
            default -> result.putArray("resourceTemplates");
        }
        return result;
    }

    private ObjectNode definition() {
        ObjectNode tool = JsonNodeFactory.instance.objectNode().put("name", name);
        tool.put("title", "Log in to " + server);
        tool.put(
                "description",
                "The server \"" + server
                        + "\" wants its user to log in before its tools can be seen and used. Call this,"
                        + " and the user is sent to the page where they log in; then list the tools again.");
        tool.putObject("inputSchema").put("type", "object").putObject("properties");
        tool.putObject("annotations")
                .put("readOnlyHint", false)
                .put("destructiveHint", false)
                .put("idempotentHint", true)
                .put("openWorldHint", true);
        return tool;
    }
}
