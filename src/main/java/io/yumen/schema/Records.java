package io.yumen.schema;

import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads records from JSON trees and writes them, in the form that {@link JsonSchema#of(Class)} describes. It is done here,
 * in a page, because a general mapper takes longer to load than a small program to start.
 */
public final class Records {
    private static final JsonCodec CODEC = new JsonCodec(JsonLimits.DEFAULT);

    private Records() {}

    /** The tree of a piece of JSON that stands in our own code. */
    public static JsonNode parse(String json) {
        return CODEC.read(json.getBytes(StandardCharsets.UTF_8));
    }

    /** The record that the tree describes; the tree has been checked against the record's schema. */
    public static <T extends Record> T read(JsonNode tree, Class<T> type) {
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = component(tree, components[i]);
        }
        try {
            Constructor<T> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("Not a " + type.getSimpleName() + ": " + tree, e);
        }
    }

    /** The record as a tree; what is null is left out. */
    public static ObjectNode write(Record value) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            Object part = part(value, component);
            if (part != null && component.isAnnotationPresent(Spread.class)) {
                tree.setAll(write((Record) part));
            } else if (part != null) {
                tree.set(nameOf(component), tree(part));
            }
        }
        return tree;
    }

    /** The name of a component on the wire. */
    static String nameOf(RecordComponent component) {
        Doc doc = component.getAnnotation(Doc.class);
        return doc == null || doc.name().isEmpty() ? component.getName() : doc.name();
    }

    private static @Nullable Object component(JsonNode tree, RecordComponent component) {
        if (component.isAnnotationPresent(Spread.class)) {
            return read(tree, component.getType().asSubclass(Record.class));
        }
        JsonNode value = said(tree, component);
        return value == null || value.isNull() ? null : value(value, component.getGenericType());
    }

    /** What the tree says of a component, or what stands for it where it is left out: also in records within others. */
    private static @Nullable JsonNode said(JsonNode tree, RecordComponent component) {
        JsonNode value = tree.get(nameOf(component));
        Doc doc = component.getAnnotation(Doc.class);
        return value == null && doc != null && !doc.fallback().isEmpty() ? parse(doc.fallback()) : value;
    }

    private static Object value(JsonNode node, Type type) {
        if (type instanceof ParameterizedType generic) {
            Type inner = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            return generic.getRawType() == Map.class ? map(node, inner) : list(node, inner);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isEnum()) {
            return constant(node.stringValue(), plain);
        }
        if (plain.isRecord()) {
            return read(node, plain.asSubclass(Record.class));
        }
        return JsonNode.class.isAssignableFrom(plain) ? node : scalar(node, plain);
    }

    private static Object scalar(JsonNode node, Class<?> type) {
        if (type == String.class) {
            return node.stringValue();
        }
        if (type == Instant.class) {
            return Instant.parse(node.stringValue());
        }
        if (type == boolean.class || type == Boolean.class) {
            return node.booleanValue();
        }
        if (type == int.class || type == Integer.class) {
            return node.intValue();
        }
        if (type == long.class || type == Long.class) {
            return node.longValue();
        }
        return node.doubleValue();
    }

    private static List<Object> list(JsonNode node, Type inner) {
        List<Object> list = new ArrayList<>();
        node.forEach(entry -> list.add(value(entry, inner)));
        return List.copyOf(list);
    }

    private static Map<String, Object> map(JsonNode node, Type inner) {
        Map<String, Object> map = new LinkedHashMap<>();
        node.properties().forEach(entry -> map.put(entry.getKey(), value(entry.getValue(), inner)));
        return Map.copyOf(map);
    }

    private static Object constant(String name, Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> name(constant).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No " + type.getSimpleName() + ": " + name));
    }

    private static String name(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Object part(Record value, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("Cannot read " + component.getName(), e);
        }
    }

    private static JsonNode tree(Object part) {
        return switch (part) {
            case JsonNode node -> node;
            case Record inner -> write(inner);
            case List<?> list -> {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                list.forEach(entry -> array.add(tree(entry)));
                yield array;
            }
            case Map<?, ?> map -> {
                ObjectNode object = JsonNodeFactory.instance.objectNode();
                map.forEach((key, entry) -> object.set(String.valueOf(key), tree(entry)));
                yield object;
            }
            default -> leaf(part);
        };
    }

    private static JsonNode leaf(Object part) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (part) {
            case String text -> nodes.stringNode(text);
            case Boolean truth -> nodes.booleanNode(truth);
            case Integer number -> nodes.numberNode(number.intValue());
            case Long number -> nodes.numberNode(number.longValue());
            case Double number -> nodes.numberNode(number.doubleValue());
            case Enum<?> constant -> nodes.stringNode(name(constant));
            case Instant time -> nodes.stringNode(time.toString());
            default -> throw new IllegalArgumentException("No JSON for " + part.getClass());
        };
    }
}
