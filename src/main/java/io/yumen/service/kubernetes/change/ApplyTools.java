package io.yumen.service.kubernetes.change;

import io.yumen.catalogue.Parameters;
import io.yumen.protocol.JsonCodec;
import io.yumen.schema.Doc;
import io.yumen.service.Call;
import io.yumen.service.Tool;
import io.yumen.service.ToolFailure;
import io.yumen.service.ToolHints;
import io.yumen.service.kubernetes.api.Clusters;
import io.yumen.service.kubernetes.api.Kind;
import io.yumen.service.kubernetes.api.Reach;
import io.yumen.service.kubernetes.api.Request;
import io.yumen.service.kubernetes.form.Manifest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Objects as they should be. */
final class ApplyTools {
    private static final String MANAGER = "yumen";
    private static final int CREATED = 201;
    private static final int NOT_FOUND = 404;

    private final Clusters clusters;

    ApplyTools(Clusters clusters) {
        this.clusters = clusters;
    }

    record ApplyInput(
            @Doc(value = "Objects in YAML or JSON; several documents", max = 1_000_000)
            String manifest,

            @Nullable @Doc("Namespace of objects that name none; the context's")
            String namespace,

            @Doc(name = "dry_run", value = "Only try", fallback = "false")
            boolean dryRun,

            @Doc(value = "Take over fields that others set", fallback = "false")
            boolean force,

            @Nullable @Doc("Cluster; the usual one") String cluster) {}

    record CreateInput(
            @Doc(value = "Objects in YAML or JSON; several documents", max = 1_000_000)
            String manifest,

            @Nullable @Doc("Namespace of objects that name none; the context's")
            String namespace,

            @Doc(name = "dry_run", value = "Only try", fallback = "false")
            boolean dryRun,

            @Nullable @Doc("Cluster; the usual one") String cluster) {}

    record DiffInput(
            @Doc(value = "Objects in YAML or JSON; several documents", max = 1_000_000)
            String manifest,

            @Nullable @Doc("Namespace of objects that name none; the context's")
            String namespace,

            @Nullable @Doc("Cluster; the usual one") String cluster) {}

    enum PatchType {
        MERGE,
        STRATEGIC,
        JSON
    }

    record PatchInput(
            @Doc("Kind") String kind,
            @Doc("Name") String name,
            @Nullable @Doc("Namespace; the context's") String namespace,

            @Doc("The patch: an object, or for json a list of operations")
            JsonNode patch,

            @Doc(value = "Its type", fallback = "\"merge\"") PatchType type,

            @Doc(name = "dry_run", value = "Only try", fallback = "false")
            boolean dryRun,

            @Nullable @Doc("Cluster; the usual one") String cluster) {}

    enum Dependents {
        BACKGROUND,
        FOREGROUND,
        ORPHAN
    }

    record DeleteInput(
            @Doc("Kind") String kind,
            @Doc(value = "Names", max = 20) List<String> names,
            @Nullable @Doc("Namespace; the context's") String namespace,

            @Doc(value = "What becomes of what belongs to them", fallback = "\"background\"")
            Dependents dependents,

            @Nullable @Doc(name = "grace_sec", value = "Seconds to end in; 0 at once", min = 0, max = 3600)
            Integer graceSec,

            @Doc(name = "dry_run", value = "Only try", fallback = "false")
            boolean dryRun,

            @Nullable @Doc("Cluster; the usual one") String cluster) {}

    List<Tool> all() {
        return List.of(
                Tool.named("diff", "Compare with a manifest")
                        .does("Shows what applying a manifest would change, field by field. Changes nothing.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Changes.class)
                        .answers(DiffInput.class, this::diff),
                Tool.named("create", "Create objects")
                        .does("Creates objects as a manifest says. What is there already stays as it is.")
                        .hints(Changes.CREATE)
                        .returns(Changes.class)
                        .answers(CreateInput.class, this::create),
                Tool.named("apply", "Apply a manifest")
                        .does("Creates or changes objects as a manifest says (server-side apply).")
                        .hints(Changes.OVERWRITE)
                        .returns(Changes.class)
                        .answers(ApplyInput.class, this::apply),
                Tool.named("patch", "Patch an object")
                        .does("Changes fields of an object, and shows what is different.")
                        .hints(Changes.OVERWRITE)
                        .returns(Changes.class)
                        .answers(PatchInput.class, this::patch),
                Tool.named("delete", "Delete objects")
                        .does("Deletes objects by name.")
                        .hints(Changes.DESTROY)
                        .returns(Changes.class)
                        .answers(DeleteInput.class, this::delete));
    }

    private Tool.Outcome diff(DiffInput input, Call call) {
        Reach reach = clusters.reach(input.cluster(), call);
        Wish wish = new Wish(
                reach, input.namespace(), new Parameters().put("dryRun", "All").put("force", "true"));
        return new Changes(Manifest.objects(input.manifest()).stream()
                        .map(object -> guarded(object, () -> compared(wish, object)))
                        .toList())
                .result();
    }

    private Tool.Outcome create(CreateInput input, Call call) {
        Parameters query = new Parameters().put("fieldManager", MANAGER);
        if (input.dryRun()) {
            query.put("dryRun", "All");
        }
        Wish wish = new Wish(clusters.reach(input.cluster(), call), input.namespace(), query);
        return new Changes(Manifest.fresh(input.manifest()).stream()
                        .map(object -> guarded(object, () -> created(wish, object)))
                        .toList())
                .result();
    }

    private static Changes.Changed created(Wish wish, ObjectNode object) {
        Place place = place(wish, object);
        if (place.name.isEmpty() && wish.reach.hidesNamespaces(place.kind, place.namespace)) {
            throw new ToolFailure(
                    "forbidden",
                    "Which namespaces are served goes by their names, and this one gets its own only later; say metadata.name",
                    Duration.ZERO);
        }
        Request request = new Request(
                "POST",
                place.kind.path(place.namespace),
                wish.query,
                Request.JSON,
                new Request.Body(Request.JSON, JsonCodec.text(place.placed(object))));
        Reach.Answer answer = wish.reach.attempt("create", place.kind, place.namespace, place.name, request);
        return answer.failure().isEmpty()
                ? new Changes.Changed(
                        title(object, answer.object()), wish.isTrial() ? "created (dry run)" : "created", null)
                : new Changes.Changed(title(object), Changes.FAILED, answer.failure());
    }

    private Tool.Outcome apply(ApplyInput input, Call call) {
        Reach reach = clusters.reach(input.cluster(), call);
        Parameters query = new Parameters().put("force", Boolean.toString(input.force()));
        if (input.dryRun()) {
            query.put("dryRun", "All");
        }
        Wish wish = new Wish(reach, input.namespace(), query);
        List<Changes.Changed> changed = new ArrayList<>();
        for (ObjectNode object : Manifest.objects(input.manifest())) {
            changed.add(guarded(object, () -> applied(wish, object)));
        }
        return new Changes(changed).result();
    }

    /** Where and how manifests are applied. */
    private record Wish(Reach reach, @Nullable String namespace, Parameters query) {
        boolean isTrial() {
            return query.toString().contains("dryRun");
        }
    }

    /** The others are tried where one of them fails. */
    private static Changes.Changed guarded(ObjectNode object, Supplier<Changes.Changed> doing) {
        try {
            return doing.get();
        } catch (ToolFailure failure) {
            return new Changes.Changed(title(object), Changes.FAILED, failure.getMessage());
        }
    }

    private static Changes.Changed compared(Wish wish, ObjectNode object) {
        Place place = place(wish, object);
        ObjectNode before = before(wish.reach, place);
        Reach.Answer answer = send(wish, place, object, "get");
        if (!answer.failure().isEmpty()) {
            return new Changes.Changed(title(object), Changes.FAILED, answer.failure());
        }
        String difference = Difference.of(before, answer.object());
        String result = before == null ? "would be created" : difference.isEmpty() ? "unchanged" : "would change";
        return new Changes.Changed(title(object), result, difference.isEmpty() ? null : difference);
    }

    private static Changes.Changed applied(Wish wish, ObjectNode object) {
        Place place = place(wish, object);
        ObjectNode before = before(wish.reach, place);
        Reach.Answer answer = send(wish, place, object, before == null ? "create" : "patch");
        if (!answer.failure().isEmpty()) {
            return new Changes.Changed(title(object), Changes.FAILED, answer.failure());
        }
        boolean isSame =
                before != null && Difference.of(before, answer.object()).isEmpty();
        String result = answer.status() == CREATED || before == null ? "created" : isSame ? "unchanged" : "configured";
        return new Changes.Changed(title(object), wish.isTrial() ? result + " (dry run)" : result, null);
    }

    private static Reach.Answer send(Wish wish, Place place, ObjectNode object, String verb) {
        Parameters query = new Parameters().put("fieldManager", MANAGER);
        Request request = new Request(
                "PATCH",
                place.path(),
                query.and(wish.query),
                Request.JSON,
                new Request.Body("application/apply-patch+yaml", JsonCodec.text(place.placed(object))));
        return wish.reach.attempt(verb, place.kind, place.namespace, place.name, request);
    }

    /** Where an object belongs. */
    private record Place(Kind kind, String namespace, String name) {
        String path() {
            return kind.path(namespace, name);
        }

        ObjectNode placed(ObjectNode object) {
            ObjectNode placed = object.deepCopy();
            ((ObjectNode) placed.get("metadata")).remove("managedFields");
            if (kind.namespaced()) {
                ((ObjectNode) placed.get("metadata")).put("namespace", namespace);
            }
            return placed;
        }
    }

    private static Place place(Wish wish, ObjectNode object) {
        JsonNode metadata = object.path("metadata");
        Kind kind = wish.reach.kind(
                object.path("apiVersion").asString(""), object.path("kind").asString(""));
        String own = metadata.path("namespace").asString("");
        String namespace = wish.reach.namespace(own.isEmpty() ? wish.namespace : own, kind);
        return new Place(kind, namespace, metadata.path("name").asString(""));
    }

    private static @Nullable ObjectNode before(Reach reach, Place place) {
        Reach.Answer answer = reach.attempt("get", place.kind, place.namespace, place.name, Request.get(place.path()));
        if (answer.status() == NOT_FOUND) {
            return null;
        }
        if (!answer.failure().isEmpty()) {
            throw new ToolFailure(answer.failure());
        }
        return answer.object();
    }

    private Tool.Outcome patch(PatchInput input, Call call) {
        Reach reach = clusters.reach(input.cluster(), call);
        Kind kind = reach.kind(input.kind());
        Place place = new Place(kind, reach.namespace(input.namespace(), kind), input.name());
        ObjectNode before = before(reach, place);
        Parameters query = new Parameters().put("fieldManager", MANAGER);
        if (input.dryRun()) {
            query.put("dryRun", "All");
        }
        String type = switch (input.type()) {
            case MERGE -> "application/merge-patch+json";
            case STRATEGIC -> "application/strategic-merge-patch+json";
            case JSON -> "application/json-patch+json";
        };
        Request request = Request.patch(place.path(), query, type, JsonCodec.text(input.patch()));
        JsonNode after = reach.act("patch", kind, place.namespace, place.name, request);
        String difference = Difference.of(before, (ObjectNode) after);
        String result = difference.isEmpty() ? "unchanged" : "patched";
        return Changes.one(
                kind.name() + "/" + input.name(),
                input.dryRun() ? result + " (dry run)" : result,
                difference.isEmpty() ? null : difference);
    }

    private Tool.Outcome delete(DeleteInput input, Call call) {
        Reach reach = clusters.reach(input.cluster(), call);
        Kind kind = reach.kind(input.kind());
        String namespace = reach.namespace(input.namespace(), kind);
        if (input.names().isEmpty()) {
            throw new ToolFailure("Say the names; list shows which there are");
        }
        ObjectNode options = options(input);
        String done = input.dryRun() ? "deleted (dry run)" : "deleted";
        List<Changes.Changed> changed = new ArrayList<>();
        for (String name : input.names()) {
            Request request = Request.delete(kind.path(namespace, name), new Parameters(), options);
            Reach.Answer answer = reach.attempt("delete", kind, namespace, name, request);
            boolean isDone = answer.failure().isEmpty();
            changed.add(new Changes.Changed(
                    kind.name() + "/" + name, isDone ? done : Changes.FAILED, isDone ? null : answer.failure()));
        }
        return new Changes(changed).result();
    }

    private static ObjectNode options(DeleteInput input) {
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        options.put("apiVersion", "v1").put("kind", "DeleteOptions");
        options.put(
                "propagationPolicy",
                switch (input.dependents()) {
                    case BACKGROUND -> "Background";
                    case FOREGROUND -> "Foreground";
                    case ORPHAN -> "Orphan";
                });
        if (input.graceSec() != null) {
            options.put("gracePeriodSeconds", input.graceSec());
        }
        if (input.dryRun()) {
            options.putArray("dryRun").add("All");
        }
        return options;
    }

    private static String title(ObjectNode object) {
        return title(object, object);
    }

    /** By the name that it got where it was made. */
    private static String title(ObjectNode object, ObjectNode made) {
        String name = made.path("metadata").path("name").asString("");
        String begun = object.path("metadata").path("generateName").asString("");
        return object.path("kind").asString("") + "/" + (name.isEmpty() ? begun + "..." : name);
    }
}
