package io.yumen.hub.forms;

import io.yumen.hub.names.Named;
import io.yumen.hub.names.UriTable;
import io.yumen.protocol.Meta;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Turns an entry of a server's list into what clients see: its name, its description, the URI of its user interface. */
public final class EntryForm {
    private static final String UI = "ui";
    private static final String RESOURCE_URI = "resourceUri";

    private EntryForm() {}

    /** The entry itself where it keeps its name, else a copy; its name is under that key. */
    public static ObjectNode of(ObjectNode item, String key, Named named) {
        return named.isRenamed() ? copy(item).put(key, named.exposed()) : item;
    }

    /**
     * The tool itself where nothing is to be changed, else a copy.
     *
     * @param description what is said of it instead of what its server says, or null
     * @param uris how the URI of its user interface is named
     */
    public static ObjectNode tool(ObjectNode item, Named named, @Nullable String description, UriTable uris) {
        ObjectNode form = of(item, "name", named);
        if (description != null) {
            form = copy(form).put("description", description);
        }
        return withInterface(form, uris.renamed(named.server()));
    }

    /** The URI of a tool's user interface, or an empty string where it has none. */
    public static String interfaceUri(ObjectNode holder) {
        JsonNode meta = holder.path(Meta.KEY);
        return meta.isMissingNode() ? "" : meta.path(UI).path(RESOURCE_URI).asString("");
    }

    /** The tool, or a result, with the URI of its user interface as clients see it. */
    public static ObjectNode withInterface(ObjectNode holder, Map<String, String> renamed) {
        String exposed = renamed.isEmpty() ? null : renamed.get(interfaceUri(holder));
        if (exposed == null || !(Meta.get(holder, UI) instanceof ObjectNode ui)) {
            return holder;
        }
        ObjectNode copy = Meta.withOwnMeta(holder);
        Meta.of(copy).set(UI, copy(ui).put(RESOURCE_URI, exposed));
        return copy;
    }

    /** A copy whose own fields can be changed; what lies deeper is shared. */
    public static ObjectNode copy(ObjectNode node) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        copy.setAll(node);
        return copy;
    }
}
