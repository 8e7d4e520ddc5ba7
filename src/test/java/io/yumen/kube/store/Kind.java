package io.yumen.kube.store;

import java.util.List;

/**
 * A kind of object that the server serves.
 *
 * @param group empty for the core group
 * @param version the version that it is served in
 * @param kind as in {@code Deployment}
 * @param plural as in {@code deployments}
 * @param shortNames as in {@code deploy}
 * @param namespaced whether its objects are in namespaces
 * @param subresources as in {@code status} and {@code scale}
 * @param categories as in {@code all}
 */
public record Kind(
        String group,
        String version,
        String kind,
        String plural,
        List<String> shortNames,
        boolean namespaced,
        List<String> subresources,
        List<String> categories) {

    /** The kind's name for one object. */
    public String singular() {
        return kind.toLowerCase(java.util.Locale.ROOT);
    }

    /** As in {@code apps/v1}. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** As in {@code deployments.apps}, whatever the version. */
    public String resource() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /** What is created and answered, but never kept. */
    public boolean isReview() {
        return kind.endsWith("Review");
    }

    /** What is measured, not written. */
    public boolean isMetrics() {
        return group.equals("metrics.k8s.io");
    }

    /** What may be done with it. */
    public List<String> verbs() {
        if (isReview()) {
            return List.of("create");
        }
        if (isMetrics()) {
            return List.of("get", "list");
        }
        return List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
    }
}
