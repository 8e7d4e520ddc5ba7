package io.yumen.catalogue;

import io.yumen.service.ToolFailure;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a service promises of the JSON that it answers. Another thing, however good its JSON, is told as a failure and not as an answer
 * without anything in it. Safe for many threads.
 */
public final class Promised {
    private final Target target;

    public Promised(Target target) {
        this.target = target;
    }

    /**
     * An object.
     *
     * @param what it is, in words to users
     * @throws ToolFailure where it is none; so do the others
     */
    public ObjectNode object(JsonNode node, String what) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw broken(what, node);
    }

    /** A list of objects; null is an empty one, as programs write it that know no other. */
    public List<ObjectNode> objects(JsonNode node, String what) {
        List<ObjectNode> all = new ArrayList<>();
        list(node, what).forEach(each -> all.add(object(each, what)));
        return all;
    }

    /** A list of texts; null is an empty one. */
    public List<String> words(JsonNode node, String what) {
        List<String> all = new ArrayList<>();
        list(node, what).forEach(each -> {
            if (!each.isString()) {
                throw broken(what, each);
            }
            all.add(each.stringValue());
        });
        return all;
    }

    /** A text with something in it. */
    public String word(JsonNode node, String what) {
        if (node.isString() && !node.stringValue().isEmpty()) {
            return node.stringValue();
        }
        throw broken(what, node);
    }

    /**
     * The failure that the answer was another than was promised.
     *
     * @param what was promised
     * @param answered says perhaps why it is not there
     */
    public ToolFailure broken(String what, JsonNode answered) {
        return Troubles.broken(target.service(), what, answered);
    }

    private JsonNode list(JsonNode node, String what) {
        if (node.isArray() || node.isNull()) {
            return node;
        }
        throw broken(what, node);
    }
}
