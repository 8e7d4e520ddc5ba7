package io.yumen.audit;

import tools.jackson.databind.node.ObjectNode;

/** A record says nothing of what is not known. */
final class Fields {
    private Fields() {}

    static void put(ObjectNode json, String name, String value) {
        if (!value.isEmpty()) {
            json.put(name, value);
        }
    }
}
