package io.yumen.bench;

import java.util.List;

/** An endpoint that is measured, and the processes whose CPU time it costs. */
record Target(String name, int port, String path, Era era, List<Long> pids) {
    /** How it is called. */
    enum Era {
        LEGACY,
        MODERN
    }

    String callBody() {
        String arguments = "\"name\":\"echo\",\"arguments\":{\"text\":\"hello\"}";
        return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{" + arguments
                + (era == Era.MODERN ? ",\"_meta\":" + meta() : "") + "}}";
    }

    String callHeaders() {
        return era == Era.MODERN
                ? "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\nMcp-Name: echo\r\n"
                : "";
    }

    private static String meta() {
        return "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{},"
                + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"bench\",\"version\":\"1\"}}";
    }
}
