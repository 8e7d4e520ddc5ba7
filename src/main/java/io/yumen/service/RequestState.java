package io.yumen.service;

import io.yumen.exchange.Caller;
import io.yumen.exchange.Exchange;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import io.yumen.secret.Sealer;
import io.yumen.secret.Sha256;
import io.yumen.tenant.Principal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The states that stateless handlers leave with their clients: sealed, for one principal, one method with one name and one
 * set of arguments, and a while. Safe for many threads.
 */
public final class RequestState {
    private final JsonCodec codec = new JsonCodec(JsonLimits.DEFAULT);
    private final Sealer sealer;
    private final Duration ttl;
    private final InstantSource clock;

    public RequestState(Sealer sealer, Duration ttl, InstantSource clock) {
        this.sealer = sealer;
        this.ttl = ttl;
        this.clock = clock;
    }

    public String seal(ObjectNode state, Exchange exchange) {
        ObjectNode envelope = JsonNodeFactory.instance.objectNode();
        envelope.put("expires", clock.instant().plus(ttl).toEpochMilli());
        envelope.set("state", state);
        return sealer.seal(JsonCodec.bytes(envelope), context(exchange));
    }

    public ObjectNode open(String sealed, Exchange exchange) {
        JsonNode envelope = sealer.open(sealed, context(exchange))
                .map(codec::read)
                .orElseThrow(() ->
                        RpcException.invalidParams("The requestState is not one that was given for this request"));
        if (envelope.path("expires").asLong() < clock.millis()) {
            throw RpcException.invalidParams("The requestState has expired; start again without it");
        }
        return (ObjectNode) envelope.path("state");
    }

    /** Seals words that no client reads or changes, for that caller alone. Unlike a state, they have no end. */
    String sealWords(String words, String of, Caller caller) {
        return sealer.seal(words.getBytes(StandardCharsets.UTF_8), context(of, caller));
    }

    /** The words that were sealed for that caller; empty where they are of something else, or of somebody else. */
    Optional<String> openWords(String sealed, String of, Caller caller) {
        return sealer.open(sealed, context(of, caller)).map(words -> new String(words, StandardCharsets.UTF_8));
    }

    private static String context(String of, Caller caller) {
        Principal principal = caller.principal();
        ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        parts.add("service-words")
                .add(principal.tenant().value())
                .add(principal.name())
                .add(of);
        return JsonCodec.text(parts);
    }

    private String context(Exchange exchange) {
        JsonNode params = exchange.params();
        return String.join(
                "\n",
                "service-request-state",
                exchange.caller().principal().tenant().value(),
                exchange.caller().principal().name(),
                exchange.method(),
                params.path("name").asString(params.path("uri").asString("")),
                digest(params.path("arguments")));
    }

    private static String digest(JsonNode arguments) {
        return HexFormat.of().formatHex(Sha256.of(JsonCodec.bytes(arguments)));
    }
}
