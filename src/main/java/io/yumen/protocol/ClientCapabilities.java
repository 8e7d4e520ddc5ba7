package io.yumen.protocol;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a client declared that it can do. The tree is shared and must not be changed.
 *
 * @param tree the object as the client sent it
 */
public record ClientCapabilities(ObjectNode tree) {
    /** A client that can be asked nothing. */
    public static final ClientCapabilities NONE = new ClientCapabilities(JsonNodeFactory.instance.objectNode());

    private static final InputKind[] KINDS = InputKind.values();

    public boolean allows(InputKind kind) {
        return tree.path(kind.capability()).isObject();
    }

    /** Whether an elicitation of that mode ({@code form} or {@code url}) may be sent; an empty capability means form. */
    public boolean allowsElicitation(String mode) {
        JsonNode elicitation = tree.path(InputKind.ELICITATION.capability());
        if (!elicitation.isObject()) {
            return false;
        }
        return mode.equals("form")
                ? !elicitation.has("url") || elicitation.has("form")
                : elicitation.path(mode).isObject();
    }

    /** Whether the client can be asked anything at all. */
    public boolean allowsAnyInput() {
        for (InputKind kind : KINDS) {
            if (allows(kind)) {
                return true;
            }
        }
        return false;
    }

    /** The same with that extension, without settings. */
    public ClientCapabilities withExtension(String name) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode().setAll(tree);
        ObjectNode extensions = copy.putObject("extensions");
        if (tree.get("extensions") instanceof ObjectNode known) {
            extensions.setAll(known);
        }
        extensions.putObject(name);
        return new ClientCapabilities(copy);
    }

    /** Whether the client declared that extension (modern era). */
    public boolean hasExtension(String name) {
        return tree.path("extensions").has(name);
    }
}
