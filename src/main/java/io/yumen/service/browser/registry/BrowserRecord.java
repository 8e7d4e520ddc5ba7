package io.yumen.service.browser.registry;

import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A browser as it lies in the store. */
final class BrowserRecord {
    private static final JsonCodec CODEC = new JsonCodec(JsonLimits.DEFAULT);

    private BrowserRecord() {}

    static String text(RegisteredBrowser browser) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("tenant", browser.tenant().value())
                .put("user", browser.user())
                .put("name", browser.name())
                .put("host", browser.url().host())
                .put("port", browser.url().port())
                .put("browserId", browser.browserId())
                .put("registered", browser.registered().at().toString())
                .put("ip", browser.registered().ip())
                .put("userAgent", browser.registered().userAgent());
        return JsonCodec.text(tree);
    }

    static RegisteredBrowser read(String text) {
        JsonNode tree = CODEC.read(text.getBytes(StandardCharsets.UTF_8));
        return new RegisteredBrowser(
                new TenantId(tree.path("tenant").asString("")),
                tree.path("user").asString(""),
                tree.path("name").asString(""),
                new BrowserUrl(tree.path("host").asString(""), tree.path("port").asInt(0)),
                tree.path("browserId").asString(""),
                new RegisteredBrowser.Origin(
                        Instant.parse(tree.path("registered").asString("")),
                        tree.path("ip").asString(""),
                        tree.path("userAgent").asString("")));
    }
}
