package io.yumen.hub.names;

import io.yumen.protocol.Meta;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A task, by an id for clients that says which server has it and which tool began it: {@code server.tool.id}, both names in letters,
 * digits, {@code _}, {@code -} and {@code %XX}. So no table is needed to route it and to decide who may have it, and any node can.
 *
 * @param server the server's name
 * @param tool the tool, as the server knows it; empty where none began it
 * @param own the server's own id
 */
public record TaskId(String server, String tool, String own) {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** The id for clients. */
    public String exposed() {
        StringBuilder exposed = new StringBuilder(server.length() + tool.length() + own.length() + 2);
        escape(server, exposed);
        escape(tool, exposed.append('.'));
        return exposed.append('.').append(own).toString();
    }

    /** The task of that id, or null for one that we did not give out. */
    public static @Nullable TaskId read(String exposed) {
        int first = exposed.indexOf('.');
        int second = exposed.indexOf('.', first + 1);
        if (first <= 0 || second < 0) {
            return null;
        }
        try {
            return new TaskId(
                    decoded(exposed.substring(0, first)),
                    decoded(exposed.substring(first + 1, second)),
                    exposed.substring(second + 1));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static void escape(String name, StringBuilder into) {
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            if (NameTable.isPlain(b)) {
                into.append((char) b);
            } else {
                into.append('%').append(HEX.toHexDigits(b));
            }
        }
    }

    private static String decoded(String name) {
        return URLDecoder.decode(name, StandardCharsets.UTF_8);
    }

    /**
     * Whether what a server tells to who listens speaks of no other tasks than those. What it says of itself is marked as given to
     * the listener, so an id that nobody asked about would be a key to whatever it names.
     *
     * @param own ids as the server knows them
     */
    public static boolean speaksOnlyOf(ObjectNode params, Set<String> own) {
        JsonNode id = params.path("taskId");
        JsonNode related = Meta.get(params, Meta.RELATED_TASK);
        return (!id.isString() || own.contains(id.stringValue()))
                && (related == null || own.contains(related.path("taskId").asString("")));
    }
}
