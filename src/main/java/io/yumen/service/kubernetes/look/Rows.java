package io.yumen.service.kubernetes.look;

import io.yumen.service.answer.Item;
import io.yumen.service.kubernetes.api.Kind;
import io.yumen.service.kubernetes.api.Reach;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Objects as items of lists: with the columns that the cluster has for their kind, or with what all objects have. */
final class Rows {
    private final Kind kind;
    private final boolean everywhere;

    /** @param namespace where they stand; empty for several, so that theirs is told */
    Rows(Kind kind, String namespace) {
        this.kind = kind;
        this.everywhere = namespace.isEmpty() && kind.namespaced();
    }

    /** The items of a page, whatever its form: a cluster may answer with objects where a table was asked for. */
    List<Item> of(JsonNode page, Predicate<JsonNode> served) {
        List<Item> items = new ArrayList<>();
        if (page.path("kind").asString("").equals("Table")) {
            List<JsonNode> columns =
                    page.path("columnDefinitions").valueStream().toList();
            for (JsonNode row : page.path("rows")) {
                if (served.test(row.path("object"))) {
                    items.add(row(columns, row));
                }
            }
            return items;
        }
        for (JsonNode object : Reach.items(page)) {
            if (served.test(object)) {
                items.add(object(Reach.named(kind, object)));
            }
        }
        return items;
    }

    /** An object without the columns of a table. */
    Item object(ObjectNode object) {
        JsonNode metadata = object.path("metadata");
        ObjectNode summary = begin(metadata);
        summary.set("name", metadata.path("name"));
        String phase = object.path("status").path("phase").asString("");
        if (!phase.isEmpty()) {
            summary.put("status", phase);
        }
        summary.put("age", age(metadata.path("creationTimestamp").asString("")));
        return new Item(name(metadata), summary, object);
    }

    private Item row(List<JsonNode> columns, JsonNode row) {
        JsonNode metadata = row.path("object").path("metadata");
        ObjectNode summary = begin(metadata);
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).path("priority").asInt(0) == 0) {
                summary.set(label(columns.get(i)), row.path("cells").path(i));
            }
        }
        return new Item(name(metadata), summary, Reach.named(kind, row.path("object")));
    }

    private ObjectNode begin(JsonNode metadata) {
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        if (everywhere) {
            summary.set("namespace", metadata.path("namespace"));
        }
        return summary;
    }

    private String name(JsonNode metadata) {
        String name = metadata.path("name").asString("");
        String namespace = metadata.path("namespace").asString("");
        return everywhere && !namespace.isEmpty() ? namespace + "/" + name : name;
    }

    private static String label(JsonNode column) {
        return column.path("name").asString("").toLowerCase(Locale.ROOT).replace(' ', '_');
    }

    /** How long ago that was, as kubectl says it: 3d, 5h, 42s. */
    static String age(String time) {
        try {
            Duration age = Duration.between(Instant.parse(time), Instant.now());
            if (age.toDays() > 2) {
                return age.toDays() + "d";
            }
            if (age.toHours() > 2) {
                return age.toHours() + "h";
            }
            return age.toMinutes() > 2 ? age.toMinutes() + "m" : Math.max(0, age.toSeconds()) + "s";
        } catch (DateTimeParseException e) {
            return "";
        }
    }
}
