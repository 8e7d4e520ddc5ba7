package io.yumen.kube.api;

import io.yumen.kube.store.Kind;
import io.yumen.kube.store.Trees;
import io.yumen.kube.wire.Call;
import java.util.Iterator;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The form in which a caller wants objects: whole, as a table, or only their metadata. */
enum Form {
    WHOLE,
    TABLE,
    METADATA;

    static Form of(Call call) {
        for (String wish : String.join(",", call.headers("Accept")).split(",", -1)) {
            if (wish.contains("as=PartialObjectMetadata")) {
                return METADATA;
            }
            if (List.of("application/json", "*/*").contains(wish.strip())) {
                return WHOLE;
            }
        }
        return WHOLE;
    }

    /** One object in this form. */
    ObjectNode one(Kind kind, ObjectNode object) {
        ObjectNode served = served(kind, object);
        return this == METADATA ? metadata(served) : served;
    }

    /** Objects in this form, written while they are gone through. */
    void list(Call call, Kind kind, ObjectNode metadata, Iterator<ObjectNode> objects) {
        ObjectNode head = Trees.object();
        boolean whole = this == WHOLE;
        head.put("kind", whole ? kind.kind() + "List" : "PartialObjectMetadataList")
                .put("apiVersion", whole ? kind.apiVersion() : "meta.k8s.io/v1")
                .set("metadata", metadata);
        Iterator<ObjectNode> formed = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return objects.hasNext();
            }

            @Override
            public ObjectNode next() {
                return one(kind, objects.next());
            }
        };
        Answer.list(call, head, "items", formed);
    }

    /** One object in this form, as part of a watch. */
    ObjectNode watched(Kind kind, ObjectNode object) {
        return one(kind, object);
    }

    private static ObjectNode metadata(ObjectNode object) {
        ObjectNode partial = Trees.object();
        partial.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
        partial.set("metadata", object.path("metadata"));
        return partial;
    }

    private static ObjectNode served(Kind kind, ObjectNode object) {
        if (Trees.text(object, "apiVersion").equals(kind.apiVersion())) {
            return object;
        }
        ObjectNode copy = object.deepCopy();
        return copy.put("apiVersion", kind.apiVersion());
    }
}
