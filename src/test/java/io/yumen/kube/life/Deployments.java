package io.yumen.kube.life;

import io.yumen.kube.store.Kind;
import io.yumen.kube.store.Kinds;
import io.yumen.kube.store.Store;
import io.yumen.kube.store.Trees;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Rolls deployments out: a replica set for each template, of which the newest has the pods once they are ready. */
final class Deployments {
    private static final Kind DEPLOYMENT = Kinds.builtIn("deployments.apps");
    private static final Kind REPLICA_SET = Kinds.builtIn("replicasets.apps");
    private static final String REVISION = "deployment.kubernetes.io/revision";
    private static final String CAUSE = "kubernetes.io/change-cause";
    private static final String HASH = "pod-template-hash";

    private final Store store;
    private final Events events;

    Deployments(Store store, Events events) {
        this.store = store;
        this.events = events;
    }

    void settle(ObjectNode deployment) {
        List<ObjectNode> sets = Owned.by(store, deployment, REPLICA_SET);
        int wanted = Trees.at(deployment, "spec", "replicas").asInt(1);
        Optional<ObjectNode> current = current(deployment, sets);
        if (Trees.at(deployment, "spec", "paused").asBoolean(false)) {
            current.ifPresent(set -> scale(set, wanted));
            return;
        }
        long last = sets.stream().mapToLong(Deployments::revision).max().orElse(0);
        ObjectNode newest = current.orElseGet(() -> make(deployment, last + 1));
        if (current.isPresent() && revision(newest) < last) {
            revise(newest, last + 1);
        }
        scale(newest, wanted);
        boolean ready = Trees.at(newest, "status", "availableReplicas").asInt(0) >= wanted;
        sets.stream().filter(set -> ready && !name(set).equals(name(newest))).forEach(set -> scale(set, 0));
        Owned.change(store, DEPLOYMENT, deployment, now -> copyRevision(now, newest));
    }

    void report(ObjectNode deployment) {
        List<ObjectNode> sets = Owned.by(store, deployment, REPLICA_SET);
        int replicas = sum(sets, "replicas");
        int ready = sum(sets, "readyReplicas");
        int wanted = Trees.at(deployment, "spec", "replicas").asInt(1);
        Owned.change(store, DEPLOYMENT, deployment, now -> {
            int updated = current(now, sets)
                    .map(set -> Trees.at(set, "status", "replicas").asInt(0))
                    .orElse(0);
            ObjectNode status = Trees.ensure(now, "status");
            status.put(
                    "observedGeneration",
                    Trees.at(now, "metadata", "generation").asLong(1));
            count(status, "replicas", replicas);
            count(status, "updatedReplicas", updated);
            count(status, "readyReplicas", ready);
            count(status, "availableReplicas", ready);
            count(status, "unavailableReplicas", Math.max(0, wanted - ready));
            conditions(status, now, ready >= wanted, updated >= wanted && ready >= wanted && replicas == updated);
        });
    }

    private ObjectNode make(ObjectNode deployment, long revision) {
        JsonNode template = Trees.at(deployment, "spec", "template");
        CRC32 sum = new CRC32();
        sum.update(Trees.bytes(template));
        String hash = Long.toHexString(sum.getValue());
        ObjectNode labels = Trees.object();
        labels.setAll(Trees.at(template, "metadata", "labels") instanceof ObjectNode there ? there : Trees.object());
        labels.put(HASH, hash);
        ObjectNode set = Owned.make(deployment, REPLICA_SET, name(deployment) + "-" + hash, labels);
        ObjectNode metadata = Trees.ensure(set, "metadata").put("generation", 1);
        ObjectNode annotations = metadata.putObject("annotations").put(REVISION, Long.toString(revision));
        String cause = Trees.text(deployment, "metadata", "annotations", CAUSE);
        if (!cause.isEmpty()) {
            annotations.put(CAUSE, cause);
        }
        ObjectNode spec = set.putObject("spec").put("replicas", 0);
        spec.set("selector", Trees.at(deployment, "spec", "selector").deepCopy());
        Trees.ensure(spec, "selector", "matchLabels").put(HASH, hash);
        spec.set("template", template.deepCopy());
        Trees.ensure(spec, "template", "metadata", "labels").put(HASH, hash);
        events.note(deployment, "Normal", "ScalingReplicaSet", "Scaled up replica set " + name(set));
        return store.put(REPLICA_SET, set);
    }

    private void revise(ObjectNode set, long revision) {
        Owned.change(
                store,
                REPLICA_SET,
                set,
                now -> Trees.ensure(now, "metadata", "annotations").put(REVISION, Long.toString(revision)));
    }

    private void scale(ObjectNode set, int replicas) {
        Owned.change(store, REPLICA_SET, set, now -> {
            if (Trees.at(now, "spec", "replicas").asInt(0) != replicas) {
                Trees.ensure(now, "spec").put("replicas", replicas);
                long generation = Trees.at(now, "metadata", "generation").asLong(1);
                Trees.ensure(now, "metadata").put("generation", generation + 1);
            }
        });
    }

    private void copyRevision(ObjectNode deployment, ObjectNode set) {
        ObjectNode now = store.get(REPLICA_SET, Trees.text(set, "metadata", "namespace"), name(set));
        Trees.ensure(deployment, "metadata", "annotations")
                .put(REVISION, Long.toString(revision(now == null ? set : now)));
    }

    private static Optional<ObjectNode> current(ObjectNode deployment, List<ObjectNode> sets) {
        JsonNode template = Trees.at(deployment, "spec", "template");
        return sets.stream()
                .filter(set -> {
                    JsonNode copy = Trees.at(set, "spec", "template").deepCopy();
                    if (Trees.at(copy, "metadata", "labels") instanceof ObjectNode labels) {
                        labels.remove(HASH);
                    }
                    return Objects.equals(copy, template);
                })
                .findFirst();
    }

    private static void conditions(ObjectNode status, ObjectNode deployment, boolean available, boolean complete) {
        JsonNode before = status.path("conditions").deepCopy();
        ArrayNode conditions = status.putArray("conditions");
        condition(
                conditions,
                before,
                "Available",
                available,
                available ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable");
        boolean paused = Trees.at(deployment, "spec", "paused").asBoolean(false);
        condition(
                conditions,
                before,
                "Progressing",
                true,
                paused ? "DeploymentPaused" : complete ? "NewReplicaSetAvailable" : "ReplicaSetUpdated");
    }

    private static void condition(ArrayNode conditions, JsonNode before, String type, boolean holds, String reason) {
        String status = holds ? "True" : "False";
        for (JsonNode old : before) {
            if (Trees.text(old, "type").equals(type)
                    && Trees.text(old, "status").equals(status)
                    && Trees.text(old, "reason").equals(reason)) {
                conditions.add(old);
                return;
            }
        }
        conditions
                .addObject()
                .put("type", type)
                .put("status", status)
                .put("reason", reason)
                .put("message", reason)
                .put("lastUpdateTime", Kubelet.now())
                .put("lastTransitionTime", Kubelet.now());
    }

    private static void count(ObjectNode status, String field, int count) {
        status.remove(field);
        if (count > 0) {
            status.put(field, count);
        }
    }

    private static int sum(List<ObjectNode> sets, String field) {
        return sets.stream()
                .mapToInt(set -> Trees.at(set, "status", field).asInt(0))
                .sum();
    }

    private static long revision(ObjectNode set) {
        String revision = Trees.text(set, "metadata", "annotations", REVISION);
        return revision.isEmpty() ? 0 : Long.parseLong(revision);
    }

    private static String name(ObjectNode object) {
        return Trees.text(object, "metadata", "name");
    }
}
