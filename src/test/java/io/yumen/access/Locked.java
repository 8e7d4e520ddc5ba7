package io.yumen.access;

import io.yumen.app.Gateway;
import io.yumen.config.file.ConfigFile;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A gateway with the built-in server, into which nobody comes without a credential. */
final class Locked implements AutoCloseable {
    private final Gateway gateway;

    private Locked(Gateway gateway) {
        this.gateway = gateway;
    }

    /** One that keeps its state there, with that in its {@code access}. */
    static Locked start(Path state, String access) {
        return new Locked(Gateway.start(ConfigFile.parse("""
                {"listen": {"port": 0}, "access": %s, "state": "%s",
                 "mcpServers": {"everything": {"service": "everything"}}}""".formatted(access, state))));
    }

    URI endpoint() {
        return gateway.endpoint();
    }

    /** Makes a key, as the operator does on the machine itself. */
    JsonNode makeKey(String order) throws IOException {
        return operate("POST /api/v1/keys", order);
    }

    /** What the operator is answered. */
    JsonNode operate(String line, String body) throws IOException {
        RawHttp.Answer answer = RawHttp.send(
                endpoint(),
                line,
                List.of("Authorization: Bearer " + gateway.operatorToken().reveal(), "Content-Type: application/json"),
                body);
        return new JsonCodec(JsonLimits.DEFAULT).read(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    /** What Prometheus would read. */
    String metrics() throws IOException {
        return RawHttp.send(
                        endpoint(),
                        "GET /metrics",
                        List.of("Authorization: Bearer "
                                + gateway.operatorToken().reveal()),
                        "")
                .body();
    }

    @Override
    public void close() {
        gateway.close();
    }
}
