package io.yumen.service.kubernetes.api;

import io.yumen.service.ToolFailure;
import io.yumen.service.kubernetes.form.Selectors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a workload was before: Deployments keep it in ReplicaSets, the others in ControllerRevisions. */
public final class Revisions {
    private static final String NUMBER = "deployment.kubernetes.io/revision";
    private static final String CAUSE = "kubernetes.io/change-cause";

    private Revisions() {}

    /**
     * One of them.
     *
     * @param number counts from 1
     * @param current whether it is what the workload is now
     * @param created when it was first
     * @param images of its containers
     * @param cause why, where somebody said so
     * @param template the pods that it makes
     */
    public record Revision(
            long number, boolean current, String created, List<String> images, String cause, JsonNode template) {
        public Revision {
            images = List.copyOf(images);
        }
    }

    /** Newest first. */
    public static List<Revision> of(Reach reach, Kind kind, ObjectNode workload) {
        boolean isDeployment = kind.name().equals("Deployment");
        if (!isDeployment && !kind.name().equals("StatefulSet") && !kind.name().equals("DaemonSet")) {
            throw new ToolFailure("Only a Deployment, StatefulSet or DaemonSet has revisions");
        }
        Kind of = isDeployment ? reach.kind("apps/v1", "ReplicaSet") : reach.kind("apps/v1", "ControllerRevision");
        String namespace = workload.path("metadata").path("namespace").asString("");
        String uid = workload.path("metadata").path("uid").asString("");
        List<Revision> found = new ArrayList<>();
        reach.each(of, new Selection(namespace, Selectors.of(workload), null), candidate -> {
            boolean isOwn = candidate
                    .path("metadata")
                    .path("ownerReferences")
                    .valueStream()
                    .anyMatch(owner -> owner.path("uid").asString("").equals(uid));
            if (isOwn) {
                found.add(isDeployment ? ofReplicaSet(workload, candidate) : ofController(workload, candidate));
            }
        });
        found.sort(Comparator.comparingLong(Revision::number).reversed());
        return found;
    }

    private static Revision ofReplicaSet(ObjectNode workload, ObjectNode set) {
        JsonNode annotations = set.path("metadata").path("annotations");
        String number = annotations.path(NUMBER).asString("0");
        String now = workload.path("metadata").path("annotations").path(NUMBER).asString("");
        return revision(
                number(number), number.equals(now), set, set.path("spec").path("template"));
    }

    private static Revision ofController(ObjectNode workload, ObjectNode revision) {
        String name = revision.path("metadata").path("name").asString("");
        boolean isCurrent =
                workload.path("status").path("updateRevision").asString("").equals(name);
        JsonNode template = revision.path("data").path("spec").path("template");
        return revision(revision.path("revision").asLong(0), isCurrent, revision, template);
    }

    private static Revision revision(long number, boolean current, ObjectNode of, JsonNode template) {
        List<String> images = template.path("spec")
                .path("containers")
                .valueStream()
                .map(container -> container.path("image").asString(""))
                .toList();
        JsonNode metadata = of.path("metadata");
        return new Revision(
                number,
                current,
                metadata.path("creationTimestamp").asString(""),
                images,
                metadata.path("annotations").path(CAUSE).asString(""),
                template);
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
