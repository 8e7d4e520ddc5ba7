package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.admin.running.ConfigurationRoutes.Checked;
import io.yumen.app.Gateway;
import io.yumen.app.access.State;
import io.yumen.auth.users.UserLimits;
import io.yumen.auth.users.Users;
import io.yumen.config.file.ConfigFile;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.secret.Secret;
import io.yumen.tenant.TenantId;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
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
        return start(state, access, listen, "");
    }

    /** One with that more in its configuration, which may be other servers. */
    static Locked with(Path state, String access, String more) {
        return start(state, access, "", ", " + more);
    }

    /** One behind a proxy on this machine, which is believed, with that more in its configuration. */
    static Locked behindProxy(Path state, String more) {
        return start(state, "{}", ", \"trustedProxies\": [\"127.0.0.1\"]", ", " + more);
    }

    /** The same, with that more in its configuration, which may be other servers. */
    static Locked start(Path state, String access, String listen, String more) {
        String servers =
                more.contains("mcpServers") ? "" : ", \"mcpServers\": {\"everything\": {\"service\": \"everything\"}}";
        String views = more.contains("\"views\"") ? "" : ", \"views\": {\"all\": {\"servers\": [\"*\"]}}";
        return new Locked(
                Gateway.start(
                        ConfigFile.parse("""
                {"listen": {"port": 0%s}, "access": %s, "state": "%s",
                 "audit": {"trail": "on", "directory": "%s/audit", "key": "%s/keys/audit.key"}%s%s%s}""".formatted(listen, access, state, state, state, more, servers, views))),
                state);
    }

    /** One with that user, whose audit trail is wanted and cannot be written. */
    static Locked startUnrecorded(Path state, String access) {
        try (State open = State.open(state)) {
            new Users(open.store().values(), UserLimits.DEFAULT, InstantSource.system())
                    .create("ann", TenantId.LOCAL, Set.of(), new Secret(Defect.PASSWORD));
        }
        return new Locked(Gateway.start(ConfigFile.parse("""
                {"listen": {"port": 0}, "access": %s, "state": "%s",
                 "audit": {"directory": "%s/audit", "key": "%s/keys/audit.key"}, "mcpServers": {}}""".formatted(access, state, state, state))), state);
    }

    /** The same, whose operator comes by such connections. */
    Locked over(SocketFactory others) {
        sockets = others;
        return this;
    }

    URI endpoint() {
        return gateway.endpoint();
    }

    /** Where its pages are, without a slash at the end. */
    String site() {
        return endpoint().resolve("/").toString().replaceAll("/$", "");
    }

    /** Makes a user with those roles, which are a list in JSON, and the password of all tests. */
    void makeUser(String name, String roles) throws IOException {
        operate(
                "POST /api/v1/users",
                "{\"name\": \"%s\", \"roles\": %s, \"password\": \"%s\"}".formatted(name, roles, Defect.PASSWORD));
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
                gateway.operatedAt().orElseGet(this::endpoint),
                line,
                List.of("Authorization: Bearer " + gateway.operatorToken().reveal(), "Content-Type: application/json"),
                body);
        assertThat(answer.body()).as("%s: %s", line, answer.head()).isNotEmpty();
        return new JsonCodec(JsonLimits.DEFAULT).read(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    /** What Prometheus would read. */
    String metrics() throws IOException {
        return RawHttp.send(
                        sockets,
                        gateway.operatedAt().orElseGet(this::endpoint),
                        "GET /metrics",
                        List.of("Authorization: Bearer "
                                + gateway.operatorToken().reveal()),
                        "")
                .body();
    }

    /** Ends it, and reads what it recorded of that kind. */
    List<JsonNode> recorded(String kind) throws IOException {
        return trail().lines()
                .map(JsonMapper.shared()::readTree)
                .filter(record -> record.path("kind").asString().equals(kind))
                .toList();
    }

    /** How much it has recorded so far that was refused, or failed. */
    long refusals() throws IOException {
        return Files.readString(state.resolve("audit/1/audit-00000001.jsonl"))
                .lines()
                .filter(line -> line.contains("\"outcome\":\"denied\"") || line.contains("\"outcome\":\"failed\""))
                .count();
    }

    /** Ends it, and reads all that it recorded. */
    String trail() throws IOException {
        gateway.close();
        return Files.readString(state.resolve("audit/1/audit-00000001.jsonl"));
    }

    @Override
    public void close() {
        gateway.close();
    }
}
