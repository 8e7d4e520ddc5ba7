package io.yumen.kube.api;

import io.yumen.kube.store.Kind;
import io.yumen.kube.store.Kinds;
import io.yumen.kube.store.Refusal;
import io.yumen.kube.store.Selectors;
import io.yumen.kube.store.Store;
import io.yumen.kube.store.Trees;
import io.yumen.kube.wire.Call;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What pods and nodes use: what was seeded, else what they ask for, else a little. */
final class Metrics {
    private final Store store;

    Metrics(Store store) {
        this.store = store;
    }

    void answer(Call call, Target target, Form form) {
        Kind kind = target.kind();
        Kind measured = Kinds.builtIn(kind.plural());
        if (!target.name().isEmpty()) {
            ObjectNode object = store.get(measured, target.namespace(), target.name());
            if (object == null) {
                throw Refusal.notFound(kind, target.name());
            }
            Answer.object(call, form, 200, kind, of(kind, object));
            return;
        }
        Predicate<JsonNode> wanted =
                Selectors.of(measured, call.parameter("labelSelector"), call.parameter("fieldSelector"));
        List<ObjectNode> found = new ArrayList<>();
        Iterator<ObjectNode> all = new Chosen(store.objects(kind.plural(), target.namespace(), ""), wanted);
        while (all.hasNext()) {
            ObjectNode object = all.next();
            if (!kind.plural().equals("pods")
                    || Trees.text(object, "status", "phase").equals("Running")) {
                found.add(of(kind, object));
            }
        }
        form.list(call, kind, Trees.object(), found.iterator());
    }

    private ObjectNode of(Kind kind, ObjectNode object) {
        ObjectNode seeded =
                store.get(kind, Trees.text(object, "metadata", "namespace"), Trees.text(object, "metadata", "name"));
        if (seeded != null) {
            return seeded;
        }
        ObjectNode metrics = Trees.object();
        metrics.put("kind", kind.kind()).put("apiVersion", kind.apiVersion());
        ObjectNode metadata = metrics.putObject("metadata");
        for (String field : List.of("name", "namespace", "labels", "creationTimestamp")) {
            object.path("metadata").optional(field).ifPresent(value -> metadata.set(field, value));
        }
        metrics.put("timestamp", Writes.now()).put("window", "30s");
        if (kind.plural().equals("nodes")) {
            metrics.putObject("usage").put("cpu", "250m").put("memory", "1024Mi");
            return metrics;
        }
        ArrayNode containers = metrics.putArray("containers");
        Trees.at(object, "spec", "containers").forEach(container -> {
            JsonNode asked = Trees.at(container, "resources", "requests");
            containers
                    .addObject()
                    .put("name", Trees.text(container, "name"))
                    .putObject("usage")
                    .put("cpu", asked.path("cpu").asString("10m"))
                    .put("memory", asked.path("memory").asString("64Mi"));
        });
        return metrics;
    }
}
