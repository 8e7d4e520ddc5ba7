package io.yumen.kube.api;

import io.yumen.kube.store.Kind;
import io.yumen.kube.store.Kinds;
import io.yumen.kube.store.Refusal;
import io.yumen.kube.store.Store;
import io.yumen.kube.store.Trees;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes and changes objects by the rules that hold for all kinds: names, versions, what the server fills in. */
final class Writes {
    private static final Kind NAMESPACE = Kinds.builtIn("namespaces");
    private static final List<String> KEPT = List.of("uid", "creationTimestamp", "deletionTimestamp", "generation");

    private final Store store;
    private final BiConsumer<Kind, ObjectNode> removed;

    /** What its finalizers let go is handed over to be removed. */
    Writes(Store store, BiConsumer<Kind, ObjectNode> removed) {
        this.store = store;
        this.removed = removed;
    }

    /**
     * How something is written.
     *
     * @param manager who is said to have written the fields
     * @param dry whether it is only tried
     */
    record How(String manager, boolean dry) {}

    ObjectNode create(Target target, ObjectNode given, How how) {
        return create(target, given, how, made -> Managers.updated(null, made, how.manager(), ""));
    }

    ObjectNode create(Target target, ObjectNode given, How how, Consumer<ObjectNode> noting) {
        Kind kind = target.kind();
        ObjectNode object = given.deepCopy();
        object.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
        checkIs(target, given);
        ObjectNode metadata = Trees.ensure(object, "metadata");
        if (Trees.text(metadata, "name").isEmpty()
                && !Trees.text(metadata, "generateName").isEmpty()) {
            metadata.put(
                    "name",
                    Trees.text(metadata, "generateName")
                            + UUID.randomUUID().toString().substring(0, 5));
        }
        if (kind.namespaced()) {
            metadata.put("namespace", target.namespace());
        } else {
            metadata.remove("namespace");
        }
        String name = Trees.text(metadata, "name");
        Validation.check(kind, object);
        checkNamespace(target);
        metadata.put("uid", UUID.randomUUID().toString()).put("creationTimestamp", now());
        metadata.remove(List.of("resourceVersion", "deletionTimestamp", "managedFields"));
        if (object.has("spec")) {
            metadata.put("generation", 1);
        }
        if (kind.subresources().contains("status")) {
            object.remove("status");
        }
        Defaults.fill(kind, object);
        noting.accept(object);
        return store.alone(() -> {
            if (store.get(kind, target.namespace(), name) != null) {
                throw Refusal.alreadyExists(kind, name);
            }
            return how.dry() ? dry(object) : store.put(kind, object);
        });
    }

    /** Puts an object in place of the one that there is. */
    ObjectNode update(Target target, ObjectNode given, How how) {
        checkIs(target, given);
        return store.alone(() -> {
            ObjectNode before = existing(target);
            ObjectNode object = given.deepCopy();
            String version = Trees.text(object, "metadata", "resourceVersion");
            if (!version.isEmpty() && !version.equals(Trees.text(before, "metadata", "resourceVersion"))) {
                throw Refusal.conflict(
                        target.kind(),
                        target.name(),
                        "the object has been modified; please apply your changes to the latest version and try again");
            }
            ObjectNode after = settle(target, before, object);
            Managers.updated(before, after, how.manager(), target.subresource());
            return keep(target, before, after, how);
        });
    }

    /** Keeps what an apply made, which has its own book-keeping of managers. */
    ObjectNode applied(Target target, ObjectNode before, ObjectNode object, How how) {
        return keep(target, before, settle(target, before, object), how);
    }

    ObjectNode existing(Target target) {
        ObjectNode found = store.get(target.kind(), target.namespace(), target.name());
        if (found == null) {
            throw Refusal.notFound(target.kind(), target.name());
        }
        return found;
    }

    private ObjectNode keep(Target target, ObjectNode before, ObjectNode after, How how) {
        if (isSame(before, after)) {
            return before;
        }
        if (how.dry()) {
            return dry(after);
        }
        if (after.path("metadata").has("deletionTimestamp")
                && after.path("metadata").path("finalizers").isEmpty()) {
            removed.accept(target.kind(), after);
            return after;
        }
        return store.put(target.kind(), after);
    }

    /** What of an update counts: the status in one of the status, all else otherwise. */
    private static ObjectNode settle(Target target, ObjectNode before, ObjectNode given) {
        Kind kind = target.kind();
        ObjectNode after = given;
        if (target.subresource().equals("status")) {
            after = before.deepCopy();
            if (given.has("status")) {
                after.set("status", given.path("status"));
            }
        } else if (kind.subresources().contains("status")) {
            replace(after, before, "status");
        }
        after.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
        ObjectNode metadata = Trees.ensure(after, "metadata");
        metadata.put("name", target.name());
        KEPT.forEach(field -> replace(metadata, before.path("metadata"), field));
        if (kind.namespaced()) {
            metadata.put("namespace", target.namespace());
        }
        metadata.put("resourceVersion", Trees.text(before, "metadata", "resourceVersion"));
        Validation.check(kind, after);
        Defaults.fill(kind, after);
        Validation.checkUnchangeable(kind, before, after);
        if (!after.path("spec").equals(before.path("spec"))) {
            metadata.put(
                    "generation", before.path("metadata").path("generation").asLong(1) + 1);
        }
        return after;
    }

    private static void replace(ObjectNode in, JsonNode from, String field) {
        JsonNode value = from.get(field);
        if (value == null) {
            in.remove(field);
        } else {
            in.set(field, value);
        }
    }

    private static boolean isSame(ObjectNode before, ObjectNode after) {
        return Managers.without(before).equals(Managers.without(after))
                && before.path("metadata").has("managedFields")
                        == after.path("metadata").has("managedFields")
                && Managers.names(before).equals(Managers.names(after));
    }

    private ObjectNode dry(ObjectNode object) {
        if (!object.path("metadata").has("resourceVersion")) {
            return object;
        }
        Trees.ensure(object, "metadata").put("resourceVersion", Long.toString(store.version() + 1));
        return object;
    }

    private static void checkIs(Target target, ObjectNode given) {
        String kind = Trees.text(given, "kind");
        String apiVersion = Trees.text(given, "apiVersion");
        if (!kind.isEmpty() && !kind.equals(target.kind().kind())
                || !apiVersion.isEmpty() && !apiVersion.equals(target.kind().apiVersion())) {
            throw Refusal.badRequest(given.path("kind").asString("") + " in version \"" + apiVersion
                    + "\" cannot be handled as a " + target.kind().kind());
        }
        String name = Trees.text(given, "metadata", "name");
        if (!target.name().isEmpty() && !name.isEmpty() && !name.equals(target.name())) {
            throw Refusal.badRequest(
                    "the name of the object (" + name + ") does not match the name on the URL (" + target.name() + ")");
        }
        String namespace = Trees.text(given, "metadata", "namespace");
        if (target.kind().namespaced() && !namespace.isEmpty() && !namespace.equals(target.namespace())) {
            throw Refusal.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the" + " request");
        }
    }

    private void checkNamespace(Target target) {
        if (!target.kind().namespaced()) {
            return;
        }
        @Nullable ObjectNode namespace = store.get(NAMESPACE, "", target.namespace());
        if (namespace == null) {
            throw Refusal.notFound(NAMESPACE, target.namespace());
        }
        if (namespace.path("metadata").has("deletionTimestamp")) {
            throw new Refusal(
                    403,
                    "Forbidden",
                    "unable to create new content in namespace " + target.namespace()
                            + " because it is being terminated");
        }
    }

    static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
