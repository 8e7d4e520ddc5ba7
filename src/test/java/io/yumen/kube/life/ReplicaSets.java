package io.yumen.kube.life;

import io.yumen.kube.store.Kind;
import io.yumen.kube.store.Kinds;
import io.yumen.kube.store.Store;
import io.yumen.kube.store.Trees;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Keeps as many pods as a replica set asks for. */
final class ReplicaSets {
    private static final Kind POD = Kinds.builtIn("pods");
    private static final Kind REPLICA_SET = Kinds.builtIn("replicasets.apps");

    private final Store store;

    ReplicaSets(Store store) {
        this.store = store;
    }

    void settle(ObjectNode set) {
        List<ObjectNode> pods = Owned.by(store, set, POD);
        int wanted = Trees.at(set, "spec", "replicas").asInt(1);
        for (int i = pods.size(); i < wanted; i++) {
            JsonNode template = Trees.at(set, "spec", "template");
            String name = Trees.text(set, "metadata", "name") + "-"
                    + UUID.randomUUID().toString().substring(0, 5);
            ObjectNode pod = Owned.make(set, POD, name, Trees.at(template, "metadata", "labels"));
            template.path("metadata")
                    .optional("annotations")
                    .ifPresent(value -> Trees.ensure(pod, "metadata").set("annotations", value.deepCopy()));
            pod.set("spec", template.path("spec").deepCopy());
            store.put(POD, pod);
        }
        pods.stream().skip(wanted).forEach(pod -> store.remove(POD, pod));
        report(set);
    }

    private void report(ObjectNode set) {
        List<ObjectNode> pods = Owned.by(store, set, POD);
        long ready = pods.stream().filter(ReplicaSets::isReady).count();
        Owned.change(store, REPLICA_SET, set, now -> {
            ObjectNode status = Trees.ensure(now, "status");
            status.put("replicas", pods.size()).put("fullyLabeledReplicas", pods.size());
            status.put(
                    "observedGeneration",
                    Trees.at(now, "metadata", "generation").asLong(1));
            status.remove(List.of("readyReplicas", "availableReplicas"));
            if (ready > 0) {
                status.put("readyReplicas", (int) ready).put("availableReplicas", (int) ready);
            }
        });
    }

    private static boolean isReady(JsonNode pod) {
        return Trees.at(pod, "status", "conditions")
                .valueStream()
                .anyMatch(condition -> Trees.text(condition, "type").equals("Ready")
                        && Trees.text(condition, "status").equals("True"));
    }
}
