package io.yumen.service.answer;

import io.burt.jmespath.BaseRuntime;
import io.burt.jmespath.JmesPathException;
import io.burt.jmespath.JmesPathType;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Shows our trees to the JMESPath library, and counts what it makes of them: nodes and characters alike. For one thread.
 */
final class JsonRuntime extends BaseRuntime<JsonNode> {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonCodec CODEC = new JsonCodec(JsonLimits.DEFAULT);

    /** What all searches of one answer may make together: about what a large answer of a service has. */
    private static final long BUDGET = 4_000_000;

    private long left = BUDGET;

    /** What was found is written out, and a node that stands in many places each time. */
    void spendOn(JsonNode found) {
        spend(1 + (found.isString() ? found.stringValue().length() : 0));
        found.forEach(this::spendOn);
    }

    private void spend(long count) {
        left -= count;
        if (left < 0) {
            throw new JmesPathException("It makes too much of what there is");
        }
    }

    @Override
    public JsonNode parseString(String text) {
        return CODEC.read(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<JsonNode> toList(JsonNode value) {
        List<JsonNode> list = new ArrayList<>();
        spend(value.size());
        if (value.isContainer()) {
            value.forEach(list::add);
        }
        return list;
    }

    @Override
    public String toString(JsonNode value) {
        spendOn(value);
        return value.isString() ? value.stringValue() : JsonCodec.text(value);
    }

    @Override
    public Number toNumber(JsonNode value) {
        return value.isNumber() ? value.numberValue() : 0;
    }

    @Override
    public boolean isTruthy(JsonNode value) {
        return switch (typeOf(value)) {
            case NULL -> false;
            case NUMBER -> true;
            case BOOLEAN -> value.booleanValue();
            case ARRAY, OBJECT -> !value.isEmpty();
            case STRING -> !value.stringValue().isEmpty();
        };
    }

    @Override
    public JmesPathType typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> JmesPathType.ARRAY;
            case OBJECT, POJO -> JmesPathType.OBJECT;
            case BOOLEAN -> JmesPathType.BOOLEAN;
            case NUMBER -> JmesPathType.NUMBER;
            case STRING, BINARY -> JmesPathType.STRING;
            case NULL, MISSING -> JmesPathType.NULL;
        };
    }

    @Override
    public JsonNode getProperty(JsonNode value, JsonNode name) {
        JsonNode property = value.get(name.asString(""));
        return property == null ? createNull() : property;
    }

    @Override
    public Collection<JsonNode> getPropertyNames(JsonNode value) {
        List<JsonNode> names = new ArrayList<>();
        value.propertyNames().forEach(name -> names.add(createString(name)));
        return names;
    }

    @Override
    public JsonNode createNull() {
        return NODES.nullNode();
    }

    @Override
    public JsonNode createArray(Collection<JsonNode> elements) {
        spend(1 + elements.size());
        ArrayNode array = NODES.arrayNode();
        array.addAll(elements);
        return array;
    }

    @Override
    public JsonNode createString(String text) {
        spend(1 + text.length());
        return NODES.stringNode(text);
    }

    @Override
    public JsonNode createBoolean(boolean value) {
        return NODES.booleanNode(value);
    }

    @Override
    public JsonNode createObject(Map<JsonNode, JsonNode> properties) {
        spend(1 + properties.size());
        ObjectNode object = NODES.objectNode();
        properties.forEach((name, value) -> object.set(name.asString(""), value));
        return object;
    }

    @Override
    public JsonNode createNumber(double value) {
        return NODES.numberNode(value);
    }

    @Override
    public JsonNode createNumber(long value) {
        return NODES.numberNode(value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
