package io.yumen.service.kubernetes;

import io.yumen.service.Call;
import io.yumen.service.Completer;
import io.yumen.service.kubernetes.api.Clusters;
import io.yumen.service.kubernetes.api.Kind;
import io.yumen.service.kubernetes.api.Reach;
import io.yumen.service.kubernetes.api.Request;
import io.yumen.service.kubernetes.api.Selection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What may be meant while somebody types: of what there is in the cluster, what he may see there. */
final class Completions {
    /** Names beyond these are not looked for: somebody waits. */
    private static final int MOST_PAGES = 5;

    private static final List<String> WORKLOADS = List.of(
            "Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "Pod", "ReplicaSet", "Service", "Ingress");

    private final Clusters clusters;

    Completions(Clusters clusters) {
        this.clusters = clusters;
    }

    /** The clusters that can be named. */
    List<String> clusters(String typed, Map<String, String> others, Call call) {
        return Completer.startingWith(
                typed, clusters.all().stream().map(Clusters.Entry::name).toList());
    }

    /** The kinds that are usual; what is none of them is looked for among all. */
    List<String> kinds(String typed, Map<String, String> others, Call call) {
        List<String> usual = Completer.startingWith(typed, WORKLOADS);
        if (!usual.isEmpty()) {
            return usual;
        }
        Stream<String> all = reach(others, call).allKinds().stream().map(Kind::fullName);
        return Completer.startingWith(typed, all.distinct().sorted().toList());
    }

    List<String> namespaces(String typed, Map<String, String> others, Call call) {
        Reach reach = reach(others, call);
        return names(reach, reach.kind("v1", "Namespace"), "", typed);
    }

    /** The objects of the kind that was filled in. */
    List<String> names(String typed, Map<String, String> others, Call call) {
        String kind = others.getOrDefault("kind", "");
        return kind.isBlank() ? List.of() : names(typed, others, call, reach -> reach.kind(kind));
    }

    /** Of the parts of an object's URI. */
    Map<String, Completer> ofUri() {
        return Map.of(
                "cluster", this::clusters, "namespace", this::namespaces, "kind", this::kinds, "name", this::names);
    }

    /** The objects of that kind. */
    Completer named(String kind) {
        return (typed, others, call) -> names(typed, others, call, reach -> reach.kind("v1", kind));
    }

    private List<String> names(String typed, Map<String, String> others, Call call, Function<Reach, Kind> finding) {
        Reach reach = reach(others, call);
        Kind kind = finding.apply(reach);
        return names(reach, kind, reach.namespace(others.get("namespace"), kind), typed);
    }

    private static List<String> names(Reach reach, Kind kind, String namespace, String typed) {
        Stream.Builder<String> names = Stream.builder();
        @Nullable String next = null;
        int pages = 0;
        do {
            JsonNode page = reach.page(kind, Selection.in(namespace), Reach.LIGHT_PAGE, next, Request.METADATA);
            StreamSupport.stream(Reach.items(page).spliterator(), false)
                    .filter(object -> reach.isServed(kind, object))
                    .map(object -> object.path("metadata").path("name").asString(""))
                    .forEach(names::add);
            String more = page.path("metadata").path("continue").asString("");
            next = more.isEmpty() ? null : more;
            pages++;
        } while (next != null && pages < MOST_PAGES);
        return Completer.startingWith(typed, names.build().sorted().toList());
    }

    private Reach reach(Map<String, String> others, Call call) {
        String cluster = others.getOrDefault("cluster", "");
        return clusters.reach(cluster.isBlank() ? null : cluster, call);
    }
}
