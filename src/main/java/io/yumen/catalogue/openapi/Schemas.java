package io.yumen.catalogue.openapi;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Schemas of OpenAPI 3.0 and 3.1 as JSON Schema 2020-12 without references. What refers to itself, or is too much, becomes a schema
 * that allows anything: the service itself says what is wrong with it. For one operation.
 */
final class Schemas {
    private static final int MAX_NODES = 2_000;
    private static final int MAX_DEPTH = 12;

    /** What stays as it is. */
    private static final Set<String> PLAIN = Set.of(
            "type",
            "enum",
            "const",
            "required",
            "description",
            "default",
            "format",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minLength",
            "maxLength",
            "minItems",
            "maxItems",
            "uniqueItems",
            "minProperties",
            "maxProperties",
            "title");

    private static final Set<String> LISTS = Set.of("oneOf", "anyOf", "allOf");
    private static final Set<String> SINGLE = Set.of("items", "not", "additionalProperties");

    private final Document document;
    private final Set<JsonNode> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private int nodes;

    Schemas(Document document) {
        this.document = document;
    }

    /** The schema; of anything where there is none. */
    ObjectNode of(JsonNode schema) {
        ObjectNode free = JsonNodeFactory.instance.objectNode();
        if (!(document.follow(schema) instanceof ObjectNode object)
                || ++nodes > MAX_NODES
                || open.size() >= MAX_DEPTH
                || open.contains(object)) {
            return free;
        }
        open.add(object);
        try {
            object.properties().forEach(keyword -> put(keyword, free));
            return nullable(object, exclusive(free));
        } finally {
            open.remove(object);
        }
    }

    private void put(Map.Entry<String, JsonNode> keyword, ObjectNode schema) {
        String name = keyword.getKey();
        JsonNode value = keyword.getValue();
        if (PLAIN.contains(name) || (name.equals("pattern") && compiles(value.asString("")))) {
            schema.set(name, value);
        } else if (LISTS.contains(name)) {
            ArrayNode each = schema.putArray(name);
            value.forEach(part -> each.add(of(part)));
        } else if (SINGLE.contains(name)) {
            schema.set(name, value.isBoolean() ? value : of(value));
        } else if (name.equals("properties")) {
            putAll(value, schema.putObject(name));
        }
    }

    /** What is only read is nobody's to give. */
    private void putAll(JsonNode value, ObjectNode properties) {
        value.properties().forEach(property -> {
            if (!document.follow(property.getValue()).path("readOnly").asBoolean(false)) {
                properties.set(property.getKey(), of(property.getValue()));
            }
        });
    }

    /** In 3.0 these say whether {@code minimum} itself is left out; and what is only read is nobody's to give. */
    private static ObjectNode exclusive(ObjectNode schema) {
        for (String bound : new String[] {"Minimum", "Maximum"}) {
            JsonNode said = schema.get("exclusive" + bound);
            if (said != null && said.isBoolean()) {
                JsonNode limit = schema.get(bound.toLowerCase(Locale.ROOT));
                schema.remove("exclusive" + bound);
                if (said.booleanValue() && limit != null) {
                    schema.remove(bound.toLowerCase(Locale.ROOT));
                    schema.set("exclusive" + bound, limit);
                }
            }
        }
        return withRequired(schema);
    }

    private static ObjectNode withRequired(ObjectNode schema) {
        if (schema.path("required").isArray() && schema.path("properties").isObject()) {
            ArrayNode required = JsonNodeFactory.instance.arrayNode();
            schema.path("required").forEach(name -> {
                if (schema.path("properties").has(name.asString(""))) {
                    required.add(name);
                }
            });
            schema.set("required", required);
        } else if (!schema.path("required").isArray()) {
            schema.remove("required");
        }
        return schema;
    }

    private static ObjectNode nullable(ObjectNode original, ObjectNode schema) {
        if (!original.path("nullable").asBoolean(false)) {
            return schema;
        }
        ObjectNode either = JsonNodeFactory.instance.objectNode();
        ArrayNode any = either.putArray("anyOf");
        any.add(schema);
        any.addObject().put("type", "null");
        return either;
    }

    private static boolean compiles(String pattern) {
        try {
            Pattern.compile(pattern);
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
