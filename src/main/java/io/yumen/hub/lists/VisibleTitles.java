package io.yumen.hub.lists;

import io.yumen.protocol.PlainText;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes what cannot be seen out of the titles that people read in place of names: it could make one look like another. */
final class VisibleTitles {
    private static final String TITLE = "title";

    private VisibleTitles() {}

    /** Changes the entry where need be. */
    static void settle(ObjectNode entry) {
        settle(entry, TITLE);
        // Of a resource, which its URI names.
        settle(entry, "name");
        if (entry.get("annotations") instanceof ObjectNode annotations) {
            settle(annotations, TITLE);
        }
    }

    private static void settle(ObjectNode holder, String key) {
        JsonNode title = holder.path(key);
        if (title.isString() && !PlainText.isVisible(title.stringValue())) {
            holder.put(key, PlainText.title(title.stringValue()));
        }
    }
}
