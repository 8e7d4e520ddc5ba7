package io.yumen.service.kubernetes.form;

import io.yumen.protocol.PlainText;
import io.yumen.service.ToolFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Objects as people write them: YAML or JSON, one document after another, or a List. */
public final class Manifest {
    private static final int MOST = 100;
    private static final int LONGEST = 1 << 20;
    private static final int LONGEST_RENDERED = 3 << 20;

    private Manifest() {}

    /** The objects of a text, each with apiVersion, kind and name. */
    public static List<ObjectNode> objects(String text) {
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
        try (MappingIterator<JsonNode> read =
                Yaml.MAPPER.readerFor(JsonNode.class).readValues(text)) {
            List<JsonNode> documents = new ArrayList<>();
            while (read.hasNext()) {
                documents.add(read.next());
            }
            return documents;
        } catch (JacksonException e) {
            String where =
                    e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr();
            throw wrong("is no YAML" + where + (shows ? ": " + PlainText.echo(e.getOriginalMessage()) : ""));
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
        if (object.path("metadata").path("name").asString("").isEmpty()) {
            throw wrong("has a " + PlainText.echo(object.path("kind").asString("")) + " without metadata.name");
        }
    }

    private static ToolFailure wrong(String what) {
        return new ToolFailure("refused", "The manifest " + what, Duration.ZERO);
    }

    /** Loaded with the first manifest. */
    private static final class Yaml {
        static final ObjectMapper MAPPER = YAMLMapper.builder().build();
    }
}
