package io.yumen.catalogue.rest;

import io.yumen.catalogue.FixedQuery;
import io.yumen.catalogue.Target;
import io.yumen.catalogue.TargetConfig;
import io.yumen.http.Headers;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.protocol.JsonCodec;
import io.yumen.secret.Sealer;
import io.yumen.service.Mode;
import io.yumen.service.host.Asker;
import io.yumen.service.host.ServiceHandler;
import io.yumen.service.host.ServiceLimits;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Calls tools of a catalogue, as its host does. */
public final class Desk implements AutoCloseable {
    private final RelayClient client = RelayClient.create(RelayClientConfig.defaults());
    private final ServiceHandler handler;

    public Desk(Catalogue catalogue, URI base) {
        this(catalogue, base, Map.of());
    }

    /** @param query of every request, beside the credentials that it has */
    Desk(Catalogue catalogue, URI base, Map<String, String> query) {
        this(catalogue, base, new FixedQuery(query, Set.of()));
    }

    Desk(Catalogue catalogue, URI base, FixedQuery query) {
        Headers headers = Headers.of("Authorization", "Bearer hunter22hunter22");
        TargetConfig config = new TargetConfig(base, headers, query, catalogue.timeout(), 1 << 20);
        this.handler = ServiceHandler.start(
                new RestService(catalogue, new Target(catalogue.title(), config, client)),
                Mode.FULL,
                ServiceLimits.DEFAULT,
                Sealer.ephemeral(),
                InstantSource.system());
    }

    /** The answer of a tool. */
    public JsonNode call(String tool, String arguments) {
        return new Asker(handler).call(tool, arguments);
    }

    /** What a tool answers somebody else. */
    JsonNode callAs(String name, String tool, String arguments) {
        return new Asker(handler).as(name).call(tool, arguments);
    }

    /** The answer of a tool. */
    public JsonNode call(String tool, JsonNode arguments) {
        return call(tool, JsonCodec.text(arguments));
    }

    /** Its words. */
    public static String text(JsonNode answer) {
        return answer.path("content").path(0).path("text").asString("");
    }

    @Override
    public void close() {
        handler.close();
        client.close();
    }
}
