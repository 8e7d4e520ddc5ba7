package io.yumen.auth.lockdown;

import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A lock that is on.
 *
 * @param lock who or what
 * @param reason why, in the words of who locked it; may be empty
 * @param by who locked it
 * @param since when
 */
public record Locked(Lock lock, String reason, String by, Instant since) {
    private static final JsonCodec CODEC = new JsonCodec(JsonLimits.DEFAULT);

    /** @throws IllegalArgumentException where the reason is too long or no plain text; the message can be shown */
    public Locked {
        if (reason.length() > LockdownLimits.DEFAULT.reason() || reason.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("A reason has at most " + LockdownLimits.DEFAULT.reason()
                    + " characters, none of them for control");
        }
    }

    /** As the store, and whoever reads it, has it. */
    public ObjectNode toJson() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("kind", lock.kind().word());
        if (!lock.tenant().isEmpty()) {
            tree.put("tenant", lock.tenant());
        }
        if (!lock.target().isEmpty()) {
            tree.put("name", lock.target());
        }
        return tree.put("reason", reason).put("by", by).put("since", since.toString());
    }

    static Locked read(String text) {
        JsonNode tree = CODEC.read(text.getBytes(StandardCharsets.UTF_8));
        Lock lock = Lock.of(
                Lock.Kind.valueOf(tree.path("kind").asString("").toUpperCase(Locale.ROOT)),
                tree.path("tenant").asString(""),
                tree.path("name").asString(""));
        return new Locked(
                lock,
                tree.path("reason").asString(""),
                tree.path("by").asString(""),
                Instant.parse(tree.path("since").asString("")));
    }
}
