package io.yumen.kube.life;

import io.yumen.kube.store.Kind;
import io.yumen.kube.store.Kinds;
import io.yumen.kube.store.Store;
import io.yumen.kube.store.Trees;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives pods a node and lets them run at once. An image whose name has {@code broken} in it cannot be pulled, and one with
 * {@code crash} ends again and again; one with {@code succeeds} or {@code fails} ends so, once.
 */
final class Kubelet {
    private static final Kind POD = Kinds.builtIn("pods");

    private final Store store;
    private final Pods pods;
    private final Events events;
    private final AtomicInteger addresses = new AtomicInteger();

    Kubelet(Store store, Pods pods, Events events) {
        this.store = store;
        this.pods = pods;
        this.events = events;
    }

    void start(ObjectNode pod) {
        ObjectNode running = pod.deepCopy();
        ObjectNode spec = Trees.ensure(running, "spec");
        if (!spec.has("nodeName")) {
            spec.put("nodeName", node());
        }
        ObjectNode status = running.putObject("status");
        int number = addresses.incrementAndGet();
        status.put("podIP", "10.244." + number / 250 + "." + (1 + number % 250))
                .put("hostIP", "192.168.0.1")
                .put("startTime", now())
                .put("qosClass", "BestEffort");
        ArrayNode statuses = status.putArray("containerStatuses");
        spec.path("containers").forEach(container -> container(running, container, statuses.addObject()));
        boolean ready = statuses.valueStream().allMatch(one -> one.path("ready").asBoolean(false));
        boolean pulled = statuses.valueStream()
                .noneMatch(one -> Trees.text(one, "state", "waiting", "reason").equals("ImagePullBackOff"));
        status.put("phase", pulled ? phase(statuses) : "Pending");
        ArrayNode conditions = status.putArray("conditions");
        condition(conditions, "PodScheduled", true);
        condition(conditions, "Initialized", true);
        condition(conditions, "ContainersReady", ready);
        condition(conditions, "Ready", ready);
        store.alone(() -> {
            ObjectNode now =
                    store.get(POD, Trees.text(pod, "metadata", "namespace"), Trees.text(pod, "metadata", "name"));
            boolean same = now != null
                    && Trees.text(now, "metadata", "resourceVersion")
                            .equals(Trees.text(pod, "metadata", "resourceVersion"));
            return same ? store.put(POD, running) : pod;
        });
        events.note(
                running,
                "Normal",
                "Scheduled",
                "Successfully assigned " + Trees.text(pod, "metadata", "namespace") + "/"
                        + Trees.text(pod, "metadata", "name") + " to " + Trees.text(spec, "nodeName"));
    }

    private static String phase(ArrayNode statuses) {
        List<JsonNode> ends = statuses.valueStream()
                .map(one -> one.at("/state/terminated/exitCode"))
                .toList();
        if (ends.stream().anyMatch(JsonNode::isMissingNode)) {
            return "Running";
        }
        return ends.stream().allMatch(code -> code.asInt() == 0) ? "Succeeded" : "Failed";
    }

    private void container(ObjectNode pod, JsonNode container, ObjectNode status) {
        String name = Trees.text(container, "name");
        String image = Trees.text(container, "image");
        status.put("name", name).put("image", image).put("imageID", "fake://" + image);
        boolean broken = image.contains("broken");
        boolean crashes = image.contains("crash");
        boolean fails = image.contains("fails");
        boolean ends = fails || image.contains("succeeds");
        status.put("ready", !broken && !crashes && !ends)
                .put("started", !broken && !crashes && !ends)
                .put("restartCount", crashes ? 5 : 0);
        ObjectNode state = status.putObject("state");
        if (broken) {
            String message = "Back-off pulling image \"" + image + "\"";
            state.putObject("waiting").put("reason", "ImagePullBackOff").put("message", message);
            events.note(pod, "Warning", "Failed", message);
            return;
        }
        status.put("containerID", "fake://" + Trees.text(pod, "metadata", "uid") + "/" + name);
        String namespace = Trees.text(pod, "metadata", "namespace");
        String podName = Trees.text(pod, "metadata", "name");
        if (crashes) {
            String message = "back-off 5m0s restarting failed container=" + name + " pod=" + podName;
            state.putObject("waiting").put("reason", "CrashLoopBackOff").put("message", message);
            Trees.ensure(status, "lastState", "terminated")
                    .put("exitCode", 1)
                    .put("reason", "Error")
                    .put("startedAt", now())
                    .put("finishedAt", now());
            pods.journal(namespace, podName, name, true).print(Instant.now(), name + " failed");
            events.note(pod, "Warning", "BackOff", message);
        } else if (ends) {
            state.putObject("terminated")
                    .put("exitCode", fails ? 1 : 0)
                    .put("reason", fails ? "Error" : "Completed")
                    .put("startedAt", now())
                    .put("finishedAt", now());
        } else {
            state.putObject("running").put("startedAt", now());
        }
        pods.journal(namespace, podName, name, false).print(Instant.now(), name + " started");
    }

    private String node() {
        Iterator<ObjectNode> nodes = store.objects("nodes");
        while (nodes.hasNext()) {
            ObjectNode node = nodes.next();
            if (!Trees.at(node, "spec", "unschedulable").asBoolean(false)) {
                return Trees.text(node, "metadata", "name");
            }
        }
        return "node-1";
    }

    private static void condition(ArrayNode conditions, String type, boolean holds) {
        conditions
                .addObject()
                .put("type", type)
                .put("status", holds ? "True" : "False")
                .put("lastTransitionTime", now());
    }

    static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
