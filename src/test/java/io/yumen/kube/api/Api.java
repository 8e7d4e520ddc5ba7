package io.yumen.kube.api;

import io.yumen.kube.life.Pods;
import io.yumen.kube.store.Kind;
import io.yumen.kube.store.Kinds;
import io.yumen.kube.store.Refusal;
import io.yumen.kube.store.Store;
import io.yumen.kube.store.Trees;
import io.yumen.kube.wire.Call;
import io.yumen.kube.wire.Protobuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** The API of a cluster: finds out who asks, whether he may, and what answers. */
public final class Api {
    private static final String VERSION = """
            {"major":"1","minor":"32","gitVersion":"v1.32.4","gitCommit":"0000000000000000000000000000000000000000",
            "gitTreeState":"clean","buildDate":"2025-04-22T16:03:58Z","goVersion":"go1.23.6","compiler":"gc",
            "platform":"linux/amd64"}""";

    private final Store store;
    private final Kinds kinds;
    private final Access access;
    private final Users users;
    private final Discovery discovery;
    private final OpenApi openApi;
    private final Lists lists;
    private final Watches watches;
    private final Writes writes;
    private final Deletes deletes;
    private final Apply apply;
    private final Subresources subresources;
    private final Reviews reviews;
    private final Metrics metrics;

    /** Of what is in that store, and runs in those pods. */
    public Api(Store store, Pods pods) {
        this.store = store;
        kinds = new Kinds(store);
        access = new Access(store);
        users = new Users(access);
        discovery = new Discovery(kinds);
        openApi = new OpenApi(kinds);
        lists = new Lists(store);
        watches = new Watches(store);
        deletes = new Deletes(store, kinds);
        writes = new Writes(store, (kind, object) -> deletes.delete(kind, object, Trees.object(), false));
        apply = new Apply(store, writes);
        subresources = new Subresources(store, writes, deletes, users, pods);
        reviews = new Reviews(access, users);
        metrics = new Metrics(store);
    }

    /** Who may come in. */
    public Users users() {
        return users;
    }

    /** The kinds that are served. */
    public Kinds kinds() {
        return kinds;
    }

    /** Answers a call. */
    public void answer(Call call) {
        try {
            route(call);
        } catch (Refusal refusal) {
            answer(call, refusal);
        } catch (JacksonException e) {
            answer(call, Refusal.badRequest("the object provided is unrecognized: " + e.getOriginalMessage()));
        }
    }

    private static void answer(Call call, Refusal refusal) {
        if (!call.isAnswered()) {
            Answer.refusal(call, refusal);
        }
    }

    private void route(Call call) {
        List<String> path = call.segments();
        User user = users.of(call);
        switch (path.getFirst()) {
            case "version" -> Answer.json(call, 200, Trees.value(VERSION.getBytes(StandardCharsets.UTF_8)));
            case "healthz", "livez", "readyz" -> Answer.text(call, "ok");
            case "api", "apis" -> {
                if (path.size() <= (path.getFirst().equals("api") ? 2 : 3)) {
                    discovery.answer(call, path);
                } else {
                    resource(call, user, Target.of(kinds, path));
                }
            }
            case "openapi" -> openApi.answer(call);
            default -> throw Refusal.noSuchPath();
        }
    }

    private void resource(Call call, User user, Target target) {
        Kind kind = target.kind();
        String verb = target.verb(call);
        String resource = kind.plural() + (target.subresource().isEmpty() ? "" : "/" + target.subresource());
        access.check(user, new Access.Wish(verb, kind.group(), resource, target.namespace(), target.name()));
        Form form = new Form(Form.Shape.of(call), call.parameter("includeObject"), kinds);
        if (kind.isReview()) {
            Answer.json(call, 201, reviews.answer(kind, user, body(call), target.namespace()));
        } else if (kind.isMetrics()) {
            metrics.answer(call, target, form);
        } else if (!subresources.answer(call, target)) {
            object(call, target, verb, form);
        }
    }

    private void object(Call call, Target target, String verb, Form form) {
        Kind kind = target.kind();
        switch (verb) {
            case "list" -> lists.answer(call, target, form);
            case "watch" -> watches.answer(call, target, form);
            case "get" -> Answer.object(call, form, 200, kind, writes.existing(target));
            case "create" ->
                Answer.object(call, form, 201, kind, writes.create(target, checked(call, kind), how(call)));
            case "update" ->
                Answer.object(call, form, 200, kind, writes.update(target, checked(call, kind), how(call)));
            case "patch" -> patch(call, target, form);
            case "delete" -> delete(call, target);
            default -> deleteAll(call, target);
        }
    }

    private void patch(Call call, Target target, Form form) {
        String type = call.header("Content-Type").orElse("").split(";", -1)[0];
        if (type.equals("application/apply-patch+yaml")) {
            if (call.parameter("fieldManager").isEmpty()) {
                throw new Refusal(
                        422, "Invalid", "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value");
            }
            ObjectNode wish = Trees.yaml(new String(call.body(), StandardCharsets.UTF_8));
            checked(call, target.kind(), wish);
            Apply.Applied applied = apply.apply(target, wish, how(call), call.flag("force"));
            Answer.object(call, form, applied.created() ? 201 : 200, target.kind(), applied.object());
            return;
        }
        Answer.object(call, form, 200, target.kind(), store.alone(() -> {
            ObjectNode copy = writes.existing(target).deepCopy();
            return writes.update(target, Patches.apply(type, copy, Trees.value(call.body())), how(call));
        }));
    }

    private void delete(Call call, Target target) {
        ObjectNode object = writes.existing(target);
        ObjectNode left =
                deletes.delete(target.kind(), object, options(call), how(call).dry());
        boolean whole =
                target.kind().resource().equals("pods") || left.path("metadata").has("deletionTimestamp");
        Answer.json(call, 200, whole ? left : Answer.success(target.kind(), object));
    }

    private void deleteAll(Call call, Target target) {
        ObjectNode options = options(call);
        List<ObjectNode> gone = new ArrayList<>();
        lists.chosen(call, target, "").forEachRemaining(gone::add);
        gone.forEach(object ->
                deletes.delete(target.kind(), object, options, how(call).dry()));
        ObjectNode metadata = Trees.object().put("resourceVersion", Long.toString(store.version()));
        Form.whole(kinds).list(call, target.kind(), metadata, gone.iterator());
    }

    private static ObjectNode options(Call call) {
        ObjectNode options = call.body().length == 0 ? Trees.object() : body(call);
        if (!call.parameter("propagationPolicy").isEmpty()) {
            options.put("propagationPolicy", call.parameter("propagationPolicy"));
        }
        return options;
    }

    private static ObjectNode checked(Call call, Kind kind) {
        return checked(call, kind, body(call));
    }

    private static ObjectNode checked(Call call, Kind kind, ObjectNode object) {
        if (call.parameter("fieldValidation").equals("Strict")) {
            Schemas.check(kind, object);
        }
        return object;
    }

    static ObjectNode body(Call call) {
        if (call.header("Content-Type").orElse("").contains("protobuf")) {
            return Protobuf.read(call.body());
        }
        return call.header("Content-Type").orElse("").contains("yaml")
                ? Trees.yaml(new String(call.body(), StandardCharsets.UTF_8))
                : Trees.object(call.body());
    }

    static Writes.How how(Call call) {
        String agent = call.header("User-Agent").orElse("unknown").split("/", -1)[0];
        String manager = call.parameter("fieldManager");
        return new Writes.How(
                manager.isEmpty() ? agent : manager,
                call.parameter("dryRun").equals("All")
                        || call.body().length > 0
                                && call.method().equals("DELETE")
                                && !body(call).path("dryRun").isEmpty());
    }
}
