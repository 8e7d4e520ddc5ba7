package io.yumen.service.kubernetes.look;

import io.yumen.service.answer.Detail;
import io.yumen.service.answer.Item;
import io.yumen.service.answer.Ordered;
import io.yumen.service.kubernetes.api.Kind;
import io.yumen.service.kubernetes.api.Reach;
import io.yumen.service.kubernetes.api.Selection;
import io.yumen.service.kubernetes.form.Armful;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a cluster tells of its objects, newest first. */
final class Events {
    /** What is told of one where not all of it is wanted: the rest of very many would take much room. */
    private static final List<String> TOLD =
            List.of("involvedObject", "series", "lastTimestamp", "eventTime", "type", "reason", "count", "message");

    private final Reach reach;
    private final Detail needed;

    /** @param needed how much of each event; no more is held */
    Events(Reach reach, Detail needed) {
        this.reach = reach;
        this.needed = needed;
    }

    /**
     * Which are wanted.
     *
     * @param namespace empty for all
     * @param kind of the object that they are about, or null
     * @param name of that object, or null
     * @param type Warning or Normal, or null
     */
    record About(
            String namespace,
            @Nullable Kind kind,
            @Nullable String name,
            @Nullable String type) {}

    List<ObjectNode> of(About about) {
        Kind kind = reach.kind("v1", "Event");
        List<String> selector = new ArrayList<>();
        if (about.name() != null) {
            selector.add("involvedObject.name=" + about.name());
        }
        if (about.kind() != null) {
            selector.add("involvedObject.kind=" + about.kind().name());
        }
        if (about.type() != null) {
            selector.add("type=" + about.type());
        }
        String fields = selector.isEmpty() ? null : String.join(",", selector);
        Armful held = new Armful();
        reach.each(
                kind,
                new Selection(about.namespace(), null, fields),
                event -> held.add(needed == Detail.FULL ? event : told(event)));
        List<ObjectNode> found = held.objects();
        found.sort(Comparator.comparing(Events::time).reversed());
        return found;
    }

    private static ObjectNode told(ObjectNode event) {
        ObjectNode told = JsonNodeFactory.instance.objectNode();
        TOLD.stream().filter(event::has).forEach(field -> told.set(field, event.get(field)));
        ObjectNode metadata = told.putObject("metadata");
        metadata.set("creationTimestamp", event.path("metadata").path("creationTimestamp"));
        metadata.set("uid", event.path("metadata").path("uid"));
        return told;
    }

    /** An event in a list; one that happens again stands at another place. */
    static Ordered.Entry entry(ObjectNode event) {
        return new Ordered.Entry(
                time(event) + " " + event.path("metadata").path("uid").asString(""), item(event));
    }

    /** An event as an item. */
    static Item item(ObjectNode event) {
        JsonNode object = event.path("involvedObject");
        ObjectNode summary = line(event);
        summary.put(
                "object",
                object.path("kind").asString("") + "/" + object.path("name").asString(""));
        summary.set("namespace", object.path("namespace"));
        return new Item(event.path("reason").asString(""), summary, event);
    }

    /** The same within its object. */
    static ObjectNode line(ObjectNode event) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("age", Rows.age(time(event)));
        line.set("type", event.path("type"));
        line.set("reason", event.path("reason"));
        line.put(
                "count",
                Math.max(
                        1,
                        event.path("count")
                                .asInt(event.path("series").path("count").asInt(1))));
        line.set("message", event.path("message"));
        return line;
    }

    private static String time(ObjectNode event) {
        for (JsonNode time : List.of(
                event.path("series").path("lastObservedTime"), event.path("lastTimestamp"), event.path("eventTime"))) {
            if (!time.asString("").isEmpty()) {
                return time.asString("");
            }
        }
        return event.path("metadata").path("creationTimestamp").asString("");
    }
}
