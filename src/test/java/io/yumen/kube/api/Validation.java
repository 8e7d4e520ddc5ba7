package io.yumen.kube.api;

import io.yumen.kube.store.Kind;
import io.yumen.kube.store.Refusal;
import io.yumen.kube.store.Selectors;
import io.yumen.kube.store.Trees;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What an object must hold, as far as callers are likely to break it. */
final class Validation {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
    private static final Pattern FREE_NAME = Pattern.compile("[^/%]{1,253}");

    private Validation() {}

    static void check(Kind kind, ObjectNode object) {
        String name = Trees.text(object, "metadata", "name");
        if (name.isEmpty()) {
            throw Refusal.invalid(kind, "", "metadata.name", "Required value: name or generateName is required");
        }
        boolean free = kind.group().equals("rbac.authorization.k8s.io");
        if (!(free ? FREE_NAME : NAME).matcher(name).matches()) {
            throw Refusal.invalid(
                    kind,
                    name,
                    "metadata.name",
                    "Invalid value: \"" + name + "\": a lowercase RFC 1123 subdomain must consist of lower case"
                            + " alphanumeric characters, '-' or '.', and must start and end with an alphanumeric"
                            + " character");
        }
        switch (kind.resource()) {
            case "pods" -> containers(kind, name, object.path("spec"), "spec");
            case "deployments.apps", "replicasets.apps", "statefulsets.apps", "daemonsets.apps" ->
                workload(kind, name, object);
            case "services" -> {
                if (Trees.at(object, "spec", "ports").isEmpty()
                        && !Trees.text(object, "spec", "type").equals("ExternalName")
                        && !Trees.text(object, "spec", "clusterIP").equals("None")) {
                    throw Refusal.invalid(kind, name, "spec.ports", "Required value");
                }
            }
            default -> {}
        }
    }

    static void checkUnchangeable(Kind kind, ObjectNode before, ObjectNode after) {
        String name = Trees.text(before, "metadata", "name");
        if (kind.group().equals("apps")
                && !Trees.at(before, "spec", "selector").equals(Trees.at(after, "spec", "selector"))) {
            throw Refusal.invalid(
                    kind,
                    name,
                    "spec.selector",
                    "Invalid value: " + Trees.at(after, "spec", "selector") + ": field is immutable");
        }
        if (before.path("immutable").asBoolean(false) && !before.path("data").equals(after.path("data"))) {
            throw Refusal.invalid(kind, name, "data", "Forbidden: field is immutable when `immutable` is set");
        }
    }

    private static void workload(Kind kind, String name, ObjectNode object) {
        JsonNode spec = object.path("spec");
        if (!spec.path("replicas").isMissingNode() && !spec.path("replicas").isIntegralNumber()) {
            throw Refusal.badRequest(kind.kind() + " in version \"" + kind.version() + "\" cannot be handled as a "
                    + kind.kind() + ": json: cannot unmarshal into Go struct field spec.replicas of type int32");
        }
        if (spec.path("replicas").asInt(0) < 0) {
            throw Refusal.invalid(
                    kind,
                    name,
                    "spec.replicas",
                    "Invalid value: " + spec.path("replicas").asInt(0) + ": must be greater than or equal to 0");
        }
        if (spec.path("selector").isEmpty()) {
            throw Refusal.invalid(kind, name, "spec.selector", "Required value");
        }
        if (!Selectors.matching(spec.path("selector")).test(Trees.at(spec, "template", "metadata", "labels"))) {
            throw Refusal.invalid(
                    kind,
                    name,
                    "spec.template.metadata.labels",
                    "Invalid value: " + Trees.at(spec, "template", "metadata", "labels")
                            + ": `selector` does not match template `labels`");
        }
        containers(kind, name, Trees.at(spec, "template", "spec"), "spec.template.spec");
    }

    private static void containers(Kind kind, String name, JsonNode spec, String where) {
        if (spec.path("containers").isEmpty()) {
            throw Refusal.invalid(kind, name, where + ".containers", "Required value");
        }
        int number = 0;
        for (JsonNode container : spec.path("containers")) {
            for (String field : new String[] {"name", "image"}) {
                if (Trees.text(container, field).isEmpty()) {
                    throw Refusal.invalid(kind, name, where + ".containers[" + number + "]." + field, "Required value");
                }
            }
            number++;
        }
    }
}
