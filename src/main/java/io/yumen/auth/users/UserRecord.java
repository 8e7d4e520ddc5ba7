package io.yumen.auth.users;

import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A user as the store has it. Says nothing of the hash when it is printed. */
record UserRecord(User user, String hash) {
    private static final JsonCodec CODEC = new JsonCodec(JsonLimits.DEFAULT);

    String text() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("name", user.name())
                .put("tenant", user.tenant().value())
                .put("created", user.created().toString())
                .put("password", hash);
        if (user.disabled()) {
            tree.put("disabled", true);
        }
        new TreeSet<>(user.roles()).forEach(tree.putArray("roles")::add);
        return JsonCodec.text(tree);
    }

    static UserRecord read(String text) {
        JsonNode tree = CODEC.read(text.getBytes(StandardCharsets.UTF_8));
        return new UserRecord(
                new User(
                        tree.path("name").asString(""),
                        new TenantId(tree.path("tenant").asString("")),
                        tree.path("roles")
                                .valueStream()
                                .map(JsonNode::stringValue)
                                .collect(Collectors.toUnmodifiableSet()),
                        Instant.parse(tree.path("created").asString("")),
                        tree.path("disabled").asBoolean(false)),
                tree.path("password").asString(""));
    }

    @Override
    public String toString() {
        return "UserRecord[" + user.name() + "]";
    }
}
