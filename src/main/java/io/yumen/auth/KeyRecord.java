package io.yumen.auth;

import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.tenant.Scopes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A key as it lies in the store. */
record KeyRecord(ApiKey key, String mark) {
    private static final JsonCodec CODEC = new JsonCodec(JsonLimits.DEFAULT);

    String text() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("id", key.id())
                .put("mark", mark)
                .put("tenant", key.tenant())
                .put("principal", key.principal())
                .put("note", key.note())
                .put("created", key.created().toString());
        new TreeSet<>(key.roles()).forEach(tree.putArray("roles")::add);
        if (key.scopes() instanceof Scopes.Only only) {
            new TreeSet<>(only.names()).forEach(tree.putArray("scopes")::add);
        }
        key.expires().ifPresent(time -> tree.put("expires", time.toString()));
        key.revoked().ifPresent(time -> tree.put("revoked", time.toString()));
        return JsonCodec.text(tree);
    }

    static KeyRecord read(String text) {
        JsonNode tree = CODEC.read(text.getBytes(StandardCharsets.UTF_8));
        ApiKey key = new ApiKey(
                tree.path("id").asString(""),
                tree.path("tenant").asString(""),
                tree.path("principal").asString(""),
                new HashSet<>(names(tree.path("roles"))),
                tree.path("scopes") instanceof ArrayNode scopes ? Scopes.of(names(scopes)) : Scopes.ALL,
                tree.path("note").asString(""),
                Instant.parse(tree.path("created").asString("")),
                time(tree, "expires"),
                time(tree, "revoked"));
        return new KeyRecord(key, tree.path("mark").asString(""));
    }

    private static Optional<Instant> time(JsonNode tree, String name) {
        return tree.path(name).isString()
                ? Optional.of(Instant.parse(tree.path(name).stringValue()))
                : Optional.empty();
    }

    private static List<String> names(JsonNode list) {
        return list.valueStream().map(JsonNode::stringValue).toList();
    }

    /** Says nothing of the mark. */
    @Override
    public String toString() {
        return "KeyRecord[" + key.id() + "]";
    }
}
