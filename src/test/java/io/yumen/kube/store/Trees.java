package io.yumen.kube.store;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Trees of JSON: how they are read, made and looked into. */
public final class Trees {
    private static final JsonMapper JSON = new JsonMapper();
    private static final YAMLMapper YAML = new YAMLMapper();

    private Trees() {}

    /** Reads one object. */
    public static ObjectNode object(byte[] json) {
        return JSON.readTree(json) instanceof ObjectNode node ? node : none("JSON");
    }

    /** Reads one object from YAML or JSON. */
    public static ObjectNode yaml(String yaml) {
        return YAML.readTree(yaml) instanceof ObjectNode node ? node : none("YAML");
    }

    /** Reads a value. */
    public static JsonNode value(byte[] json) {
        return JSON.readTree(json);
    }

    /** An empty object. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** An empty list. */
    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** As JSON. */
    public static byte[] bytes(JsonNode node) {
        return JSON.writeValueAsBytes(node);
    }

    /** The text at that path; empty when there is none. Numbers and booleans count as text. */
    public static String text(JsonNode node, String... path) {
        return at(node, path).asString("");
    }

    /** What is at that path, or a missing node. */
    public static JsonNode at(JsonNode node, String... path) {
        JsonNode at = node;
        for (String step : path) {
            at = at.path(step);
        }
        return at;
    }

    /** The object at that path, made where it is not there. */
    public static ObjectNode ensure(ObjectNode node, String... path) {
        ObjectNode at = node;
        for (String step : path) {
            at = at.get(step) instanceof ObjectNode next ? next : at.putObject(step);
        }
        return at;
    }

    private static ObjectNode none(String what) {
        throw Refusal.badRequest("the body is no object in " + what);
    }
}
