package io.yumen.service.kubernetes.api;

import io.yumen.catalogue.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Reads which kinds a cluster has: in two requests where it can tell all at once, else in one for each group. */
final class Discovery {
    private static final String ALL_AT_ONCE = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
            + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";
    private static final int MAX_GROUPS = 500;

    private final Function<Request, JsonNode> cluster;
    private final List<Kind> kinds = new ArrayList<>();

    Discovery(Function<Request, JsonNode> cluster) {
        this.cluster = cluster;
    }

    /** All kinds: those of the core first, in each group the version that the cluster prefers first. */
    List<Kind> read() {
        root("/api");
        root("/apis");
        return List.copyOf(kinds);
    }

    private void root(String path) {
        JsonNode answer = cluster.apply(Request.get(path, new Parameters(), ALL_AT_ONCE));
        if (answer.path("kind").asString("").equals("APIGroupDiscoveryList")) {
            answer.path("items").forEach(this::group);
        } else if (path.equals("/api")) {
            answer.path("versions")
                    .forEach(version -> legacy("/api/" + version.asString(""), "", version.asString("")));
        } else {
            groups(answer.path("groups"));
        }
    }

    private void group(JsonNode group) {
        String name = group.path("metadata").path("name").asString("");
        for (JsonNode version : group.path("versions")) {
            for (JsonNode resource : version.path("resources")) {
                kinds.add(new Kind(
                        name,
                        version.path("version").asString(""),
                        resource.path("responseKind").path("kind").asString(""),
                        resource.path("resource").asString(""),
                        words(resource.path("shortNames")),
                        resource.path("scope").asString("").equals("Namespaced"),
                        words(resource.path("verbs"))));
            }
        }
    }

    private void groups(JsonNode groups) {
        int count = 0;
        for (JsonNode group : groups) {
            String name = group.path("name").asString("");
            String preferred = group.path("preferredVersion").path("version").asString("");
            List<String> versions = new ArrayList<>();
            if (!preferred.isEmpty()) {
                versions.add(preferred);
            }
            group.path("versions").forEach(version -> {
                String text = version.path("version").asString("");
                if (!text.equals(preferred)) {
                    versions.add(text);
                }
            });
            for (String version : versions) {
                if (count++ < MAX_GROUPS) {
                    legacy("/apis/" + name + "/" + version, name, version);
                }
            }
        }
    }

    private void legacy(String path, String group, String version) {
        for (JsonNode resource : cluster.apply(Request.get(path)).path("resources")) {
            String plural = resource.path("name").asString("");
            if (!plural.contains("/")) {
                kinds.add(new Kind(
                        group,
                        version,
                        resource.path("kind").asString(""),
                        plural,
                        words(resource.path("shortNames")),
                        resource.path("namespaced").asBoolean(false),
                        words(resource.path("verbs"))));
            }
        }
    }

    private static List<String> words(JsonNode array) {
        return array.valueStream().map(word -> word.asString("")).toList();
    }
}
