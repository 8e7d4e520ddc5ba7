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
import java.util.concurrent.atomic.AtomicReference;
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
    private final Gaps gaps = Gaps.besideWhatIsKnown();

    Family(Reach reach, String namespace) {
        this.reach = reach;
        this.namespace = namespace;
    }

    /** The tree in which that object stands, from the one that has no owner. */
    ObjectNode of(ObjectNode object) {
        ObjectNode tree = node(Member.of(root(object)), children(), new HashSet<>(), uidOf(object));
        String note = gaps.note();
        return note.isEmpty() ? tree : tree.put("note", note.strip());
    }

    private ObjectNode root(ObjectNode object) {
        AtomicReference<ObjectNode> last = new AtomicReference<>(object);
        String of = object.path("kind").asString("") + "/"
                + object.path("metadata").path("name").asString("");
        gaps.reading("an owner of " + of, () -> climb(last));
        return last.get();
    }

    private void climb(AtomicReference<ObjectNode> last) {
        for (int i = 0; i < MOST_UP; i++) {
            JsonNode owner = last.get().path("metadata").path("ownerReferences").path(0);
            if (owner.isMissingNode()) {
                return;
            }
            Kind kind = reach.kind(
                    owner.path("apiVersion").asString(""), owner.path("kind").asString(""));
            last.set(reach.get(
                    kind, kind.namespaced() ? namespace : "", owner.path("name").asString("")));
        }
    }

    /**
     * One of the family: no more of an object than what is told of it, for a namespace may have very many.
     *
     * @param name with its kind
     * @param age how old it is
     */
    private record Member(String uid, String name, String state, String age) {
        static Member of(ObjectNode object) {
            JsonNode metadata = object.path("metadata");
            return new Member(
                    uidOf(object),
                    object.path("kind").asString("") + "/"
                            + metadata.path("name").asString(""),
                    Description.state(object),
                    Rows.age(metadata.path("creationTimestamp").asString("")));
        }
    }

    /** By the uid of their owner. */
    private Map<String, List<Member>> children() {
        Map<String, List<Member>> children = new LinkedHashMap<>();
        if (namespace.isEmpty()) {
            return children;
        }
        for (Kind kind : reach.allKinds()) {
            if (MADE.contains(kind.apiVersion() + "/" + kind.name())) {
                gaps.reading(
                        kind.fullName(),
                        () -> reach.each(kind, Selection.in(namespace), object -> add(object, children)));
            }
        }
        return children;
    }

    private static void add(ObjectNode object, Map<String, List<Member>> children) {
        for (JsonNode owner : object.path("metadata").path("ownerReferences")) {
            children.computeIfAbsent(owner.path("uid").asString(""), uid -> new ArrayList<>())
                    .add(Member.of(object));
        }
    }

    /** Objects may name each other as owners: each is told once. */
    private static ObjectNode node(Member member, Map<String, List<Member>> children, Set<String> told, String asked) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("object", member.name());
        if (!member.state().isEmpty()) {
            node.put("state", member.state());
        }
        node.put("age", member.age());
        if (member.uid().equals(asked)) {
            node.put("asked", true);
        }
        List<Member> own = children.getOrDefault(member.uid(), List.of());
        if (told.add(member.uid()) && !own.isEmpty()) {
            ArrayNode list = node.putArray("children");
            own.forEach(child -> list.add(node(child, children, told, asked)));
        }
        return node;
    }

    private static String uidOf(ObjectNode object) {
        return object.path("metadata").path("uid").asString("");
    }
}
