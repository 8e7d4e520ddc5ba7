package io.yumen.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The {@code _meta} object of params and results: its reserved keys, and how to read and change it. */
public final class Meta {
    public static final String KEY = "_meta";

    public static final String PROTOCOL_VERSION = "io.modelcontextprotocol/protocolVersion";
    public static final String CLIENT_CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
    public static final String CLIENT_INFO = "io.modelcontextprotocol/clientInfo";
    public static final String SERVER_INFO = "io.modelcontextprotocol/serverInfo";
    public static final String LOG_LEVEL = "io.modelcontextprotocol/logLevel";
    public static final String SUBSCRIPTION_ID = "io.modelcontextprotocol/subscriptionId";
    public static final String RELATED_TASK = "io.modelcontextprotocol/related-task";
    public static final String PROGRESS_TOKEN = "progressToken";

    /** The trace that a request belongs to (W3C Trace Context). */
    public static final String TRACE_PARENT = "traceparent";

    /** The keys that speak of one hop only: each peer writes its own, and none of them travels on. */
    private static final List<String> HOP_KEYS =
            List.of(PROTOCOL_VERSION, CLIENT_CAPABILITIES, CLIENT_INFO, LOG_LEVEL, SUBSCRIPTION_ID);

    private Meta() {}

    /** The value of a key of {@code _meta}, or null where there is none. */
    public static @Nullable JsonNode get(ObjectNode holder, String key) {
        return holder.path(KEY).get(key);
    }

    /** The {@code _meta} object of that holder, which gets one where it has none. */
    public static ObjectNode of(ObjectNode holder) {
        return holder.get(KEY) instanceof ObjectNode meta ? meta : holder.putObject(KEY);
    }

    /** Takes a key out of {@code _meta}, and {@code _meta} out of its holder when nothing is left in it. */
    public static @Nullable JsonNode remove(ObjectNode holder, String key) {
        if (!(holder.get(KEY) instanceof ObjectNode meta)) {
            return null;
        }
        JsonNode removed = meta.remove(key);
        if (meta.isEmpty()) {
            holder.remove(KEY);
        }
        return removed;
    }

    /** Takes out what speaks of the hop that the holder came by. */
    public static void removeHopKeys(ObjectNode holder) {
        HOP_KEYS.forEach(key -> remove(holder, key));
    }

    /** A copy of that object whose {@code _meta} can be changed without changing the original's; the rest is shared. */
    public static ObjectNode withOwnMeta(ObjectNode holder) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        copy.setAll(holder);
        if (holder.get(KEY) instanceof ObjectNode meta) {
            copy.set(KEY, JsonNodeFactory.instance.objectNode().setAll(meta));
        }
        return copy;
    }
}
