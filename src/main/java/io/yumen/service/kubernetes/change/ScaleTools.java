package io.yumen.service.kubernetes.change;

import io.yumen.catalogue.Parameters;
import io.yumen.protocol.JsonCodec;
import io.yumen.schema.Doc;
import io.yumen.service.Call;
import io.yumen.service.Tool;
import io.yumen.service.ToolFailure;
import io.yumen.service.kubernetes.api.Clusters;
import io.yumen.service.kubernetes.api.Kind;
import io.yumen.service.kubernetes.api.Reach;
import io.yumen.service.kubernetes.api.Request;
import io.yumen.service.kubernetes.api.Revisions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Workloads: how many, and which revision. */
final class ScaleTools {
    private static final String MERGE = "application/merge-patch+json";
    private static final Set<String> ROLLED_OUT = Set.of("Deployment", "StatefulSet", "DaemonSet");

    private final Clusters clusters;

    ScaleTools(Clusters clusters) {
        this.clusters = clusters;
    }

    record ScaleInput(
            @Doc("Kind") String kind,
            @Doc("Name") String name,
            @Nullable @Doc("Namespace; the context's") String namespace,
            @Doc(value = "How many", min = 0, max = 100_000) int replicas,
            @Nullable @Doc("Only if there are so many now") Integer current,
            @Nullable @Doc("Cluster; the usual one") String cluster) {}

    enum Action {
        RESTART,
        UNDO,
        PAUSE,
        RESUME
    }

    record RolloutInput(
            @Doc("What to do") Action action,
            @Doc("Deployment, StatefulSet or DaemonSet") String kind,
            @Doc("Name") String name,
            @Nullable @Doc("Namespace; the context's") String namespace,

            @Nullable @Doc("For undo, which revision; the one before")
            Integer revision,

            @Nullable @Doc("Cluster; the usual one") String cluster) {}

    List<Tool> all() {
        return List.of(
                Tool.named("scale", "Scale")
                        .does("Sets how many replicas a workload has.")
                        .hints(Changes.OVERWRITE)
                        .returns(Changes.class)
                        .answers(ScaleInput.class, this::scale),
                Tool.named("rollout", "Roll out")
                        .does(
                                "Restarts a workload, brings an earlier revision back, or pauses and resumes its changes; wait tells how"
                                        + " far it is.")
                        .hints(Changes.OVERWRITE)
                        .returns(Changes.class)
                        .answers(RolloutInput.class, this::rollout));
    }

    private Tool.Outcome scale(ScaleInput input, Call call) {
        Reach reach = clusters.reach(input.cluster(), call);
        Kind kind = reach.kind(input.kind());
        String namespace = reach.namespace(input.namespace(), kind);
        ObjectNode workload = reach.get(kind, namespace, input.name());
        int before = workload.path("spec").path("replicas").asInt(1);
        if (input.current() != null && before != input.current()) {
            throw new ToolFailure(
                    "conflict", "It has " + before + " replicas, and not " + input.current(), Duration.ZERO);
        }
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("spec").put("replicas", input.replicas());
        if (input.current() != null) {
            // Who changes it meanwhile is not overwritten.
            patch.putObject("metadata")
                    .set("resourceVersion", workload.path("metadata").path("resourceVersion"));
        }
        String path = kind.path(namespace, input.name()) + "/scale";
        reach.act(
                "patch",
                kind,
                namespace,
                input.name(),
                Request.patch(path, new Parameters(), MERGE, JsonCodec.text(patch)));
        return Changes.one(
                kind.name() + "/" + input.name(), "scaled", "from " + before + " to " + input.replicas() + " replicas");
    }

    private Tool.Outcome rollout(RolloutInput input, Call call) {
        Reach reach = clusters.reach(input.cluster(), call);
        Kind kind = reach.kind(input.kind());
        String namespace = reach.namespace(input.namespace(), kind);
        requireFits(input.action(), kind);
        ObjectNode workload = reach.get(kind, namespace, input.name());
        String path = kind.path(namespace, input.name());
        Step step = switch (input.action()) {
            case RESTART -> restart(path);
            case PAUSE -> pause(path, Boolean.TRUE);
            case RESUME -> pause(path, Boolean.FALSE);
            case UNDO -> undo(path, chosen(Revisions.of(reach, kind, workload), input.revision()));
        };
        reach.act("patch", kind, namespace, input.name(), step.request);
        return Changes.one(kind.name() + "/" + input.name(), step.result, null);
    }

    /** A cluster takes what means nothing to a kind, and lets it lie. */
    private static void requireFits(Action action, Kind kind) {
        if (!kind.group().equals("apps") || !ROLLED_OUT.contains(kind.name())) {
            throw new ToolFailure("Only a Deployment, StatefulSet or DaemonSet is rolled out, and no " + kind.name());
        }
        boolean isPause = action == Action.PAUSE || action == Action.RESUME;
        if (isPause && !kind.name().equals("Deployment")) {
            throw new ToolFailure("Only a Deployment is paused and resumed; a " + kind.name()
                    + " is held back by its spec.updateStrategy, which patch sets");
        }
    }

    private record Step(Request request, String result) {}

    private static Step restart(String path) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("spec")
                .putObject("template")
                .putObject("metadata")
                .putObject("annotations")
                .put(
                        "kubectl.kubernetes.io/restartedAt",
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        return new Step(merge(path, patch), "restarted");
    }

    private static Step pause(String path, Boolean paused) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("spec").put("paused", paused);
        return new Step(merge(path, patch), paused ? "paused" : "resumed");
    }

    private static Step undo(String path, Revisions.Revision revision) {
        ObjectNode template = (ObjectNode) revision.template().deepCopy();
        if (template.path("metadata").path("labels") instanceof ObjectNode labels) {
            labels.remove("pod-template-hash");
        }
        // How a ControllerRevision is meant to be merged, and no part of a template.
        template.remove("$patch");
        ArrayNode operations = JsonNodeFactory.instance.arrayNode();
        operations
                .addObject()
                .put("op", "replace")
                .put("path", "/spec/template")
                .set("value", template);
        Request request =
                Request.patch(path, new Parameters(), "application/json-patch+json", JsonCodec.text(operations));
        return new Step(request, "taken back to revision " + revision.number());
    }

    private static Request merge(String path, JsonNode patch) {
        return Request.patch(path, new Parameters(), MERGE, JsonCodec.text(patch));
    }

    private static Revisions.Revision chosen(List<Revisions.Revision> all, @Nullable Integer wanted) {
        return all.stream()
                .filter(revision -> wanted == null ? !revision.current() : revision.number() == wanted)
                .filter(revision -> revision.template().isObject())
                .findFirst()
                .orElseThrow(() -> new ToolFailure(
                        "not_found",
                        wanted == null
                                ? "There is no earlier revision"
                                : "There is no revision " + wanted + "; rollout_history shows which there are",
                        Duration.ZERO));
    }
}
