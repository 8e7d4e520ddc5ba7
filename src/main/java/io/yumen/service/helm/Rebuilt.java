package io.yumen.service.helm;

import io.yumen.service.kubernetes.form.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A chart that makes what an old revision made: its objects as they were rendered, not its templates, for these may depend on charts that a
 * release does not keep, and on what the cluster was then.
 */
final class Rebuilt {
    private static final String HOOK = "helm.sh/hook";

    /** A rollback is an upgrade to Helm's library, which runs other hooks then. */
    private static final Map<String, String> EVENTS =
            Map.of("pre-rollback", "pre-upgrade", "post-rollback", "post-upgrade", "test", "test");

    private final Map<String, String> files = new LinkedHashMap<>();

    private Rebuilt() {}

    /** Its files. */
    static Map<String, String> of(Release release) {
        Rebuilt chart = new Rebuilt();
        ObjectNode metadata =
                release.metadata() instanceof ObjectNode said ? said.deepCopy() : JsonNodeFactory.instance.objectNode();
        metadata.remove("dependencies");
        chart.files.put("Chart.yaml", metadata.toString());
        chart.files.put(
                "values.yaml", release.tree().path("chart").path("values").toString());
        chart.verbatim("manifest.yaml", release.tree().path("manifest").asString(""));
        chart.verbatim("NOTES.txt", release.notes());
        int count = 0;
        for (JsonNode hook : release.tree().path("hooks")) {
            for (ObjectNode object : Manifest.rendered(hook.path("manifest").asString(""))) {
                chart.hook("hook-" + count++ + ".yaml", hook.path("events"), object.deepCopy());
            }
        }
        return chart.files;
    }

    private void hook(String name, JsonNode events, ObjectNode object) {
        List<String> translated = new ArrayList<>();
        for (JsonNode event : events) {
            String meant = EVENTS.get(event.asString(""));
            if (meant != null) {
                translated.add(meant);
            }
        }
        if (!translated.isEmpty()) {
            object.withObject("/metadata/annotations").put(HOOK, String.join(",", translated));
            verbatim(name, object.toString());
        }
    }

    /** What looks like a template in it stays as it is. */
    private void verbatim(String name, String text) {
        files.put("revision/" + name, text);
        files.put("templates/" + name, "{{ .Files.Get \"revision/" + name + "\" }}");
    }
}
