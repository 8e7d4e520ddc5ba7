package io.yumen.kube.api;

import io.yumen.kube.store.Kind;
import io.yumen.kube.store.Refusal;
import io.yumen.kube.store.Trees;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of the kinds that every cluster has, as far as tests look at them. A type that is not in here takes any field.
 */
final class Schemas {
    /** A type and its fields: {@code []} before a type is a list of it, {@code {}} a map, {@code !} after it is required. */
    private static final String TYPES = """
            ObjectMeta: name string, generateName string, namespace string, uid string, resourceVersion string, generation integer, creationTimestamp string, deletionTimestamp string, deletionGracePeriodSeconds integer, labels {}string, annotations {}string, finalizers []string, ownerReferences []object, managedFields []object, selfLink string
            LabelSelector: matchLabels {}string, matchExpressions []object
            Pod: spec PodSpec, status object
            PodSpec: containers []Container!, initContainers []Container, ephemeralContainers []object, volumes []object, nodeName string, nodeSelector {}string, restartPolicy string, serviceAccountName string, serviceAccount string, terminationGracePeriodSeconds integer, dnsPolicy string, dnsConfig object, schedulerName string, hostNetwork boolean, hostPID boolean, hostIPC boolean, hostname string, subdomain string, securityContext object, tolerations []object, affinity object, imagePullSecrets []object, priority integer, priorityClassName string, preemptionPolicy string, enableServiceLinks boolean, automountServiceAccountToken boolean, topologySpreadConstraints []object, activeDeadlineSeconds integer, hostAliases []object, readinessGates []object, runtimeClassName string, overhead object, shareProcessNamespace boolean, os object, schedulingGates []object, resourceClaims []object, hostUsers boolean, setHostnameAsFQDN boolean, resources object
            Container: name string!, image string, command []string, args []string, workingDir string, env []EnvVar, envFrom []object, ports []ContainerPort, resources ResourceRequirements, volumeMounts []object, volumeDevices []object, livenessProbe object, readinessProbe object, startupProbe object, lifecycle object, imagePullPolicy string, securityContext object, stdin boolean, stdinOnce boolean, tty boolean, terminationMessagePath string, terminationMessagePolicy string, restartPolicy string, resizePolicy []object
            ContainerPort: containerPort integer!, hostIP string, hostPort integer, name string, protocol string
            EnvVar: name string!, value string, valueFrom object
            ResourceRequirements: limits object, requests object, claims []object
            PodTemplateSpec: metadata ObjectMeta, spec PodSpec
            Deployment: spec DeploymentSpec, status object
            DeploymentSpec: replicas integer, selector LabelSelector!, template PodTemplateSpec!, strategy object, minReadySeconds integer, revisionHistoryLimit integer, progressDeadlineSeconds integer, paused boolean
            ReplicaSet: spec ReplicaSetSpec, status object
            ReplicaSetSpec: replicas integer, selector LabelSelector!, template PodTemplateSpec, minReadySeconds integer
            Service: spec ServiceSpec, status object
            ServiceSpec: ports []ServicePort, selector {}string, type string, clusterIP string, clusterIPs []string, sessionAffinity string, externalName string, externalIPs []string, loadBalancerIP string, externalTrafficPolicy string, internalTrafficPolicy string, ipFamilies []string, ipFamilyPolicy string, publishNotReadyAddresses boolean, healthCheckNodePort integer, loadBalancerSourceRanges []string, sessionAffinityConfig object, allocateLoadBalancerNodePorts boolean, loadBalancerClass string, trafficDistribution string
            ServicePort: name string, port integer!, targetPort any, protocol string, nodePort integer, appProtocol string
            ConfigMap: data {}string, binaryData {}string, immutable boolean
            Secret: data {}string, stringData {}string, type string, immutable boolean
            Namespace: spec object, status object
            """;

    private static final Map<String, String> FIELDS = parse();
    private static final String PREFIX = "io.k8s.types.";

    private Schemas() {}

    static void typeMeta(ObjectNode properties) {
        for (String field : List.of("apiVersion", "kind")) {
            properties.putObject(field).put("type", "string").put("description", "The " + field + " of the object.");
        }
        properties.set("metadata", type("ObjectMeta").put("description", "What every object has."));
    }

    /** The schema of a kind. */
    static ObjectNode of(String kind) {
        ObjectNode schema = Trees.object();
        schema.put("type", "object").put("description", "An object of the kind " + kind + ".");
        String fields = FIELDS.get(kind);
        if (fields == null) {
            return schema.put("x-kubernetes-preserve-unknown-fields", true);
        }
        ObjectNode properties = schema.putObject("properties");
        for (String field : fields.split(", ", -1)) {
            String[] part = field.split(" ", -1);
            boolean required = part[1].endsWith("!");
            String type = required ? part[1].substring(0, part[1].length() - 1) : part[1];
            properties.set(part[0], type(type).put("description", "The field " + part[0] + " of " + kind + "."));
            if (required) {
                (schema.has("required") ? schema.withArray("required") : schema.putArray("required")).add(part[0]);
            }
        }
        return schema;
    }

    /** The schemas that others refer to. */
    static void shared(ObjectNode schemas) {
        FIELDS.keySet().forEach(name -> schemas.set(PREFIX + name, of(name)));
    }

    /** Refuses fields that the kind does not have. */
    static void check(Kind kind, ObjectNode object) {
        List<String> unknown = new ArrayList<>();
        if (FIELDS.containsKey(kind.kind())) {
            ObjectNode rest = object.deepCopy();
            rest.remove(List.of("apiVersion", "kind", "metadata"));
            find(unknown, "", kind.kind(), rest);
        }
        find(unknown, "metadata.", "ObjectMeta", object.path("metadata"));
        if (!unknown.isEmpty()) {
            throw Refusal.badRequest(kind.kind() + " in version \"" + kind.version() + "\" cannot be handled as a "
                    + kind.kind() + ": strict decoding error: "
                    + String.join(
                            ", ",
                            unknown.stream()
                                    .map(field -> "unknown field \"" + field + "\"")
                                    .toList()));
        }
    }

    private static void find(List<String> unknown, String path, String type, JsonNode value) {
        String fields = FIELDS.get(type);
        if (fields == null) {
            return;
        }
        Map<String, String> types = new HashMap<>();
        for (String field : fields.split(", ", -1)) {
            String[] part = field.split(" ", -1);
            types.put(part[0], part[1].replace("!", ""));
        }
        for (var entry : value.properties()) {
            String inner = types.get(entry.getKey());
            if (inner == null) {
                unknown.add(path + entry.getKey());
            } else if (inner.startsWith("[]")) {
                int number = 0;
                for (JsonNode element : entry.getValue()) {
                    find(unknown, path + entry.getKey() + "[" + number++ + "].", inner.substring(2), element);
                }
            } else {
                find(unknown, path + entry.getKey() + ".", inner, entry.getValue());
            }
        }
    }

    private static ObjectNode type(String type) {
        ObjectNode schema = Trees.object();
        if (type.startsWith("[]")) {
            schema.put("type", "array").set("items", type(type.substring(2)));
        } else if (type.startsWith("{}")) {
            schema.put("type", "object").set("additionalProperties", type(type.substring(2)));
        } else if (FIELDS.containsKey(type)) {
            schema.putArray("allOf").addObject().put("$ref", "#/components/schemas/" + PREFIX + type);
        } else if (!type.equals("any")) {
            schema.put("type", type);
        }
        return schema;
    }

    private static Map<String, String> parse() {
        Map<String, String> types = new LinkedHashMap<>();
        TYPES.lines()
                .forEach(
                        line -> types.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 2)));
        return types;
    }
}
