package io.yumen.service.kubernetes.look;

import io.yumen.schema.Doc;
import io.yumen.schema.Spread;
import io.yumen.service.Call;
import io.yumen.service.Tool;
import io.yumen.service.ToolFailure;
import io.yumen.service.ToolHints;
import io.yumen.service.answer.Answers;
import io.yumen.service.answer.Detail;
import io.yumen.service.answer.Item;
import io.yumen.service.answer.Listed;
import io.yumen.service.answer.Listing;
import io.yumen.service.answer.Source;
import io.yumen.service.kubernetes.api.Clusters;
import io.yumen.service.kubernetes.api.Kind;
import io.yumen.service.kubernetes.api.Reach;
import io.yumen.service.kubernetes.api.Selection;
import io.yumen.service.kubernetes.form.Armful;
import io.yumen.service.kubernetes.form.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is used of processors and memory. */
final class TopTools {
    private static final String GROUP = "metrics.k8s.io";
    private static final int PERCENT = 100;

    private final Clusters clusters;
    private final Answers answers;

    TopTools(Clusters clusters, Answers answers) {
        this.clusters = clusters;
        this.answers = answers;
    }

    enum Of {
        PODS,
        NODES
    }

    enum By {
        CPU,
        MEMORY
    }

    record TopInput(
            @Doc(value = "Of what", fallback = "\"pods\"") Of of,
            @Nullable @Doc("Namespace of the pods; all") String namespace,

            @Nullable @Doc(name = "label_selector", value = "As in app=web")
            String labels,

            @Doc(value = "Most of it first", fallback = "\"cpu\"")
            By by,

            @Spread Listing listing,
            @Nullable @Doc("Cluster; the usual one") String cluster) {}

    List<Tool> all() {
        return List.of(Tool.named("top", "Use of CPU and memory")
                .does("Lists what pods or nodes use of CPU (millicores) and memory (MiB), most first.")
                .hints(ToolHints.READ_REMOTE)
                .returns(Listed.class)
                .answers(TopInput.class, this::top));
    }

    private Tool.Outcome top(TopInput input, Call call) {
        Reach reach = clusters.reach(input.cluster(), call);
        boolean isOfNodes = input.of() == Of.NODES;
        Kind kind = kind(reach, isOfNodes ? "NodeMetrics" : "PodMetrics");
        String namespace = isOfNodes ? "" : Objects.requireNonNullElse(input.namespace(), "");
        Map<String, JsonNode> nodes = isOfNodes ? nodes(reach) : Map.of();
        Detail needed = input.listing().needed();
        Armful held = new Armful();
        List<Item> found = new ArrayList<>();
        reach.each(kind, new Selection(namespace, input.labels(), null), metrics -> {
            Item all = isOfNodes ? node(metrics, nodes) : pod(metrics, namespace);
            Item item = needed == Detail.FULL ? all : new Item(all.name(), all.summary(), all.summary());
            held.add(item.full());
            found.add(item);
        });
        found.sort(Comparator.comparingLong((Item item) -> item.summary()
                        .path(input.by() == By.CPU ? "cpu_m" : "memory_mib")
                        .asLong(0))
                .reversed());
        return answers.list(input, input.listing(), isOfNodes ? "nodes" : "pods", Source.of(found));
    }

    private static Kind kind(Reach reach, String name) {
        return reach.allKinds().stream()
                .filter(kind -> kind.group().equals(GROUP) && kind.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ToolFailure(
                        "not_found",
                        "This cluster does not measure what is used: it has no metrics-server; an operator can install one",
                        Duration.ZERO));
    }

    private static Map<String, JsonNode> nodes(Reach reach) {
        Map<String, JsonNode> nodes = new HashMap<>();
        reach.each(
                reach.kind("v1", "Node"),
                Selection.in(""),
                node -> nodes.put(
                        node.path("metadata").path("name").asString(""),
                        node.path("status").path("allocatable")));
        return nodes;
    }

    private static Item node(ObjectNode metrics, Map<String, JsonNode> nodes) {
        String name = metrics.path("metadata").path("name").asString("");
        ObjectNode summary = JsonNodeFactory.instance.objectNode().put("name", name);
        JsonNode has = nodes.getOrDefault(name, JsonNodeFactory.instance.objectNode());
        put(summary, metrics.path("usage"));
        share(summary, "cpu_percent", metrics.path("usage").path("cpu"), has.path("cpu"));
        share(summary, "memory_percent", metrics.path("usage").path("memory"), has.path("memory"));
        return new Item(name, summary, metrics);
    }

    private static void share(ObjectNode summary, String name, JsonNode used, JsonNode all) {
        double whole = Quantity.of(all.asString(""));
        if (whole > 0) {
            summary.put(name, Math.round(Quantity.of(used.asString("")) * PERCENT / whole));
        }
    }

    private static Item pod(ObjectNode metrics, String namespace) {
        JsonNode metadata = metrics.path("metadata");
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        if (namespace.isEmpty()) {
            summary.set("namespace", metadata.path("namespace"));
        }
        summary.set("name", metadata.path("name"));
        double cpu = 0;
        double memory = 0;
        for (JsonNode container : metrics.path("containers")) {
            cpu += Quantity.of(container.path("usage").path("cpu").asString(""));
            memory += Quantity.of(container.path("usage").path("memory").asString(""));
        }
        summary.put("cpu_m", Math.round(cpu * Quantity.MILLI)).put("memory_mib", Math.round(memory / Quantity.MEBI));
        return new Item(metadata.path("name").asString(""), summary, metrics);
    }

    private static void put(ObjectNode summary, JsonNode usage) {
        summary.put("cpu_m", Math.round(Quantity.of(usage.path("cpu").asString("")) * Quantity.MILLI));
        summary.put("memory_mib", Math.round(Quantity.of(usage.path("memory").asString("")) / Quantity.MEBI));
    }
}
