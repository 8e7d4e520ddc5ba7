package io.yumen.kube.api;

import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Which lists are merged by element, and what tells their elements apart. Kubernetes says so in its schemas. */
final class MergeKeys {
    private static final Map<String, List<String>> KEYS = Map.ofEntries(
            Map.entry("containers", List.of("name")),
            Map.entry("initContainers", List.of("name")),
            Map.entry("ephemeralContainers", List.of("name")),
            Map.entry("volumes", List.of("name")),
            Map.entry("env", List.of("name")),
            Map.entry("imagePullSecrets", List.of("name")),
            Map.entry("volumeMounts", List.of("mountPath")),
            Map.entry("volumeDevices", List.of("devicePath")),
            Map.entry("hostAliases", List.of("ip")),
            Map.entry("podIPs", List.of("ip")),
            Map.entry("conditions", List.of("type")),
            Map.entry("addresses", List.of("type")),
            Map.entry("ownerReferences", List.of("uid")),
            Map.entry("taints", List.of("key")),
            Map.entry("topologySpreadConstraints", List.of("topologyKey")));
    private static final Set<String> SETS = Set.of("finalizers");

    private MergeKeys() {}

    /** The fields that tell the elements apart; none where the list is a value as a whole. */
    static List<String> of(String field, JsonNode list) {
        JsonNode first = list.path(0);
        if (!first.isObject()) {
            return List.of();
        }
        if (field.equals("ports")) {
            return List.of(first.has("containerPort") ? "containerPort" : "port", "protocol");
        }
        List<String> keys = KEYS.getOrDefault(field, List.of());
        return keys.stream().allMatch(first::has) ? keys : List.of();
    }

    /** Whether the list is a set of plain values. */
    static boolean isSet(String field) {
        return SETS.contains(field);
    }
}
