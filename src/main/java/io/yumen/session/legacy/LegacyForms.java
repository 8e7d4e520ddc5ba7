package io.yumen.session.legacy;

import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts forms into the terms of 2025-06-18, whose fields are of simple types: a choice of one has its titles beside its values,
 * and a choice of several does not exist. Such a field is left out where it need not be answered; else it stays, and what the
 * client says of it is for the server.
 */
final class LegacyForms {
    private static final String PROPERTIES = "properties";
    private static final String ONE_OF = "oneOf";
    private static final String TITLE = "title";

    private LegacyForms() {}

    /** The requested schema; what is none is left as it is. */
    static JsonNode schema(JsonNode schema) {
        if (!(schema instanceof ObjectNode form) || !(form.get(PROPERTIES) instanceof ObjectNode fields)) {
            return schema;
        }
        Set<String> required = form.path("required")
                .valueStream()
                .map(name -> name.asString(""))
                .collect(Collectors.toSet());
        ObjectNode known = JsonNodeFactory.instance.objectNode();
        fields.forEachEntry((name, field) -> {
            if (required.contains(name) || !field.path("type").asString("").equals("array")) {
                known.set(name, field(field));
            }
        });
        ObjectNode own = JsonNodeFactory.instance.objectNode().setAll(form);
        return own.set(PROPERTIES, known);
    }

    private static JsonNode field(JsonNode field) {
        if (!(field instanceof ObjectNode given) || !(given.get(ONE_OF) instanceof ArrayNode choices)) {
            return field;
        }
        ObjectNode own = JsonNodeFactory.instance.objectNode().setAll(given);
        own.remove(ONE_OF);
        ArrayNode values = own.putArray("enum");
        ArrayNode titles = own.putArray("enumNames");
        for (JsonNode choice : choices) {
            JsonNode value = choice.path("const");
            values.add(value);
            titles.add(choice.has(TITLE) ? choice.path(TITLE) : value);
        }
        return own;
    }
}
