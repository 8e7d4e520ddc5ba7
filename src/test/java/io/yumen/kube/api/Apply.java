package io.yumen.kube.api;

import io.yumen.kube.store.Refusal;
import io.yumen.kube.store.Store;
import io.yumen.kube.store.Trees;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Server-side apply: a manager says which fields it wants; what it no longer names goes, what others own is a conflict. */
final class Apply {
    private final Store store;
    private final Writes writes;

    Apply(Store store, Writes writes) {
        this.store = store;
        this.writes = writes;
    }

    /** The object then, and whether it is new. */
    record Applied(ObjectNode object, boolean created) {}

    Applied apply(Target target, ObjectNode wish, Writes.How how, boolean force) {
        Trees.ensure(wish, "metadata").put("name", target.name());
        if (wish.path("metadata").has("managedFields")) {
            throw Refusal.badRequest("metadata.managedFields must be nil");
        }
        return store.alone(() -> {
            @Nullable ObjectNode before = store.get(target.kind(), target.namespace(), target.name());
            if (before == null) {
                return new Applied(create(target, wish, how), true);
            }
            return new Applied(change(target, before, wish, how, force), false);
        });
    }

    private ObjectNode create(Target target, ObjectNode wish, Writes.How how) {
        Target parent = new Target(target.kind(), target.namespace(), "", target.subresource());
        return writes.create(parent, wish, how, made -> {
            Trees.ensure(made, "metadata").remove("managedFields");
            Managers.applied(Trees.object(), made, how.manager(), Fields.of(wish), Set.of());
        });
    }

    private ObjectNode change(Target target, ObjectNode before, ObjectNode wish, Writes.How how, boolean force) {
        Set<List<String>> wanted = Fields.of(wish);
        Set<List<String>> taken = conflicts(before, wish, wanted, how.manager(), force);
        Set<List<String>> gone = new LinkedHashSet<>(Managers.fieldsOf(before, how.manager()));
        gone.removeAll(wanted);
        Managers.others(before, how.manager()).forEach(entry -> gone.removeAll(Fields.read(entry.path("fieldsV1"))));
        ObjectNode after = before.deepCopy();
        gone.stream()
                .sorted(Comparator.<List<String>>comparingInt(List::size).reversed())
                .filter(path -> isFree(before, path, how.manager(), wanted))
                .forEach(path -> Fields.remove(after, path));
        wanted.forEach(path -> Fields.copy(after, wish, path));
        Managers.applied(before, after, how.manager(), wanted, taken);
        return writes.applied(target, before, after, how);
    }

    /** An element goes only when nobody owns anything in it. */
    private static boolean isFree(ObjectNode object, List<String> path, String manager, Set<List<String>> wanted) {
        if (!path.getLast().equals(".")) {
            return true;
        }
        List<String> element = path.subList(0, path.size() - 1);
        return wanted.stream().noneMatch(other -> isInside(other, element))
                && Managers.others(object, manager).stream()
                        .flatMap(entry -> Fields.read(entry.path("fieldsV1")).stream())
                        .noneMatch(other -> isInside(other, element));
    }

    private static boolean isInside(List<String> path, List<String> element) {
        return path.size() > element.size() && path.subList(0, element.size()).equals(element);
    }

    private static Set<List<String>> conflicts(
            ObjectNode before, ObjectNode wish, Set<List<String>> wanted, String manager, boolean force) {
        Set<List<String>> found = new LinkedHashSet<>();
        ArrayNode causes = Trees.array();
        List<String> owners = new ArrayList<>();
        for (JsonNode entry : Managers.others(before, manager)) {
            Set<List<String>> theirs = Fields.read(entry.path("fieldsV1"));
            String owner = "\"" + Trees.text(entry, "manager") + "\""
                    + (Trees.text(entry, "operation").equals("Update")
                            ? " using " + Trees.text(entry, "apiVersion")
                            : "");
            for (List<String> path : wanted) {
                boolean differs = !Objects.equals(Fields.value(before, path), Fields.value(wish, path));
                if (differs && theirs.contains(path) && !path.getLast().equals(".")) {
                    found.add(path);
                    owners.add("conflict with " + owner + ": " + Fields.name(path));
                    causes.addObject()
                            .put("reason", "FieldManagerConflict")
                            .put("message", "conflict with " + owner)
                            .put("field", Fields.name(path));
                }
            }
        }
        if (!found.isEmpty() && !force) {
            String plural = found.size() == 1 ? " conflict: " : " conflicts: ";
            throw Refusal.applyConflict(
                    "Apply failed with " + found.size() + plural + String.join("\n", owners), causes);
        }
        return found;
    }
}
