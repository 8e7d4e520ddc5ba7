package io.yumen.service.kubernetes.look;

import io.yumen.service.ToolFailure;
import io.yumen.service.answer.Detail;
import io.yumen.service.answer.Item;
import io.yumen.service.kubernetes.api.Kind;
import io.yumen.service.kubernetes.api.Reach;
import io.yumen.service.kubernetes.api.Selection;
import io.yumen.service.kubernetes.form.Selectors;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What one looks for of an object, put together. */
final class Description {
    private static final int MOST_EVENTS = 20;
    private static final int MOST_PODS = 50;

    private final Reach reach;
    private final Kind kind;
    private final ObjectNode object;
    private final String namespace;
    private final ObjectNode told = JsonNodeFactory.instance.objectNode();

    Description(Reach reach, Kind kind, ObjectNode object) {
        this.reach = reach;
        this.kind = kind;
        this.object = object;
        this.namespace = object.path("metadata").path("namespace").asString("");
    }

    Item item() {
        JsonNode metadata = object.path("metadata");
        told.put("object", kind.fullName() + "/" + metadata.path("name").asString(""));
        if (!namespace.isEmpty()) {
            told.put("namespace", namespace);
        }
        told.put("age", Rows.age(metadata.path("creationTimestamp").asString("")));
        String state = state(object);
        if (!state.isEmpty()) {
            told.put("state", state);
        }
        owners(metadata);
        conditions();
        containers();
        around();
        events();
        ObjectNode summary = told.deepCopy();
        for (String part : List.of("labels", "annotations")) {
            told.set(part, metadata.path(part));
        }
        for (String part : List.of("spec", "data", "status")) {
            told.set(part, object.path(part));
        }
        List.copyOf(told.propertyNames()).stream()
                .filter(name -> told.path(name).isMissingNode())
                .forEach(told::remove);
        return new Item(metadata.path("name").asString(""), summary, secretFree());
    }

    /** Where the data of a Secret stands in a description, the redaction must still know it. */
    private ObjectNode secretFree() {
        if (kind.isSecret()) {
            ObjectNode marked = JsonNodeFactory.instance.objectNode();
            marked.put("apiVersion", kind.apiVersion()).put("kind", kind.name());
            marked.setAll(told);
            return marked;
        }
        return told;
    }

    /** The state of an object in a few words. */
    static String state(ObjectNode object) {
        JsonNode status = object.path("status");
        if (object.path("kind").asString("").equals("Pod")) {
            String wrong = Checkup.pod(object);
            String phase = status.path("phase").asString("");
            return wrong.isEmpty() || wrong.startsWith(phase) ? phase : phase + ", " + wrong;
        }
        int wanted = object.path("spec").path("replicas").asInt(-1);
        if (wanted >= 0) {
            return status.path("readyReplicas").asInt(0) + " of " + wanted + " ready";
        }
        if (status.has("desiredNumberScheduled")) {
            return status.path("numberReady").asInt(0) + " of "
                    + status.path("desiredNumberScheduled").asInt(0) + " ready";
        }
        return status.path("phase").asString("");
    }

    private void owners(JsonNode metadata) {
        ArrayNode owners = JsonNodeFactory.instance.arrayNode();
        metadata.path("ownerReferences")
                .forEach(owner -> owners.add(owner.path("kind").asString("") + "/"
                        + owner.path("name").asString("")));
        put("owners", owners);
    }

    private void conditions() {
        ArrayNode conditions = JsonNodeFactory.instance.arrayNode();
        for (JsonNode condition : object.path("status").path("conditions")) {
            String why = condition.path("reason").asString("") + " "
                    + condition.path("message").asString("");
            conditions.add((condition.path("type").asString("") + "="
                            + condition.path("status").asString("") + " " + why.strip())
                    .strip());
        }
        put("conditions", conditions);
    }

    private void containers() {
        ArrayNode containers = JsonNodeFactory.instance.arrayNode();
        for (JsonNode container : object.path("status").path("containerStatuses")) {
            ObjectNode line = containers.addObject();
            line.set("name", container.path("name"));
            line.put("ready", container.path("ready").asBoolean(false));
            line.put("restarts", container.path("restartCount").asInt(0));
            for (Map.Entry<String, JsonNode> state : container.path("state").properties()) {
                line.put(
                        "state",
                        (state.getKey() + " " + state.getValue().path("reason").asString("")).strip());
            }
            JsonNode last = container.path("lastState").path("terminated");
            if (!last.isMissingNode()) {
                line.put(
                        "last",
                        "ended with " + last.path("exitCode").asInt(0) + " "
                                + last.path("reason").asString(""));
            }
        }
        put("containers", containers);
    }

    /** What an object chooses by labels. */
    private void around() {
        @Nullable String selector = Selectors.of(object);
        if (selector == null || namespace.isEmpty()) {
            return;
        }
        ArrayNode pods = JsonNodeFactory.instance.arrayNode();
        for (ObjectNode pod :
                reach.first(MOST_PODS, reach.kind("v1", "Pod"), new Selection(namespace, selector, null))) {
            JsonNode status = pod.path("status");
            pods.add(pod.path("metadata").path("name").asString("") + ": " + state(pod) + " "
                    + status.path("podIP").asString("") + " on "
                    + pod.path("spec").path("nodeName").asString("no node"));
        }
        if (pods.isEmpty()) {
            told.put("pods", "none has the labels " + selector);
        } else {
            told.set("pods", pods);
        }
    }

    /** They are worth nothing where they are forbidden. */
    private void events() {
        try {
            ArrayNode events = JsonNodeFactory.instance.arrayNode();
            Events.About about = new Events.About(
                    namespace, kind, object.path("metadata").path("name").asString(""), null);
            new Events(reach, Detail.SUMMARY)
                    .of(about).stream().limit(MOST_EVENTS).map(Events::line).forEach(events::add);
            put("events", events);
        } catch (ToolFailure failure) {
            told.put("events", String.valueOf(failure.getMessage()));
        }
    }

    private void put(String name, ArrayNode list) {
        if (!list.isEmpty()) {
            told.set(name, list);
        }
    }
}
