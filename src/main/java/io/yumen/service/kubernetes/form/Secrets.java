package io.yumen.service.kubernetes.form;

import io.yumen.service.answer.Redactor;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is secret in objects of Kubernetes: the data of Secrets, whatever it is called, and copies of it. */
public final class Secrets {
    private static final List<String> DATA = List.of("data", "stringData");
    private static final String COPY = "kubectl.kubernetes.io/last-applied-configuration";

    private Secrets() {}

    public static Redactor redactor() {
        return Redactor.common().knows(Secrets::without);
    }

    /** A Secret without its data; anything else as it is. */
    static ObjectNode without(ObjectNode object) {
        if (object.path(COPY).asString("").contains("\"Secret\"")) {
            return object.deepCopy().put(COPY, Redactor.GONE);
        }
        if (!object.path("kind").asString("").equals("Secret") || !isOfCore(object)) {
            return object;
        }
        ObjectNode clean = object.deepCopy();
        for (String part : DATA) {
            if (clean.has(part)) {
                clean.set(part, hidden(clean.get(part)));
            }
        }
        if (clean.path("metadata").path("annotations") instanceof ObjectNode annotations && annotations.has(COPY)) {
            annotations.put(COPY, Redactor.GONE);
        }
        return clean;
    }

    private static boolean isOfCore(ObjectNode object) {
        String version = object.path("apiVersion").asString("v1");
        return !version.contains("/");
    }

    /** The names stay: they say what there is. */
    private static JsonNode hidden(JsonNode data) {
        ObjectNode hidden = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> entry : data.properties()) {
            hidden.put(entry.getKey(), Redactor.GONE);
        }
        return hidden;
    }
}
