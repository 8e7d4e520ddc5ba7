package io.yumen.pin;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A definition that nobody has approved.
 *
 * @param digest of it
 * @param text it, as JSON; empty where it is too long to be kept
 * @param reason why it was not taken as it came
 * @param seen when first
 * @param findings what may be wrong with it
 */
public record Waiting(String digest, String text, Reason reason, Instant seen, List<Finding> findings) {
    public Waiting {
        findings = List.copyOf(findings);
    }

    /** Why a definition was not taken as it came. Its word is part of what is stored: it stays. */
    public enum Reason {
        /** It is another one than was pinned. */
        CHANGED,
        /** It came after the first use of the server. */
        ADDED,
        /** It hides something, or poses as another. */
        SUSPICIOUS;

        /** How it is written. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("digest", digest)
                .put("text", text)
                .put("reason", reason.word())
                .put("seen", seen.toString());
        ArrayNode all = json.putArray("findings");
        findings.forEach(finding -> all.add(finding.toJson()));
        return json;
    }

    static Waiting read(JsonNode json) {
        return new Waiting(
                json.path("digest").asString(""),
                json.path("text").asString(""),
                Reason.valueOf(json.path("reason").asString("").toUpperCase(Locale.ROOT)),
                Instant.parse(json.path("seen").asString("")),
                json.path("findings")
                        .valueStream()
                        .flatMap(finding -> Finding.read(finding).stream())
                        .toList());
    }
}
