package io.yumen.catalogue.openapi;

import io.yumen.catalogue.rest.BadCatalogue;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import io.yumen.service.answer.YamlText;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A document and what its references lead to. References to other documents are never followed. */
final class Document {
    private static final JsonCodec CODEC = new JsonCodec(new JsonLimits(16 << 20, 100, 2_000_000, 200));
    private static final int MAX_STEPS = 20;

    private final JsonNode root;

    private Document(JsonNode root) {
        this.root = root;
    }

    /**
     * Reads JSON, or YAML where it does not begin as JSON does.
     *
     * @throws BadCatalogue where it is neither
     */
    static Document read(byte[] file) {
        String text = new String(file, StandardCharsets.UTF_8);
        boolean isJson = text.stripLeading().startsWith("{");
        try {
            return new Document(isJson ? CODEC.read(file) : CODEC.read(JsonCodec.bytes(YamlText.read(text))));
        } catch (RpcException | IllegalArgumentException e) {
            throw new BadCatalogue("", String.valueOf(e.getMessage()));
        }
    }

    JsonNode root() {
        return root;
    }

    /** The node, or what it refers to; a missing node where that leads nowhere, or elsewhere. */
    JsonNode follow(JsonNode node) {
        JsonNode at = node;
        for (int i = 0; i < MAX_STEPS && at.path("$ref").isString(); i++) {
            at = find(at.path("$ref").stringValue());
        }
        return at.path("$ref").isString() ? JsonNodeFactory.instance.missingNode() : at;
    }

    private JsonNode find(String reference) {
        JsonNode at = reference.startsWith("#") ? root : JsonNodeFactory.instance.missingNode();
        for (String step : reference.substring(Math.min(2, reference.length())).split("/", -1)) {
            String name = decoded(step).replace("~1", "/").replace("~0", "~");
            at = at.isArray() && name.matches("\\d{1,6}") ? at.path(Integer.parseInt(name)) : at.path(name);
        }
        return at;
    }

    private static String decoded(String step) {
        try {
            return URLDecoder.decode(step.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return step;
        }
    }
}
