package io.yumen.schema;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the schema of a record: a property for each component, in their order, under their names. A component is
 * required unless it is {@code @Nullable} or has a fallback. The components of one that is {@link Spread} stand in its place. Strings, numbers, booleans, times, enums (lower case), lists, maps
 * with string keys, records and JSON trees are known; a record must not contain itself.
 */
final class RecordSchema {
    private static final Set<Class<?>> WHOLE = Set.of(int.class, Integer.class, long.class, Long.class);
    private static final Set<Class<?>> NUMBER = Set.of(double.class, Double.class);

    private RecordSchema() {}

    static ObjectNode of(Class<? extends Record> type) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        ArrayNode required = JsonNodeFactory.instance.arrayNode();
        properties(type, schema.putObject("properties"), required);
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema.put("additionalProperties", false);
    }

    private static void properties(Class<?> type, ObjectNode properties, ArrayNode required) {
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.isAnnotationPresent(Spread.class)) {
                properties(component.getType(), properties, required);
                continue;
            }
            String name = Records.nameOf(component);
            properties.set(name, property(component));
            if (isRequired(component)) {
                required.add(name);
            }
        }
    }

    private static boolean isRequired(RecordComponent component) {
        Doc doc = component.getAnnotation(Doc.class);
        boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        return !nullable && (doc == null || doc.fallback().isEmpty());
    }

    private static ObjectNode property(RecordComponent component) {
        Doc doc = component.getAnnotation(Doc.class);
        ObjectNode property = type(component.getGenericType());
        if (doc != null) {
            if (doc.form() != Record.class) {
                property = formed(property, of(doc.form()));
            }
            describe(property, doc);
        }
        return property;
    }

    /** That form in place of a tree, or of each tree of a list. */
    private static ObjectNode formed(ObjectNode property, ObjectNode form) {
        if (!property.path("type").asString().equals("array")) {
            return form;
        }
        property.set("items", form);
        return property;
    }

    private static void describe(ObjectNode property, Doc doc) {
        property.put("description", doc.value());
        if (doc.min() != Long.MIN_VALUE) {
            property.put("minimum", doc.min());
        }
        if (doc.max() != Long.MAX_VALUE) {
            property.put(greatest(property.path("type").asString()), doc.max());
        }
        if (!doc.fallback().isEmpty()) {
            property.set("default", Records.parse(doc.fallback()));
        }
        if (!doc.header().isEmpty()) {
            property.put("x-mcp-header", doc.header());
        }
    }

    private static String greatest(String type) {
        return switch (type) {
            case "string" -> "maxLength";
            case "array" -> "maxItems";
            default -> "maximum";
        };
    }

    private static ObjectNode type(Type type) {
        if (type instanceof Class<?> plain) {
            return plain(plain);
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            ObjectNode list = named("array");
            list.set("items", type(generic.getActualTypeArguments()[0]));
            return list;
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
            ObjectNode map = named("object");
            map.set("additionalProperties", type(generic.getActualTypeArguments()[1]));
            return map;
        }
        throw new IllegalArgumentException("No schema is known for " + type.getTypeName());
    }

    private static ObjectNode plain(Class<?> type) {
        if (type == String.class) {
            return named("string");
        }
        if (type == boolean.class || type == Boolean.class) {
            return named("boolean");
        }
        if (WHOLE.contains(type)) {
            return named("integer");
        }
        if (NUMBER.contains(type)) {
            return named("number");
        }
        if (type == Instant.class) {
            return named("string").put("format", "date-time");
        }
        return composed(type);
    }

    private static ObjectNode composed(Class<?> type) {
        if (type.isEnum()) {
            ObjectNode choice = named("string");
            ArrayNode values = choice.putArray("enum");
            Arrays.stream(type.getEnumConstants())
                    .map(value -> ((Enum<?>) value).name().toLowerCase(Locale.ROOT))
                    .forEach(values::add);
            return choice;
        }
        if (type.isRecord()) {
            return of(type.asSubclass(Record.class));
        }
        if (type == ObjectNode.class) {
            return named("object");
        }
        if (JsonNode.class.isAssignableFrom(type)) {
            return JsonNodeFactory.instance.objectNode();
        }
        throw new IllegalArgumentException("No schema is known for " + type.getName());
    }

    private static ObjectNode named(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }
}
