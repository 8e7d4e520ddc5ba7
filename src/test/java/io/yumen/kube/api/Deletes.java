package io.yumen.kube.api;

import io.yumen.kube.store.Kind;
import io.yumen.kube.store.Kinds;
import io.yumen.kube.store.Refusal;
import io.yumen.kube.store.Store;
import io.yumen.kube.store.Trees;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Deletes objects, and what belongs to them, as the garbage collector of a cluster does. */
final class Deletes {
    private final Store store;
    private final Kinds kinds;

    Deletes(Store store, Kinds kinds) {
        this.store = store;
        this.kinds = kinds;
    }

    /** Deletes an object, or marks it when finalizers hold it. */
    ObjectNode delete(Kind kind, ObjectNode object, JsonNode options, boolean dry) {
        return store.alone(() -> {
            precondition(kind, object, options);
            if (dry) {
                return object;
            }
            boolean orphan = Trees.text(options, "propagationPolicy").equals("Orphan")
                    || options.path("orphanDependents").asBoolean(false);
            if (!Trees.at(object, "metadata", "finalizers").isEmpty()) {
                return mark(kind, object, options);
            }
            if (kind.resource().equals("customresourcedefinitions.apiextensions.k8s.io")) {
                inside(Trees.text(object, "metadata", "name"), "");
            }
            store.remove(kind, object);
            if (kind.resource().equals("namespaces")) {
                empty(Trees.text(object, "metadata", "name"));
            }
            dependents(Trees.text(object, "metadata", "uid"), orphan);
            return object;
        });
    }

    private ObjectNode mark(Kind kind, ObjectNode object, JsonNode options) {
        if (object.path("metadata").has("deletionTimestamp")) {
            return object;
        }
        ObjectNode marked = object.deepCopy();
        Trees.ensure(marked, "metadata")
                .put("deletionTimestamp", Writes.now())
                .put("deletionGracePeriodSeconds", grace(kind, object, options));
        return store.put(kind, marked);
    }

    /** Only pods take their time: what is said, else what they say themselves, else half a minute. */
    private static long grace(Kind kind, ObjectNode object, JsonNode options) {
        if (!kind.resource().equals("pods")) {
            return 0;
        }
        long own = Trees.at(object, "spec", "terminationGracePeriodSeconds").asLong(30);
        return options.path("gracePeriodSeconds").asLong(own);
    }

    private static void precondition(Kind kind, ObjectNode object, JsonNode options) {
        for (String field : List.of("uid", "resourceVersion")) {
            String wanted = Trees.text(options, "preconditions", field);
            if (!wanted.isEmpty() && !wanted.equals(Trees.text(object, "metadata", field))) {
                throw Refusal.conflict(
                        kind,
                        Trees.text(object, "metadata", "name"),
                        "Precondition failed: " + field + " in precondition: " + wanted + ", in object meta: "
                                + Trees.text(object, "metadata", field));
            }
        }
    }

    private void empty(String namespace) {
        kinds.all().stream()
                .filter(kind -> kind.namespaced() && !kind.isReview() && !kind.isMetrics())
                .forEach(kind -> inside(kind.resource(), namespace));
    }

    private void inside(String resource, String namespace) {
        List<ObjectNode> all = new ArrayList<>();
        store.objects(resource, namespace, "").forEachRemaining(all::add);
        all.forEach(object -> store.remove(kinds.of(object), object));
    }

    private void dependents(String owner, boolean orphan) {
        for (Kind kind : kinds.all()) {
            List<ObjectNode> all = new ArrayList<>();
            store.objects(kind.resource()).forEachRemaining(object -> {
                if (isOwned(object, owner)) {
                    all.add(object);
                }
            });
            for (ObjectNode object : all) {
                if (orphan) {
                    ObjectNode free = object.deepCopy();
                    ArrayNode references = Trees.ensure(free, "metadata").putArray("ownerReferences");
                    Trees.at(object, "metadata", "ownerReferences").forEach(reference -> {
                        if (!Trees.text(reference, "uid").equals(owner)) {
                            references.add(reference);
                        }
                    });
                    store.put(kind, free);
                } else {
                    delete(kind, object, Trees.object(), false);
                }
            }
        }
    }

    private static boolean isOwned(ObjectNode object, String owner) {
        return Trees.at(object, "metadata", "ownerReferences")
                .valueStream()
                .anyMatch(reference -> Trees.text(reference, "uid").equals(owner));
    }
}
