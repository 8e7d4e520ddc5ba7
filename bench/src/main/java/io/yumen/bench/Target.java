package io.yumen.bench;

import java.util.List;

/**
 * An endpoint that is measured.
 *
 * @param headers lines beside those of the protocol, each with its end: what shows who calls
 * @param pids the processes whose CPU time it costs
 * @param call what is called
 */
record Target(String name, int port, Era era, String headers, List<Long> pids, Call call) {
    static final String PATH = "/mcp";

    /** The tool of the servers that do nothing. */
    private static final Call ECHO = new Call("echo", "{\"text\":\"hello\"}");

    Target(String name, int port, Era era, String headers, List<Long> pids) {
        this(name, port, era, headers, pids, ECHO);
    }

    /** A tool, and what it is called with. */
    record Call(String tool, String arguments) {}

    /** How it is called. */
    enum Era {
        LEGACY,
        MODERN
    }

    String callBody() {
        String arguments = "\"name\":\"" + call.tool() + "\",\"arguments\":" + call.arguments();
        return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{" + arguments
                + (era == Era.MODERN ? ",\"_meta\":" + meta() : "") + "}}";
    }

    String callHeaders() {
        return era == Era.MODERN
                ? "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\nMcp-Name: " + call.tool() + "\r\n"
                : "";
    }

    private static String meta() {
        return "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{},"
                + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"bench\",\"version\":\"1\"}}";
    }
}
