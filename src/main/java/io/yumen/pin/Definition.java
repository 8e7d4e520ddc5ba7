package io.yumen.pin;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a server says of something that it offers.
 *
 * @param server the server's name
 * @param kind what it is
 * @param name how the server names it
 * @param tree all that it says of it, as it came
 * @param digest of the tree
 */
record Definition(String server, Kind kind, String name, ObjectNode tree, String digest) {
    private static final String TEXT = "text";

    /** The definition of that entry of a list. */
    static Definition of(String server, Kind kind, ObjectNode entry) {
        // A number is no name, though it could be written as one: who lists the entry does not take it for one either.
        JsonNode name = entry.path(kind.key());
        return new Definition(
                server, kind, name.isString() ? name.stringValue() : "", entry, CanonicalDigest.of(entry));
    }

    /** The instructions of a server, in the form in which they are pinned; empty where it gives none. */
    static Optional<ObjectNode> instructions(String text) {
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(JsonNodeFactory.instance
                        .objectNode()
                        .put(Kind.INSTRUCTIONS.key(), Kind.INSTRUCTIONS.word())
                        .put(TEXT, text));
    }
}
