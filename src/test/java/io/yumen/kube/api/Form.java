package io.yumen.kube.api;

import io.yumen.kube.store.Kind;
import io.yumen.kube.store.Kinds;
import io.yumen.kube.store.Trees;
import io.yumen.kube.wire.Call;
import java.util.Iterator;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * The form in which a caller wants objects.
 *
 * @param included what tables hold of their objects: None, Object, or else their metadata
 */
record Form(Shape shape, String included, Kinds kinds) {

    /** Whole, as a table, or only the metadata. */
    enum Shape {
        WHOLE,
        TABLE,
        METADATA;

        static Shape of(Call call) {
            for (String wish : String.join(",", call.headers("Accept")).split(",", -1)) {
                if (wish.contains("as=Table")) {
                    return TABLE;
                }
                if (wish.contains("as=PartialObjectMetadata")) {
                    return METADATA;
                }
                if (List.of("application/json", "*/*").contains(wish.strip())) {
                    return WHOLE;
                }
            }
            return WHOLE;
        }
    }

    static Form whole(Kinds kinds) {
        return new Form(Shape.WHOLE, "", kinds);
    }

    /** One object in this form. */
    ObjectNode one(Kind kind, ObjectNode object) {
        if (shape != Shape.TABLE) {
            return element(kind, object);
        }
        ObjectNode table = Tables.head(columns(kind));
        table.set("metadata", Trees.object().put("resourceVersion", Trees.text(object, "metadata", "resourceVersion")));
        table.putArray("rows").add(element(kind, object));
        return table;
    }

    /** Objects in this form, written while they are gone through. */
    void list(Call call, Kind kind, ObjectNode metadata, Iterator<ObjectNode> objects) {
        ObjectNode head = switch (shape) {
            case WHOLE -> Trees.object().put("kind", kind.kind() + "List").put("apiVersion", kind.apiVersion());
            case METADATA ->
                Trees.object().put("kind", "PartialObjectMetadataList").put("apiVersion", "meta.k8s.io/v1");
            case TABLE -> Tables.head(columns(kind));
        };
        head.set("metadata", metadata);
        Answer.list(call, head, shape == Shape.TABLE ? "rows" : "items", new Elements(kind, objects));
    }

    private ObjectNode element(Kind kind, ObjectNode object) {
        ObjectNode served = served(kind, object);
        return switch (shape) {
            case WHOLE -> served;
            case METADATA -> metadata(served);
            case TABLE -> row(kind, served);
        };
    }

    private ObjectNode row(Kind kind, ObjectNode object) {
        ObjectNode row = Tables.row(columns(kind), object);
        if (!included.equals("None")) {
            row.set("object", included.equals("Object") ? object : metadata(object));
        }
        return row;
    }

    private List<Column> columns(Kind kind) {
        return Columns.of(kind, kinds.columns(kind));
    }

    private final class Elements implements Iterator<ObjectNode> {
        private final Kind kind;
        private final Iterator<ObjectNode> objects;

        private Elements(Kind kind, Iterator<ObjectNode> objects) {
            this.kind = kind;
            this.objects = objects;
        }

        @Override
        public boolean hasNext() {
            return objects.hasNext();
        }

        @Override
        public ObjectNode next() {
            return element(kind, objects.next());
        }
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
