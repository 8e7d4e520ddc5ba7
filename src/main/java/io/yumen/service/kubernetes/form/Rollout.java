package io.yumen.service.kubernetes.form;

import io.yumen.service.ToolFailure;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How far the change of a workload is, as kubectl tells it. */
public final class Rollout {
    private Rollout() {}

    /**
     * How far it is.
     *
     * @param words where it stands
     */
    public record Progress(boolean isDone, String words) {}

    /** How far that workload is. */
    public static Progress of(ObjectNode workload) {
        JsonNode status = workload.path("status");
        long generation = workload.path("metadata").path("generation").asLong(0);
        if (status.path("observedGeneration").asLong(generation) < generation) {
            return new Progress(false, "the change has not been seen yet");
        }
        return switch (workload.path("kind").asString("")) {
            case "Deployment" -> deployment(workload, status);
            case "StatefulSet" ->
                replicas(workload.path("spec").path("replicas").asInt(1), status, "readyReplicas");
            case "DaemonSet" -> daemons(status);
            default ->
                throw new ToolFailure(
                        "Only a Deployment, StatefulSet or DaemonSet is rolled out; wait for a condition, as in Ready");
        };
    }

    private static Progress deployment(ObjectNode workload, JsonNode status) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("reason").asString("").equals("ProgressDeadlineExceeded")) {
                return new Progress(
                        false, "it is stuck: " + condition.path("message").asString(""));
            }
        }
        int wanted = workload.path("spec").path("replicas").asInt(1);
        int all = status.path("replicas").asInt(0);
        int updated = status.path("updatedReplicas").asInt(0);
        if (all > updated) {
            return new Progress(false, (all - updated) + " old replicas have not ended yet");
        }
        return replicas(wanted, status, "availableReplicas");
    }

    private static Progress replicas(int wanted, JsonNode status, String field) {
        int updated =
                status.path("updatedReplicas").asInt(status.path("replicas").asInt(0));
        if (updated < wanted) {
            return new Progress(false, updated + " of " + wanted + " replicas are new");
        }
        int ready = status.path(field).asInt(0);
        return new Progress(ready >= wanted, ready + " of " + wanted + " replicas are ready");
    }

    private static Progress daemons(JsonNode status) {
        int wanted = status.path("desiredNumberScheduled").asInt(0);
        int updated = status.path("updatedNumberScheduled").asInt(0);
        int ready = status.path("numberAvailable").asInt(0);
        return new Progress(
                updated >= wanted && ready >= wanted,
                updated + " of " + wanted + " pods are new, " + ready + " are available");
    }
}
