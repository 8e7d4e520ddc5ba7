package io.yumen.oauth;

import io.yumen.oauth.discovery.Discovery.Found;
import io.yumen.oauth.discovery.ServerMetadata;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tokens, and what it takes to have others for them.
 *
 * @param tokens the tokens
 * @param found whom they are from
 * @param client who we were to them
 * @param since when they were obtained
 */
record Right(Tokens tokens, Found found, Registration client, Instant since) {
    String issuer() {
        return found.server().issuer();
    }

    /** Whether it is that one: what was read back says less of the authorization server. */
    boolean isSameAs(@Nullable Right other) {
        return other != null && tokens.authorization().equals(other.tokens.authorization());
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("resource", found.resource());
        json.put("issuer", issuer());
        json.put("endpoint", found.server().endpoints().token().toString());
        json.put("since", since.getEpochSecond());
        json.set("tokens", tokens.toJson());
        json.set("client", client.toJson());
        return json;
    }

    /** What {@link #toJson} wrote. What else the authorization server can do is asked anew when it matters. */
    static Right read(ObjectNode json) {
        ServerMetadata server = new ServerMetadata(
                json.path("issuer").asString(""),
                new ServerMetadata.Endpoints(
                        Optional.empty(), URI.create(json.path("endpoint").asString("")), Optional.empty()),
                new ServerMetadata.Abilities(List.of(), List.of(), true, false, false, false));
        return new Right(
                Tokens.read((ObjectNode) json.path("tokens")),
                new Found(json.path("resource").asString(""), List.of(), false, server),
                Registration.read((ObjectNode) json.path("client")),
                Instant.ofEpochSecond(json.path("since").asLong()));
    }
}
