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
import io.yumen.service.kubernetes.api.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Nodes: whether they take pods, and that they have none. */
final class NodeTools {
    private static final String MIRROR = "kubernetes.io/config.mirror";
    private static final int NOT_FOUND = 404;
    private static final int BUSY = 429;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Clusters clusters;

    NodeTools(Clusters clusters) {
        this.clusters = clusters;
    }

    record CordonInput(
            @Doc("Node") String name,

            @Doc(value = "Take pods again", fallback = "false")
            boolean undo,

            @Nullable @Doc("Cluster; the usual one") String cluster) {}

    record DrainInput(
            @Doc("Node") String name,

            @Doc(name = "delete_empty_dir", value = "Although data in emptyDir is lost", fallback = "false")
            boolean deleteEmptyDir,

            @Doc(value = "Although nothing makes some pods anew", fallback = "false")
            boolean force,

            @Nullable @Doc(name = "grace_sec", value = "Seconds that pods have to end", min = 0, max = 3600)
            Integer graceSec,

            @Doc(name = "timeout_sec", value = "Seconds to wait", min = 1, max = 1800, fallback = "300")
            int timeoutSec,

            @Nullable @Doc("Cluster; the usual one") String cluster) {}

    List<Tool> all() {
        return List.of(
                Tool.named("cordon", "Cordon a node")
                        .does("Makes a node take no new pods, or take them again.")
                        .hints(Changes.CHANGE)
                        .returns(Changes.class)
                        .answers(CordonInput.class, this::cordon),
                Tool.named("drain", "Drain a node")
                        .does("Cordons a node and evicts its pods, as their budgets allow; not those of DaemonSets.")
                        .hints(Changes.DESTROY)
                        .returns(Changes.class)
                        .answers(DrainInput.class, this::drain));
    }

    private Tool.Outcome cordon(CordonInput input, Call call) {
        Reach reach = clusters.reach(input.cluster(), call);
        mark(reach, input.name(), Boolean.valueOf(!input.undo()));
        return Changes.one("Node/" + input.name(), input.undo() ? "uncordoned" : "cordoned", null);
    }

    private static void mark(Reach reach, String name, Boolean unschedulable) {
        Kind kind = reach.kind("v1", "Node");
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("spec").put("unschedulable", unschedulable);
        String type = "application/merge-patch+json";
        Request request = Request.patch(kind.path("", name), new Parameters(), type, JsonCodec.text(patch));
        reach.act("patch", kind, "", name, request);
    }

    private Tool.Outcome drain(DrainInput input, Call call) {
        Reach reach = clusters.reach(input.cluster(), call);
        Kind kind = reach.kind("v1", "Pod");
        List<ObjectNode> pods = new ArrayList<>();
        List<String> objections = new ArrayList<>();
        for (ObjectNode pod : reach.all(kind, new Selection("", null, "spec.nodeName=" + input.name()))) {
            if (!staysAnyway(pod)) {
                pods.add(pod);
                objection(pod, input, objections);
            }
        }
        if (!objections.isEmpty()) {
            throw new ToolFailure("conflict", "Nothing was evicted. " + String.join("; ", objections), Duration.ZERO);
        }
        mark(reach, input.name(), Boolean.TRUE);
        List<Changes.Changed> changed = new ArrayList<>();
        changed.add(new Changes.Changed("Node/" + input.name(), "cordoned", null));
        Duration longest = Duration.ofSeconds(input.timeoutSec());
        call.waits(longest);
        long end = System.nanoTime() + longest.toNanos();
        List<Eviction> left = new ArrayList<>();
        pods.forEach(pod -> left.add(new Eviction(reach, kind, pod, input.graceSec(), end)));
        while (!left.isEmpty()) {
            // All are asked to go before one is waited for: they end side by side.
            left.removeIf(eviction -> isDone(eviction, changed, pods.size(), call));
            if (!left.isEmpty()) {
                call.pause(PAUSE);
            }
        }
        return new Changes(changed).result();
    }

    private static boolean isDone(Eviction eviction, List<Changes.Changed> changed, int all, Call call) {
        Changes.@Nullable Changed done = eviction.step();
        if (done == null) {
            return false;
        }
        changed.add(done);
        call.progress(changed.size() - 1, all, done.object() + ": " + done.result());
        return true;
    }

    /** What the node itself runs, or what would come back at once. */
    private static boolean staysAnyway(ObjectNode pod) {
        JsonNode metadata = pod.path("metadata");
        boolean isOfDaemonSet = metadata.path("ownerReferences")
                .valueStream()
                .anyMatch(owner -> owner.path("kind").asString("").equals("DaemonSet"));
        return isOfDaemonSet || metadata.path("annotations").has(MIRROR);
    }

    private static void objection(ObjectNode pod, DrainInput input, List<String> objections) {
        String phase = pod.path("status").path("phase").asString("");
        if (phase.equals("Succeeded") || phase.equals("Failed")) {
            // It has ended: nothing that it was for is lost with it.
            return;
        }
        String name = title(pod);
        boolean hasData = pod.path("spec").path("volumes").valueStream().anyMatch(volume -> volume.has("emptyDir"));
        if (hasData && !input.deleteEmptyDir()) {
            objections.add(name + " has an emptyDir, whose data would be lost (delete_empty_dir)");
        }
        if (pod.path("metadata").path("ownerReferences").isEmpty() && !input.force()) {
            objections.add(name + " has no owner that makes it anew (force)");
        }
    }

    private static String title(ObjectNode pod) {
        return "Pod/" + pod.path("metadata").path("namespace").asString("") + "/"
                + pod.path("metadata").path("name").asString("");
    }

    /** Takes one pod away, step by step. For one thread. */
    private static final class Eviction {
        private final Reach reach;
        private final Kind kind;
        private final ObjectNode pod;
        private final @Nullable Integer graceSec;
        private final long end;
        private boolean isTaken;

        /** @param end until when, in nanoseconds */
        Eviction(Reach reach, Kind kind, ObjectNode pod, @Nullable Integer graceSec, long end) {
            this.reach = reach;
            this.kind = kind;
            this.pod = pod;
            this.graceSec = graceSec;
            this.end = end;
        }

        /** What became of it; null while that is not known. */
        Changes.@Nullable Changed step() {
            String namespace = pod.path("metadata").path("namespace").asString("");
            String name = pod.path("metadata").path("name").asString("");
            return isTaken ? gone(namespace, name) : asked(namespace, name);
        }

        private Changes.@Nullable Changed asked(String namespace, String name) {
            Request request = Request.post(kind.path(namespace, name) + "/eviction", eviction(namespace, name));
            Reach.Answer answer = reach.attempt("delete", kind, namespace, name, request);
            isTaken = answer.failure().isEmpty() || answer.status() == NOT_FOUND;
            boolean isLater = answer.status() == BUSY && !isOver();
            return isTaken || isLater ? null : new Changes.Changed(title(pod), Changes.FAILED, answer.failure());
        }

        private Changes.@Nullable Changed gone(String namespace, String name) {
            String uid = pod.path("metadata").path("uid").asString("");
            Reach.Answer answer = reach.attempt("get", kind, namespace, name, Request.get(kind.path(namespace, name)));
            boolean isOther =
                    !answer.object().path("metadata").path("uid").asString("").equals(uid);
            if (answer.status() == NOT_FOUND || (answer.failure().isEmpty() && isOther)) {
                return new Changes.Changed(title(pod), "evicted", null);
            }
            return isOver()
                    ? new Changes.Changed(title(pod), Changes.FAILED, "It was evicted, and has not ended in time")
                    : null;
        }

        private boolean isOver() {
            return System.nanoTime() - end >= 0;
        }

        private ObjectNode eviction(String namespace, String name) {
            ObjectNode eviction = JsonNodeFactory.instance.objectNode();
            eviction.put("apiVersion", "policy/v1").put("kind", "Eviction");
            eviction.putObject("metadata").put("name", name).put("namespace", namespace);
            if (graceSec != null) {
                eviction.putObject("deleteOptions").put("gracePeriodSeconds", graceSec);
            }
            return eviction;
        }
    }
}
