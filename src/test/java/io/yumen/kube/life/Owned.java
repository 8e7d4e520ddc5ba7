package io.yumen.kube.life;

import io.yumen.kube.store.Kind;
import io.yumen.kube.store.Store;
import io.yumen.kube.store.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Objects that belong to others. */
final class Owned {
    private Owned() {}

    static List<ObjectNode> by(Store store, ObjectNode owner, Kind kind) {
        String uid = Trees.text(owner, "metadata", "uid");
        List<ObjectNode> found = new ArrayList<>();
        store.written(kind.resource(), Trees.text(owner, "metadata", "namespace"))
                .forEachRemaining(object -> {
                    boolean owned = Trees.at(object, "metadata", "ownerReferences")
                            .valueStream()
                            .anyMatch(reference -> Trees.text(reference, "uid").equals(uid));
                    if (owned) {
                        found.add(object);
                    }
                });
        return found;
    }

    static ObjectNode make(ObjectNode owner, Kind kind, String name, JsonNode labels) {
        ObjectNode made = Trees.object();
        made.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
        ObjectNode metadata = made.putObject("metadata");
        metadata.put("name", name)
                .put("namespace", Trees.text(owner, "metadata", "namespace"))
                .put("uid", UUID.randomUUID().toString())
                .put("creationTimestamp", Kubelet.now())
                .set("labels", labels.deepCopy());
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", Trees.text(owner, "apiVersion"))
                .put("kind", Trees.text(owner, "kind"))
                .put("name", Trees.text(owner, "metadata", "name"))
                .put("uid", Trees.text(owner, "metadata", "uid"))
                .put("controller", true)
                .put("blockOwnerDeletion", true);
        return made;
    }

    /** Changes the present state of an object, if it is still there and really becomes another. */
    static void change(Store store, Kind kind, ObjectNode object, Consumer<ObjectNode> work) {
        store.alone(() -> {
            ObjectNode now = store.get(
                    kind, Trees.text(object, "metadata", "namespace"), Trees.text(object, "metadata", "name"));
            if (now != null) {
                ObjectNode copy = now.deepCopy();
                work.accept(copy);
                if (!copy.equals(now)) {
                    store.put(kind, copy);
                }
            }
            return object;
        });
    }
}
