package io.yumen.session;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How Yumen introduces itself to clients.
 *
 * @param name the program's name
 * @param title the name for people
 * @param version the program's version
 */
public record Identity(String name, String title, String version) {
    /** The {@code Implementation} object of the protocol, made anew at each call. */
    public ObjectNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("title", title)
                .put("version", version);
    }
}
