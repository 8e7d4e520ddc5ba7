package io.yumen.service.helm;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the labels of its Secret tell of a revision, before that is read.
 *
 * @param status as Helm calls it: deployed, failed, superseded, ...
 */
record Head(String namespace, String name, int revision, String status) {
    private static final Pattern SECRET = Pattern.compile("sh\\.helm\\.release\\.v1\\.(.{1,200})\\.v([0-9]{1,9})");

    /** That of a Secret; none where it is not one that Helm would have made. */
    static Optional<Head> of(JsonNode secret) {
        JsonNode metadata = secret.path("metadata");
        JsonNode labels = metadata.path("labels");
        Matcher named = SECRET.matcher(metadata.path("name").asString(""));
        if (!named.matches() || !labels.path("name").asString("").equals(named.group(1))) {
            return Optional.empty();
        }
        return Optional.of(new Head(
                metadata.path("namespace").asString(""),
                named.group(1),
                Integer.parseInt(named.group(2)),
                labels.path("status").asString("unknown")));
    }

    String secret() {
        return "sh.helm.release.v1." + name + ".v" + revision;
    }

    /** What stands in a list for a revision that cannot be read. */
    ObjectNode summary(String why) {
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        summary.put("name", name).put("namespace", namespace).put("revision", revision);
        summary.put("updated", "").put("status", status).put("chart", "").put("app_version", "");
        return summary.put("description", "Cannot be read: " + why);
    }
}
