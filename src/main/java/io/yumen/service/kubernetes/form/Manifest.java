package io.yumen.service.kubernetes.form;

import io.yumen.protocol.PlainText;
import io.yumen.service.ToolFailure;
import io.yumen.service.answer.YamlText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Objects as people write them: YAML or JSON, one document after another, or a List. */
public final class Manifest {
    private static final int MOST = 100;
    private static final int LONGEST = 1 << 20;
    private static final int LONGEST_RENDERED = 3 << 20;

    private Manifest() {}

    /** The objects of a text, each with apiVersion, kind and name. */
    public static List<ObjectNode> objects(String text) {
        List<ObjectNode> objects = fresh(text);
        for (ObjectNode object : objects) {
            if (nameOf(object, "name").isEmpty()) {
                throw unnamed(object, "metadata.name");
            }
        }
        return objects;
    }

    /** The same of objects that are to be made, which may leave it to the cluster to complete their names. */
    public static List<ObjectNode> fresh(String text) {
        if (text.length() > LONGEST) {
            throw wrong("is longer than " + LONGEST + " characters");
        }
        List<ObjectNode> objects = new ArrayList<>();
        for (JsonNode document : documents(text, true)) {
            add(document, objects);
        }
        if (objects.isEmpty()) {
            throw wrong("has no object");
        }
        return objects;
    }

    /**
     * The objects of what a template made: far more of them, none at all, and some that get their names later. What is wrong is not
     * shown: there may be secrets beside it.
     */
    public static List<ObjectNode> rendered(String text) {
        if (text.length() > LONGEST_RENDERED) {
            throw wrong("is longer than " + LONGEST_RENDERED + " characters");
        }
        List<ObjectNode> objects = new ArrayList<>();
        for (JsonNode document : documents(text, false)) {
            if (document instanceof ObjectNode object) {
                objects.add(object);
            }
        }
        return objects;
    }

    private static List<JsonNode> documents(String text, boolean shows) {
        try {
            // In JSON people write a list of objects, too.
            return YamlText.documents(text).stream()
                    .flatMap(document -> document.isArray() ? document.valueStream() : Stream.of(document))
                    .toList();
        } catch (YamlText.BadYaml e) {
            String where = e.line() == 0 ? "" : " in line " + e.line();
            throw wrong("is no YAML" + where + (shows ? ": " + PlainText.echo(e.why()) : ""));
        }
    }

    private static void add(JsonNode document, List<ObjectNode> objects) {
        if (document == null || document.isNull() || document.isMissingNode()) {
            return;
        }
        if (!(document instanceof ObjectNode object)) {
            throw wrong("has a document that is no object");
        }
        if (object.path("kind").asString("").equals("List")
                && object.path("items").isArray()) {
            object.path("items").forEach(item -> add(item, objects));
            return;
        }
        requireNamed(object);
        if (objects.size() == MOST) {
            throw wrong("has more than " + MOST + " objects");
        }
        objects.add(object);
    }

    private static void requireNamed(ObjectNode object) {
        for (String field : List.of("apiVersion", "kind")) {
            if (object.path(field).asString("").isEmpty()) {
                throw wrong("has an object without " + field);
            }
        }
        if (nameOf(object, "name").isEmpty() && nameOf(object, "generateName").isEmpty()) {
            throw unnamed(object, "metadata.name");
        }
    }

    private static String nameOf(ObjectNode object, String field) {
        return object.path("metadata").path(field).asString("");
    }

    private static ToolFailure unnamed(ObjectNode object, String field) {
        return wrong("has a " + PlainText.echo(object.path("kind").asString("")) + " without " + field);
    }

    private static ToolFailure wrong(String what) {
        return new ToolFailure("refused", "The manifest " + what, Duration.ZERO);
    }
}
