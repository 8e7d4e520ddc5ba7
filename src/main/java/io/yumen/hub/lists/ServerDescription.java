package io.yumen.hub.lists;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a server answered to {@code server/discover}. The tree is shared and must not be changed.
 *
 * @param result the answer
 */
public record ServerDescription(ObjectNode result) {
    /** The server's capabilities, as it sent them. */
    public ObjectNode capabilities() {
        return result.get("capabilities") instanceof ObjectNode capabilities
                ? capabilities
                : JsonNodeFactory.instance.objectNode();
    }

    /** How its author wants it to be used; empty where it did not say. */
    public String instructions() {
        return result.path("instructions").asString("");
    }

    /** The same, as if its author had not said how it is to be used. */
    ServerDescription withoutInstructions() {
        ObjectNode rest = result.deepCopy();
        rest.remove("instructions");
        return new ServerDescription(rest);
    }

    public boolean offers(Listing listing) {
        return result.path("capabilities").path(listing.capability()).isObject();
    }

    /** Whether the server announces changes of that list. */
    public boolean announces(Listing listing) {
        JsonNode capability = result.path("capabilities").path(listing.capability());
        return capability.path("listChanged").asBoolean(false);
    }
}
