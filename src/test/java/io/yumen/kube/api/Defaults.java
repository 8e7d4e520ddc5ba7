package io.yumen.kube.api;

import io.yumen.kube.store.Kind;
import io.yumen.kube.store.Trees;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the server fills in where nothing is said. */
final class Defaults {
    private Defaults() {}

    static void fill(Kind kind, ObjectNode object) {
        switch (kind.resource()) {
            case "pods" -> pod(Trees.ensure(object, "spec"));
            case "deployments.apps" -> deployment(object);
            case "replicasets.apps", "statefulsets.apps" -> workload(object);
            case "daemonsets.apps" -> pod(Trees.ensure(object, "spec", "template", "spec"));
            case "services" -> service(Trees.ensure(object, "spec"));
            case "secrets" -> secret(object);
            case "namespaces" -> namespace(object);
            case "customresourcedefinitions.apiextensions.k8s.io" -> definition(object);
            default -> {}
        }
    }

    private static void deployment(ObjectNode object) {
        workload(object);
        ObjectNode spec = Trees.ensure(object, "spec");
        missing(spec, "revisionHistoryLimit", 10);
        missing(spec, "progressDeadlineSeconds", 600);
        if (!spec.has("strategy")) {
            ObjectNode strategy = spec.putObject("strategy").put("type", "RollingUpdate");
            strategy.putObject("rollingUpdate").put("maxSurge", "25%").put("maxUnavailable", "25%");
        }
    }

    private static void workload(ObjectNode object) {
        missing(Trees.ensure(object, "spec"), "replicas", 1);
        pod(Trees.ensure(object, "spec", "template", "spec"));
    }

    private static void pod(ObjectNode spec) {
        missing(spec, "restartPolicy", "Always");
        missing(spec, "terminationGracePeriodSeconds", 30);
        missing(spec, "dnsPolicy", "ClusterFirst");
        missing(spec, "schedulerName", "default-scheduler");
        spec.path("containers").forEach(Defaults::container);
    }

    private static void container(JsonNode container) {
        if (container instanceof ObjectNode node) {
            missing(node, "terminationMessagePath", "/dev/termination-log");
            missing(node, "imagePullPolicy", "IfNotPresent");
            if (!node.has("resources")) {
                node.putObject("resources");
            }
            node.path("ports").forEach(port -> {
                if (port instanceof ObjectNode one) {
                    missing(one, "protocol", "TCP");
                }
            });
        }
    }

    private static void service(ObjectNode spec) {
        missing(spec, "type", "ClusterIP");
        missing(spec, "sessionAffinity", "None");
        if (!Trees.text(spec, "type").equals("ExternalName")) {
            missing(
                    spec,
                    "clusterIP",
                    "10.96.0." + (10 + Math.floorMod(spec.path("selector").hashCode(), 200)));
        }
        spec.path("ports").forEach(port -> {
            if (port instanceof ObjectNode one) {
                missing(one, "protocol", "TCP");
                if (!one.has("targetPort") && one.has("port")) {
                    one.set("targetPort", one.path("port"));
                }
            }
        });
    }

    private static void secret(ObjectNode object) {
        missing(object, "type", "Opaque");
        if (object.get("stringData") instanceof ObjectNode plain) {
            ObjectNode data = Trees.ensure(object, "data");
            plain.properties()
                    .forEach(entry -> data.put(
                            entry.getKey(), Writes.base64(entry.getValue().asString(""))));
            object.remove("stringData");
        }
    }

    private static void namespace(ObjectNode object) {
        Trees.ensure(object, "metadata", "labels")
                .put("kubernetes.io/metadata.name", Trees.text(object, "metadata", "name"));
        if (Trees.ensure(object, "spec").path("finalizers").isMissingNode()) {
            Trees.ensure(object, "spec").putArray("finalizers").add("kubernetes");
        }
        missing(Trees.ensure(object, "status"), "phase", "Active");
    }

    private static void definition(ObjectNode object) {
        if (object.path("status").isEmpty()) {
            ObjectNode status = object.putObject("status");
            status.set("acceptedNames", Trees.at(object, "spec", "names").deepCopy());
            for (String type : new String[] {"NamesAccepted", "Established"}) {
                status.withArray("conditions")
                        .addObject()
                        .put("type", type)
                        .put("status", "True")
                        .put("reason", "Done")
                        .put("lastTransitionTime", Writes.now());
            }
            Trees.at(object, "spec", "versions")
                    .forEach(version -> status.withArray("storedVersions").add(Trees.text(version, "name")));
        }
    }

    private static void missing(ObjectNode in, String field, String value) {
        if (!in.has(field)) {
            in.put(field, value);
        }
    }

    private static void missing(ObjectNode in, String field, int value) {
        if (!in.has(field)) {
            in.put(field, value);
        }
    }
}
