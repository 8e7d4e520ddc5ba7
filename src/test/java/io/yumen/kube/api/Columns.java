package io.yumen.kube.api;

import io.yumen.kube.store.Kind;
import io.yumen.kube.store.Trees;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

/** The columns of each kind. */
final class Columns {
    private static final Column NAME = text("Name", 0, object -> Trees.text(object, "metadata", "name"));
    private static final Column AGE =
            text("Age", 0, object -> age(Trees.text(object, "metadata", "creationTimestamp")));

    private static final List<Column> PODS = List.of(
            NAME,
            text(
                    "Ready",
                    0,
                    pod -> count(pod, true) + "/"
                            + Trees.at(pod, "spec", "containers").size()),
            text("Status", 0, Columns::podStatus),
            text("Restarts", 0, Columns::restarts),
            AGE,
            text("IP", 1, at("status", "podIP")),
            text("Node", 1, at("spec", "nodeName")),
            text("Nominated Node", 1, at("status", "nominatedNodeName")),
            text("Readiness Gates", 1, pod -> "<none>"));
    private static final List<Column> DEPLOYMENTS = List.of(
            NAME,
            text("Ready", 0, one -> number(one, "status", "readyReplicas") + "/" + number(one, "spec", "replicas")),
            number("Up-to-date", "status", "updatedReplicas"),
            number("Available", "status", "availableReplicas"),
            AGE,
            text("Containers", 1, one -> containers(one, "name")),
            text("Images", 1, one -> containers(one, "image")),
            text("Selector", 1, one -> labels(Trees.at(one, "spec", "selector", "matchLabels"))));
    private static final List<Column> REPLICA_SETS = List.of(
            NAME,
            number("Desired", "spec", "replicas"),
            number("Current", "status", "replicas"),
            number("Ready", "status", "readyReplicas"),
            AGE,
            text("Containers", 1, one -> containers(one, "name")),
            text("Images", 1, one -> containers(one, "image")),
            text("Selector", 1, one -> labels(Trees.at(one, "spec", "selector", "matchLabels"))));
    private static final List<Column> STATEFUL_SETS = List.of(
            NAME,
            text("Ready", 0, one -> number(one, "status", "readyReplicas") + "/" + number(one, "spec", "replicas")),
            AGE);
    private static final List<Column> SERVICES = List.of(
            NAME,
            text("Type", 0, at("spec", "type")),
            text("Cluster-IP", 0, at("spec", "clusterIP")),
            text("External-IP", 0, service -> "<none>"),
            text("Port(s)", 0, Columns::ports),
            AGE,
            text("Selector", 1, one -> labels(Trees.at(one, "spec", "selector"))));
    private static final List<Column> NODES = List.of(
            NAME,
            text("Status", 0, Columns::nodeStatus),
            text("Roles", 0, Columns::roles),
            AGE,
            text("Version", 0, at("status", "nodeInfo", "kubeletVersion")),
            text("Internal-IP", 1, Columns::internalIp),
            text("External-IP", 1, node -> "<none>"),
            text("OS-Image", 1, at("status", "nodeInfo", "osImage")),
            text("Kernel-Version", 1, at("status", "nodeInfo", "kernelVersion")),
            text("Container-Runtime", 1, at("status", "nodeInfo", "containerRuntimeVersion")));
    private static final List<Column> EVENTS = List.of(
            text("Last Seen", 0, event -> age(Trees.text(event, "lastTimestamp"))),
            text("Type", 0, at("type")),
            text("Reason", 0, at("reason")),
            text(
                    "Object",
                    0,
                    event -> Trees.text(event, "involvedObject", "kind").toLowerCase(java.util.Locale.ROOT) + "/"
                            + Trees.text(event, "involvedObject", "name")),
            text("Source", 1, at("source", "component")),
            text("Message", 0, at("message")),
            number("Count", "count"),
            text("Name", 1, at("metadata", "name")));

    private Columns() {}

    /** Those of a kind; a definition may add some. */
    static List<Column> of(Kind kind, List<JsonNode> defined) {
        return switch (kind.resource()) {
            case "pods" -> PODS;
            case "deployments.apps" -> DEPLOYMENTS;
            case "replicasets.apps" -> REPLICA_SETS;
            case "statefulsets.apps" -> STATEFUL_SETS;
            case "services" -> SERVICES;
            case "nodes" -> NODES;
            case "events" -> EVENTS;
            case "namespaces" -> List.of(NAME, text("Status", 0, at("status", "phase")), AGE);
            case "configmaps" -> List.of(NAME, size(), AGE);
            case "secrets" -> List.of(NAME, text("Type", 0, at("type")), size(), AGE);
            default -> defined(defined);
        };
    }

    private static List<Column> defined(List<JsonNode> defined) {
        List<Column> columns = new ArrayList<>(List.of(NAME));
        for (JsonNode column : defined) {
            String[] path = Trees.text(column, "jsonPath").substring(1).split("\\.", -1);
            boolean date = Trees.text(column, "type").equals("date");
            columns.add(text(
                    Trees.text(column, "name"),
                    column.path("priority").asInt(0),
                    object -> date ? age(Trees.text(object, path)) : Trees.text(object, path)));
        }
        if (defined.isEmpty()) {
            columns.add(AGE);
        }
        return columns;
    }

    private static Column text(String name, int priority, Function<JsonNode, String> cell) {
        return new Column(name, "string", priority, object -> StringNode.valueOf(or(cell.apply(object))));
    }

    private static String or(String text) {
        return text.isEmpty() ? "<none>" : text;
    }

    private static Column number(String name, String... path) {
        return new Column(name, "integer", 0, object -> JsonNodeFactory.instance.numberNode(number(object, path)));
    }

    private static Column size() {
        return new Column(
                "Data",
                "integer",
                0,
                object ->
                        JsonNodeFactory.instance.numberNode(object.path("data").size()));
    }

    private static Function<JsonNode, String> at(String... path) {
        return object -> Trees.text(object, path);
    }

    private static long number(JsonNode object, String... path) {
        return Trees.at(object, path).asLong(0);
    }

    private static Stream<JsonNode> statuses(JsonNode pod) {
        return Trees.at(pod, "status", "containerStatuses").valueStream();
    }

    private static long count(JsonNode pod, boolean ready) {
        return statuses(pod)
                .filter(status -> status.path("ready").asBoolean(false) == ready)
                .count();
    }

    private static String podStatus(JsonNode pod) {
        if (pod.path("metadata").has("deletionTimestamp")) {
            return "Terminating";
        }
        return statuses(pod)
                .flatMap(status -> Stream.of(
                        Trees.text(status, "state", "waiting", "reason"),
                        Trees.text(status, "state", "terminated", "reason")))
                .filter(reason -> !reason.isEmpty())
                .findFirst()
                .orElse(Trees.text(pod, "status", "phase"));
    }

    private static String restarts(JsonNode pod) {
        return Long.toString(statuses(pod)
                .mapToLong(status -> number(status, "restartCount"))
                .sum());
    }

    private static String containers(JsonNode workload, String field) {
        return Trees.at(workload, "spec", "template", "spec", "containers")
                .valueStream()
                .map(container -> Trees.text(container, field))
                .collect(Collectors.joining(","));
    }

    private static String labels(JsonNode labels) {
        return labels.properties().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue().asString(""))
                .collect(Collectors.joining(","));
    }

    private static String ports(JsonNode service) {
        return Trees.at(service, "spec", "ports")
                .valueStream()
                .map(port -> Trees.text(port, "port") + "/" + Trees.text(port, "protocol"))
                .collect(Collectors.joining(","));
    }

    private static String nodeStatus(JsonNode node) {
        boolean ready = Trees.at(node, "status", "conditions")
                .valueStream()
                .anyMatch(condition -> Trees.text(condition, "type").equals("Ready")
                        && Trees.text(condition, "status").equals("True"));
        return (ready ? "Ready" : "NotReady")
                + (Trees.at(node, "spec", "unschedulable").asBoolean(false) ? ",SchedulingDisabled" : "");
    }

    private static String roles(JsonNode node) {
        return Trees.at(node, "metadata", "labels").propertyNames().stream()
                .filter(label -> label.startsWith("node-role.kubernetes.io/"))
                .map(label -> label.substring(label.indexOf('/') + 1))
                .collect(Collectors.joining(","));
    }

    private static String internalIp(JsonNode node) {
        return Trees.at(node, "status", "addresses")
                .valueStream()
                .filter(address -> Trees.text(address, "type").equals("InternalIP"))
                .map(address -> Trees.text(address, "address"))
                .findFirst()
                .orElse("");
    }

    static String age(String since) {
        try {
            Duration age = Duration.between(Instant.parse(since), Instant.now());
            if (age.toMinutes() < 2) {
                return Math.max(0, age.toSeconds()) + "s";
            }
            return age.toHours() < 3
                    ? age.toMinutes() + "m"
                    : age.toDays() < 2 ? age.toHours() + "h" : age.toDays() + "d";
        } catch (DateTimeParseException e) {
            return "<unknown>";
        }
    }
}
