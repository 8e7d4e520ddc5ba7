package io.yumen.bench;

import java.nio.charset.StandardCharsets;

/** The answers of a do-nothing MCP server of both eras. It reads messages by searching text, because it must cost nothing. */
final class TinyAnswers {
    private static final String TOOL =
            "{\"name\":\"echo\",\"description\":\"Says it back\",\"inputSchema\":{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}}}}";
    private static final String INFO = "{\"name\":\"tiny\",\"version\":\"1\"}";

    private final String tools;

    TinyAnswers(int toolCount) {
        StringBuilder list = new StringBuilder(TOOL);
        for (int i = 1; i < toolCount; i++) {
            list.append(',').append(TOOL.replace("\"echo\"", "\"echo" + i + "\""));
        }
        tools = list.toString();
    }

    /** The answer to a message, or null for a notification. */
    byte[] answer(String message) {
        String id = id(message);
        if (id == null) {
            return null;
        }
        return ("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result(message) + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private String result(String message) {
        if (message.contains("\"tools/call\"")) {
            return "{\"content\":[{\"type\":\"text\",\"text\":\"hello\"}],\"resultType\":\"complete\"}";
        }
        if (message.contains("\"tools/list\"")) {
            return "{\"tools\":[" + tools + "],\"resultType\":\"complete\",\"ttlMs\":60000,\"cacheScope\":\"public\"}";
        }
        if (message.contains("\"initialize\"")) {
            return "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},\"serverInfo\":" + INFO + "}";
        }
        if (message.contains("\"server/discover\"")) {
            return "{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{\"tools\":{}},\"resultType\":\"complete\","
                    + "\"ttlMs\":60000,\"cacheScope\":\"public\",\"_meta\":{\"io.modelcontextprotocol/serverInfo\":"
                    + INFO
                    + "}}";
        }
        return "{\"resultType\":\"complete\"}";
    }

    private static String id(String message) {
        int at = message.indexOf("\"id\":");
        if (at < 0) {
            return null;
        }
        int from = at + "\"id\":".length();
        int to = from;
        if (message.charAt(from) == '"') {
            to = message.indexOf('"', from + 1) + 1;
        } else {
            while (Character.isDigit(message.charAt(to))) {
                to++;
            }
        }
        return message.substring(from, to);
    }
}
