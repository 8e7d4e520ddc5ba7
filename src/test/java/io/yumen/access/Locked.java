package io.yumen.access;

import io.yumen.admin.running.ConfigurationRoutes.Checked;
import io.yumen.app.Gateway;
import io.yumen.config.file.ConfigFile;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.SocketFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A gateway with the built-in server, into which nobody comes without a credential. */
final class Locked implements AutoCloseable {
    private final Gateway gateway;
    private final Path state;
    private volatile SocketFactory sockets = SocketFactory.getDefault();

    private Locked(Gateway gateway, Path state) {
        this.gateway = gateway;
        this.state = state;
    }

    /** One that keeps its state and its audit trail there, with that in its {@code access}. */
    static Locked start(Path state, String access) {
        return start(state, access, "");
    }

    /** The same, with that more in its {@code listen}. */
    static Locked start(Path state, String access, String listen) {
        return new Locked(Gateway.start(ConfigFile.parse("""
                {"listen": {"port": 0%s}, "access": %s, "state": "%s",
                 "audit": {"trail": "on", "directory": "%s/audit", "key": "%s/keys/audit.key"},
                 "mcpServers": {"everything": {"service": "everything"}}}""".formatted(listen, access, state, state, state))), state);
    }

    /** The same, whose operator comes by such connections. */
    Locked over(SocketFactory others) {
        sockets = others;
        return this;
    }

    URI endpoint() {
        return gateway.endpoint();
    }

    /** Makes a key, as the operator does on the machine itself. */
    JsonNode makeKey(String order) throws IOException {
        return operate("POST /api/v1/keys", order);
    }

    /** A key of that principal with those roles, which are a list in JSON. */
    String key(String principal, String roles) throws IOException {
        return makeKey("{\"principal\": \"%s\", \"roles\": %s}".formatted(principal, roles))
                .path("key")
                .asString();
    }

    /** The same, which can say whether its configuration is good. */
    Locked checking() {
        gateway.checksWith(() -> new Checked(true, List.of(), List.of("a.json:1: a warning")));
        return this;
    }

    /** What the operator is answered. */
    JsonNode operate(String line, String body) throws IOException {
        RawHttp.Answer answer = RawHttp.send(
                sockets,
                endpoint(),
                line,
                List.of("Authorization: Bearer " + gateway.operatorToken().reveal(), "Content-Type: application/json"),
                body);
        return new JsonCodec(JsonLimits.DEFAULT).read(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    /** What Prometheus would read. */
    String metrics() throws IOException {
        return RawHttp.send(
                        sockets,
                        endpoint(),
                        "GET /metrics",
                        List.of("Authorization: Bearer "
                                + gateway.operatorToken().reveal()),
                        "")
                .body();
    }

    /** Ends it, and reads what it recorded of that kind. */
    List<JsonNode> recorded(String kind) throws IOException {
        gateway.close();
        return Files.readAllLines(state.resolve("audit/1/audit-00000001.jsonl")).stream()
                .map(JsonMapper.shared()::readTree)
                .filter(record -> record.path("kind").asString().equals(kind))
                .toList();
    }

    @Override
    public void close() {
        gateway.close();
    }
}
