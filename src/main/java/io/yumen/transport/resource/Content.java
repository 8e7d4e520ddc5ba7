package io.yumen.transport.resource;

import io.yumen.secret.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was read of a resource.
 *
 * @param type as HTTP says it
 * @param good how long it is, as its server says
 * @param audience for whom, as its server says
 */
@SuppressWarnings("ArrayRecordComponent") // It is made here, and sent.
record Content(String type, byte[] body, Duration good, Audience audience) {
    private static final int ETAG_BYTES = 16;

    /** What no browser takes for a page of ours, whoever wrote it. */
    private static final Set<String> HARMLESS = Set.of(
            "text/plain",
            "text/markdown",
            "text/csv",
            "application/json",
            "image/png",
            "image/jpeg",
            "image/gif",
            "image/webp");

    /** Of the result of {@code resources/read}; empty where that is not one thing. What a server says of it besides is of the same URI. */
    static Optional<Content> of(ObjectNode result) {
        JsonNode contents = result.path("contents");
        JsonNode content = contents.path(0);
        boolean isOne = contents.valueStream().allMatch(each -> each.path("uri").equals(content.path("uri")));
        if (!isOne || !(content.has("text") || content.has("blob"))) {
            return Optional.empty();
        }
        Duration good = Duration.ofMillis(Math.max(0, result.path("ttlMs").asLong(0)));
        Audience audience = result.path("cacheScope").asString("").equals("public") ? Audience.ALL : Audience.ONE;
        String type = content.path("mimeType").asString("").split(";", 2)[0].strip();
        String harmless = HARMLESS.contains(type) ? type : "application/octet-stream";
        if (content.has("blob")) {
            return bytes(content.path("blob").asString("")).map(body -> new Content(harmless, body, good, audience));
        }
        byte[] body = content.path("text").asString("").getBytes(StandardCharsets.UTF_8);
        String shown = harmless.startsWith("text/") ? harmless + "; charset=utf-8" : harmless;
        return Optional.of(new Content(shown, body, good, audience));
    }

    private static Optional<byte[]> bytes(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Names these bytes of this type. */
    String etag() {
        byte[] typed = (type + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[typed.length + body.length];
        System.arraycopy(typed, 0, all, 0, typed.length);
        System.arraycopy(body, 0, all, typed.length, body.length);
        return '"' + HexFormat.of().formatHex(Sha256.of(all), 0, ETAG_BYTES) + '"';
    }
}
