package io.yumen.service.kubernetes.look;

import io.yumen.service.kubernetes.api.Kind;
import io.yumen.service.kubernetes.api.Reach;
import io.yumen.service.kubernetes.api.Selection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What belongs to what, by the owners that objects name. */
final class Family {
    private static final int MOST_UP = 10;

    /** Kinds whose objects others make. */
    private static final Set<String> MADE = Set.of(
            "apps/v1/Deployment",
            "apps/v1/StatefulSet",
            "apps/v1/DaemonSet",
            "apps/v1/ReplicaSet",
            "batch/v1/Job",
            "v1/Pod",
            "v1/PersistentVolumeClaim",
            "v1/Service",
            "v1/ConfigMap",
            "discovery.k8s.io/v1/EndpointSlice");

    private final Reach reach;
    private final String namespace;

    Family(Reach reach, String namespace) {
        this.reach = reach;
        this.namespace = namespace;
    }

    /** The tree in which that object stands, from the one that has no owner. */
    ObjectNode of(ObjectNode object) {
        ObjectNode root = root(object);
        return node(root, children(), new HashSet<>(), uid(object));
    }

    private ObjectNode root(ObjectNode object) {
        ObjectNode at = object;
        for (int i = 0; i < MOST_UP; i++) {
            JsonNode owner = at.path("metadata").path("ownerReferences").path(0);
            if (owner.isMissingNode()) {
                return at;
            }
            Kind kind = reach.kind(
                    owner.path("apiVersion").asString(""), owner.path("kind").asString(""));
            at = reach.get(
                    kind, kind.namespaced() ? namespace : "", owner.path("name").asString(""));
        }
        return at;
    }

    /** By the uid of their owner. */
    private Map<String, List<ObjectNode>> children() {
        Map<String, List<ObjectNode>> children = new LinkedHashMap<>();
        if (namespace.isEmpty()) {
            return children;
        }
        for (Kind kind : reach.allKinds()) {
            if (MADE.contains(kind.apiVersion() + "/" + kind.name())) {
                reach.each(kind, Selection.in(namespace), object -> {
                    for (JsonNode owner : object.path("metadata").path("ownerReferences")) {
                        children.computeIfAbsent(owner.path("uid").asString(""), uid -> new ArrayList<>())
                                .add(object);
                    }
                });
            }
        }
        return children;
    }

    /** Objects may name each other as owners: each is told once. */
    private static ObjectNode node(
            ObjectNode object, Map<String, List<ObjectNode>> children, Set<String> told, String asked) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        JsonNode metadata = object.path("metadata");
        node.put(
                "object",
                object.path("kind").asString("") + "/" + metadata.path("name").asString(""));
        String state = Description.state(object);
        if (!state.isEmpty()) {
            node.put("state", state);
        }
        node.put("age", Rows.age(metadata.path("creationTimestamp").asString("")));
        if (uid(object).equals(asked)) {
            node.put("asked", true);
        }
        List<ObjectNode> own = children.getOrDefault(uid(object), List.of());
        if (told.add(uid(object)) && !own.isEmpty()) {
            ArrayNode list = node.putArray("children");
            own.forEach(child -> list.add(node(child, children, told, asked)));
        }
        return node;
    }

    private static String uid(ObjectNode object) {
        return object.path("metadata").path("uid").asString("");
    }
}
