package io.yumen.kube.api;

import io.yumen.kube.store.Kind;
import io.yumen.kube.store.Kinds;
import io.yumen.kube.store.Refusal;
import io.yumen.kube.store.Trees;
import io.yumen.kube.wire.Call;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tells which groups, versions and kinds there are: one document for all, or one each as clients did before. */
final class Discovery {
    private static final String AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    private static final Map<String, Kind> SUB_KINDS = Map.of(
            "scale", plain("autoscaling", "v1", "Scale"),
            "eviction", plain("policy", "v1", "Eviction"),
            "token", plain("authentication.k8s.io", "v1", "TokenRequest"),
            "binding", plain("", "v1", "Binding"));

    private final Kinds kinds;

    Discovery(Kinds kinds) {
        this.kinds = kinds;
    }

    void answer(Call call, List<String> path) {
        boolean core = path.getFirst().equals("api");
        if (path.size() == 1) {
            root(call, core);
        } else if (core) {
            Answer.json(call, 200, resources("", path.get(1)));
        } else if (path.size() == 2) {
            Answer.json(call, 200, group(path.get(1)).put("apiVersion", "v1"));
        } else {
            Answer.json(call, 200, resources(path.get(1), path.get(2)));
        }
    }

    private void root(Call call, boolean core) {
        if (String.join(",", call.headers("Accept")).contains("as=APIGroupDiscoveryList")
                && String.join(",", call.headers("Accept")).contains("v=v2;")) {
            call.answer(200, Map.of("Content-Type", AGGREGATED), Trees.bytes(aggregated(core)));
        } else if (core) {
            ObjectNode versions = Trees.object();
            versions.put("kind", "APIVersions").putArray("versions").add("v1");
            Answer.json(call, 200, versions);
        } else {
            ObjectNode list = Trees.object();
            ArrayNode groups =
                    list.put("kind", "APIGroupList").put("apiVersion", "v1").putArray("groups");
            groups().forEach(name -> groups.add(group(name)));
            Answer.json(call, 200, list);
        }
    }

    private Set<String> groups() {
        Set<String> names = new LinkedHashSet<>();
        kinds.all().stream().map(Kind::group).filter(name -> !name.isEmpty()).forEach(names::add);
        return names;
    }

    private List<String> versions(String group) {
        return kinds.all().stream()
                .filter(kind -> kind.group().equals(group))
                .map(Kind::version)
                .distinct()
                .toList();
    }

    private ObjectNode group(String name) {
        List<String> versions = versions(name);
        if (versions.isEmpty()) {
            throw Refusal.noSuchPath();
        }
        ObjectNode group = Trees.object();
        group.put("kind", "APIGroup").put("name", name);
        ArrayNode list = group.putArray("versions");
        versions.forEach(version -> list.add(version(name, version)));
        group.set("preferredVersion", version(name, versions.getFirst()));
        return group;
    }

    private static ObjectNode version(String group, String version) {
        return Trees.object().put("groupVersion", group + "/" + version).put("version", version);
    }

    private ObjectNode resources(String group, String version) {
        List<Kind> here = kinds.all().stream()
                .filter(kind -> kind.group().equals(group) && kind.version().equals(version))
                .toList();
        if (here.isEmpty()) {
            throw Refusal.noSuchPath();
        }
        ObjectNode list = Trees.object();
        list.put("kind", "APIResourceList")
                .put("apiVersion", "v1")
                .put("groupVersion", here.getFirst().apiVersion());
        ArrayNode resources = list.putArray("resources");
        here.forEach(kind -> {
            resources.add(resource(kind));
            kind.subresources().forEach(sub -> resources.add(subresource(kind, sub)));
        });
        return list;
    }

    private static ObjectNode resource(Kind kind) {
        ObjectNode resource = Trees.object();
        resource.put("name", kind.plural())
                .put("singularName", kind.singular())
                .put("namespaced", kind.namespaced())
                .put("kind", kind.kind());
        strings(resource.putArray("verbs"), kind.verbs());
        if (!kind.shortNames().isEmpty()) {
            strings(resource.putArray("shortNames"), kind.shortNames());
        }
        if (!kind.categories().isEmpty()) {
            strings(resource.putArray("categories"), kind.categories());
        }
        return resource;
    }

    private static ObjectNode subresource(Kind kind, String sub) {
        Kind of = SUB_KINDS.getOrDefault(sub, kind);
        ObjectNode resource = Trees.object();
        resource.put("name", kind.plural() + "/" + sub)
                .put("singularName", "")
                .put("namespaced", kind.namespaced())
                .put("kind", of.kind());
        if (of != kind) {
            resource.put("group", of.group()).put("version", of.version());
        }
        strings(resource.putArray("verbs"), verbs(sub));
        return resource;
    }

    private static List<String> verbs(String sub) {
        return switch (sub) {
            case "log" -> List.of("get");
            case "exec", "attach", "portforward" -> List.of("create", "get");
            case "eviction", "token", "binding" -> List.of("create");
            default -> List.of("get", "patch", "update");
        };
    }

    private ObjectNode aggregated(boolean core) {
        ObjectNode list = Trees.object();
        list.put("kind", "APIGroupDiscoveryList")
                .put("apiVersion", "apidiscovery.k8s.io/v2")
                .putObject("metadata");
        ArrayNode items = list.putArray("items");
        List<String> names = core ? List.of("") : new ArrayList<>(groups());
        for (String name : names) {
            ObjectNode group = items.addObject();
            ObjectNode metadata = group.putObject("metadata");
            if (!core) {
                metadata.put("name", name);
            }
            ArrayNode versions = group.putArray("versions");
            versions(name).forEach(version -> {
                ArrayNode resources = versions.addObject()
                        .put("version", version)
                        .put("freshness", "Current")
                        .putArray("resources");
                kinds.all().stream()
                        .filter(kind ->
                                kind.group().equals(name) && kind.version().equals(version))
                        .forEach(kind -> resources.add(discovered(kind)));
            });
        }
        return list;
    }

    private static ObjectNode discovered(Kind kind) {
        ObjectNode resource = Trees.object();
        resource.put("resource", kind.plural());
        resource.set("responseKind", responseKind(kind));
        resource.put("scope", kind.namespaced() ? "Namespaced" : "Cluster").put("singularResource", kind.singular());
        strings(resource.putArray("verbs"), kind.verbs());
        strings(resource.putArray("shortNames"), kind.shortNames());
        strings(resource.putArray("categories"), kind.categories());
        ArrayNode subresources = resource.putArray("subresources");
        kind.subresources().forEach(sub -> {
            ObjectNode one = subresources.addObject().put("subresource", sub);
            one.set("responseKind", responseKind(SUB_KINDS.getOrDefault(sub, kind)));
            strings(one.putArray("verbs"), verbs(sub));
        });
        return resource;
    }

    private static ObjectNode responseKind(Kind kind) {
        return Trees.object()
                .put("group", kind.group())
                .put("version", kind.version())
                .put("kind", kind.kind());
    }

    private static Kind plain(String group, String version, String kind) {
        return new Kind(group, version, kind, "", List.of(), true, List.of(), List.of());
    }

    private static void strings(ArrayNode list, List<String> values) {
        Stream.of(values).flatMap(List::stream).forEach(list::add);
    }
}
