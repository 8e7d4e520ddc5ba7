package io.yumen.service.kubernetes.look;

import io.yumen.service.answer.Detail;
import io.yumen.service.answer.Item;
import io.yumen.service.kubernetes.api.Kind;
import io.yumen.service.kubernetes.api.Reach;
import io.yumen.service.kubernetes.api.Selection;
import io.yumen.service.kubernetes.form.Armful;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Looks for what is not as it should be. */
final class Checkup {
    private static final int MANY_RESTARTS = 5;

    /** By kind, what is wrong with an object; empty where nothing is. */
    private static final Map<String, Function<ObjectNode, String>> LOOKS = looks();

    private final Reach reach;
    private final Detail needed;

    /** @param needed how much of what is wrong; no more is held */
    Checkup(Reach reach, Detail needed) {
        this.reach = reach;
        this.needed = needed;
    }

    private static Map<String, Function<ObjectNode, String>> looks() {
        Map<String, Function<ObjectNode, String>> looks = new LinkedHashMap<>();
        looks.put("v1/Node", Checkup::node);
        looks.put("v1/Pod", Checkup::pod);
        looks.put("apps/v1/Deployment", workload -> behind(workload, "replicas", "availableReplicas"));
        looks.put("apps/v1/StatefulSet", workload -> behind(workload, "replicas", "readyReplicas"));
        looks.put("apps/v1/DaemonSet", Checkup::daemons);
        looks.put("batch/v1/Job", Checkup::job);
        looks.put("v1/PersistentVolumeClaim", Checkup::claim);
        return looks;
    }

    /** @param namespace empty for all, and for what is in none */
    List<Item> of(String namespace) {
        List<Item> found = new ArrayList<>();
        Armful held = new Armful();
        for (Kind kind : reach.allKinds()) {
            Function<ObjectNode, String> look = LOOKS.get(kind.apiVersion() + "/" + kind.name());
            if (look != null && (kind.namespaced() || namespace.isEmpty())) {
                reach.each(kind, Selection.in(kind.namespaced() ? namespace : ""), object -> {
                    String wrong = look.apply(object);
                    if (!wrong.isEmpty()) {
                        Item item = item(kind, object, wrong);
                        held.add(item.full());
                        found.add(item);
                    }
                });
            }
        }
        return found;
    }

    private Item item(Kind kind, ObjectNode object, String wrong) {
        JsonNode metadata = object.path("metadata");
        ObjectNode summary = JsonNodeFactory.instance.objectNode().put("kind", kind.name());
        summary.set("namespace", metadata.path("namespace"));
        summary.set("name", metadata.path("name"));
        summary.put("age", Rows.age(metadata.path("creationTimestamp").asString("")));
        summary.put("problem", wrong);
        return new Item(
                kind.name() + "/" + metadata.path("name").asString(""),
                summary,
                needed == Detail.FULL ? object : summary);
    }

    private static String node(ObjectNode node) {
        List<String> wrong = new ArrayList<>();
        for (JsonNode condition : node.path("status").path("conditions")) {
            String type = condition.path("type").asString("");
            boolean isTrue = condition.path("status").asString("").equals("True");
            if (type.equals("Ready") != isTrue) {
                wrong.add((isTrue ? type : "not " + type) + ": "
                        + condition.path("message").asString(""));
            }
        }
        return String.join("; ", wrong);
    }

    /** What is wrong with a pod. */
    static String pod(ObjectNode pod) {
        JsonNode status = pod.path("status");
        String phase = status.path("phase").asString("");
        if (phase.equals("Succeeded")) {
            return "";
        }
        List<String> wrong = new ArrayList<>();
        for (String part : List.of("initContainerStatuses", "containerStatuses")) {
            status.path(part).forEach(container -> container(container, wrong));
        }
        if (wrong.isEmpty() && !phase.equals("Running")) {
            String why = (status.path("reason").asString("") + " "
                            + status.path("message").asString(""))
                    .strip();
            wrong.add(phase + (why.isEmpty() ? unscheduled(status) : ": " + why));
        }
        return String.join("; ", wrong);
    }

    private static String unscheduled(JsonNode status) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("status").asString("").equals("False")
                    && !condition.path("message").asString("").isEmpty()) {
                return ": " + condition.path("message").asString("");
            }
        }
        return "";
    }

    private static void container(JsonNode container, List<String> wrong) {
        String name = container.path("name").asString("");
        String waiting = container.path("state").path("waiting").path("reason").asString("");
        JsonNode ended = container.path("state").path("terminated");
        int restarts = container.path("restartCount").asInt(0);
        if (!waiting.isEmpty() && !waiting.equals("PodInitializing")) {
            wrong.add(name + " waits: " + waiting + lastEnd(container));
        } else if (ended.path("exitCode").asInt(0) != 0) {
            wrong.add(name + " ended with " + ended.path("exitCode").asInt(0) + " "
                    + ended.path("reason").asString(""));
        } else if (container.path("state").has("running")
                && !container.path("ready").asBoolean(true)) {
            wrong.add(name + " runs, and is not ready");
        } else if (restarts > MANY_RESTARTS) {
            wrong.add(name + " was restarted " + restarts + " times" + lastEnd(container));
        }
    }

    private static String lastEnd(JsonNode container) {
        JsonNode last = container.path("lastState").path("terminated");
        return last.isMissingNode()
                ? ""
                : " (last ended with " + last.path("exitCode").asInt(0) + " "
                        + last.path("reason").asString("") + ")";
    }

    private static String behind(ObjectNode workload, String wanted, String there) {
        int want = workload.path("spec").path(wanted).asInt(1);
        int have = workload.path("status").path(there).asInt(0);
        return have >= want ? "" : have + " of " + want + " are ready";
    }

    private static String daemons(ObjectNode set) {
        int want = set.path("status").path("desiredNumberScheduled").asInt(0);
        int have = set.path("status").path("numberReady").asInt(0);
        return have >= want ? "" : have + " of " + want + " are ready";
    }

    private static String job(ObjectNode job) {
        for (JsonNode condition : job.path("status").path("conditions")) {
            if (condition.path("type").asString("").equals("Failed")
                    && condition.path("status").asString("").equals("True")) {
                return "failed: " + condition.path("reason").asString("") + " "
                        + condition.path("message").asString("");
            }
        }
        return "";
    }

    private static String claim(ObjectNode claim) {
        String phase = claim.path("status").path("phase").asString("");
        return phase.isEmpty() || phase.equals("Bound") ? "" : phase;
    }
}
