package io.yumen.service.helm;

import io.yumen.service.ToolFailure;
import io.yumen.service.answer.Item;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What there is to tell of a revision, part by part. */
final class Parts {
    private static final List<String> INFO = List.of("first_deployed", "deleted");

    private Parts() {}

    /** A part of a revision. */
    enum Part {
        STATUS,
        VALUES,
        MANIFEST,
        NOTES,
        HOOKS,
        CHART
    }

    /** Which values. */
    enum Values {
        /** Those that somebody gave. */
        GIVEN,
        /** Those of the chart below them, too. */
        ALL
    }

    static Item of(Release release, Part part, Values values) {
        return new Item(
                release.name() + " revision " + release.revision(),
                release.summary(),
                switch (part) {
                    case STATUS -> status(release);
                    case VALUES -> with(release, "values", values == Values.ALL ? release.values() : release.given());
                    case MANIFEST -> with(release, "objects", array(release.objects()));
                    case NOTES -> with(release, "notes", JsonNodeFactory.instance.stringNode(release.notes()));
                    case HOOKS -> with(release, "hooks", release.hooks());
                    case CHART -> with(release, "chart", chart(release));
                });
    }

    /** How it is, and what it made. */
    static ObjectNode status(Release release) {
        ObjectNode status = release.summary();
        for (String name : INFO) {
            if (!release.info(name).isEmpty()) {
                status.put(name, release.info(name));
            }
        }
        status.set("objects", objects(release));
        ArrayNode hooks = status.putArray("hooks");
        release.tree().path("hooks").forEach(hook -> hooks.add(hook.path("name").asString("")));
        return status.put("notes", release.notes());
    }

    /** Their names; how a release is can be told of one whose manifest cannot be read, too. */
    private static ArrayNode objects(Release release) {
        ArrayNode names = JsonNodeFactory.instance.arrayNode();
        try {
            release.objects().forEach(object -> names.add(Changes.nameOf(object)));
        } catch (ToolFailure failure) {
            names.add(failure.getMessage());
        }
        return names;
    }

    private static ObjectNode with(Release release, String name, JsonNode part) {
        ObjectNode told = JsonNodeFactory.instance.objectNode();
        told.put("name", release.name()).put("revision", release.revision());
        return told.set(name, part);
    }

    private static ArrayNode array(List<ObjectNode> objects) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        objects.forEach(array::add);
        return array;
    }

    private static ObjectNode chart(Release release) {
        JsonNode chart = release.tree().path("chart");
        ObjectNode told = JsonNodeFactory.instance.objectNode();
        if (release.metadata() instanceof ObjectNode metadata) {
            told.setAll(metadata);
        }
        told.set("templates", files(chart.path("templates")));
        told.set("files", files(chart.path("files")));
        if (chart.path("values") instanceof ObjectNode values) {
            told.set("values", values);
        }
        return told;
    }

    private static ArrayNode files(JsonNode files) {
        ArrayNode names = JsonNodeFactory.instance.arrayNode();
        files.forEach(file -> names.add(file.path("name").asString("")));
        return names;
    }
}
