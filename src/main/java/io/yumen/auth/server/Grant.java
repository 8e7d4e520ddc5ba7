package io.yumen.auth.server;

import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a user let a client do: all tokens of one consent hang on it.
 *
 * @param id names it in tokens
 * @param user whose it is
 * @param client the client's id
 * @param clientName what the client called itself
 * @param resource what its tokens are for
 * @param scopes what they are good for
 * @param generation how often it was refreshed
 * @param created when the user consented
 * @param used when it was last refreshed
 */
record Grant(
        String id,
        String user,
        String client,
        String clientName,
        String resource,
        Set<String> scopes,
        int generation,
        Instant created,
        Instant used) {
    private static final JsonCodec CODEC = new JsonCodec(JsonLimits.DEFAULT);

    Grant {
        scopes = Set.copyOf(scopes);
    }

    /** The same, refreshed once more. */
    Grant refreshed(Instant now) {
        return new Grant(id, user, client, clientName, resource, scopes, generation + 1, created, now);
    }

    String text() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("id", id).put("user", user).put("client", client).put("clientName", clientName);
        tree.put("resource", resource).put("generation", generation);
        tree.put("created", created.toString()).put("used", used.toString());
        new TreeSet<>(scopes).forEach(tree.putArray("scopes")::add);
        return JsonCodec.text(tree);
    }

    static Grant read(String text) {
        JsonNode tree = CODEC.read(text.getBytes(StandardCharsets.UTF_8));
        return new Grant(
                tree.path("id").asString(""),
                tree.path("user").asString(""),
                tree.path("client").asString(""),
                tree.path("clientName").asString(""),
                tree.path("resource").asString(""),
                tree.path("scopes").valueStream().map(JsonNode::stringValue).collect(Collectors.toUnmodifiableSet()),
                tree.path("generation").asInt(0),
                Instant.parse(tree.path("created").asString("")),
                Instant.parse(tree.path("used").asString("")));
    }
}
