package io.yumen.auth.server;

import io.yumen.audit.Audit;
import io.yumen.audit.AuditConfig;
import io.yumen.auth.Stays;
import io.yumen.auth.lockdown.Lockdown;
import io.yumen.auth.users.UserLimits;
import io.yumen.auth.users.Users;
import io.yumen.http.client.EgressGuard;
import io.yumen.http.client.EgressGuard.Allowance;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.http.server.HttpServer;
import io.yumen.http.server.HttpServerConfig;
import io.yumen.oauth.discovery.Documents;
import io.yumen.secret.Sealer;
import io.yumen.secret.Secret;
import io.yumen.store.KeyValues;
import io.yumen.store.StoreLimits;
import io.yumen.store.memory.MemoryStore;
import io.yumen.tenant.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** An authorization server on a port of its own, with one client and two users; its time is the test's. */
final class Desk implements AutoCloseable {
    static final Secret PASSWORD = new Secret("correct horse battery");
    static final String CALLBACK = "http://127.0.0.1:7777/callback";

    private final MemoryStore store = new MemoryStore(StoreLimits.DEFAULT, this::now);
    private final Documents documents;
    private final Users users = new Users(store.values(), UserLimits.DEFAULT.hashingWith(64), this::now);
    private final Lockdown lockdown = new Lockdown(store.values(), this::now);
    private final Trail trail = new Trail();
    private final AuthorizationServer server;
    private final HttpServer http;
    private final String issuer;
    private volatile Instant now = Instant.parse("2026-11-21T12:00:00Z");

    /**
     * What is not the same for every test.
     *
     * @param limits what it spends
     * @param ways how strangers become clients
     * @param reach where their documents may lie beyond the Internet
     * @param connecting makes what fetches them
     */
    record Setup(
            ServerLimits limits,
            Set<ServerConfig.Way> ways,
            Set<Allowance> reach,
            Function<EgressGuard, RelayClient> connecting) {
        static final Setup USUAL = new Setup(
                ServerLimits.DEFAULT,
                EnumSet.allOf(ServerConfig.Way.class),
                EnumSet.of(Allowance.LOOPBACK),
                guard -> RelayClient.create(RelayClientConfig.defaults().with(guard)));
    }

    Desk() {
        this(Setup.USUAL);
    }

    /** One where programs become clients in those ways. */
    Desk(Set<ServerConfig.Way> ways) {
        this(new Setup(Setup.USUAL.limits(), ways, Setup.USUAL.reach(), Setup.USUAL.connecting()));
    }

    Desk(Setup setup) {
        int port = free();
        documents = new Documents(ServerLimits.ofDocuments(), setup.connecting());
        issuer = "http://127.0.0.1:" + port;
        ServerConfig config = new ServerConfig(
                issuer,
                Set.of("mcp", "admin"),
                Duration.ofMinutes(10),
                Duration.ofDays(30),
                List.of(new Client("editor", "The editor", List.of(CALLBACK), Client.Origin.CONFIGURED)),
                setup.ways(),
                setup.reach());
        server = new AuthorizationServer(
                config,
                setup.limits(),
                users,
                new AuthorizationServer.Tools(
                        store.values(),
                        Sealer.ephemeral(),
                        documents,
                        new Audit(AuditConfig.DEFAULT, trail, this::now),
                        this::now,
                        new AuthorizationServer.Supervision(lockdown, new Stays(this::now))));
        http = HttpServer.start(HttpServerConfig.loopback(port), server);
        users.create("ann", TenantId.LOCAL, Set.of("operator"), PASSWORD);
        users.create("bob", TenantId.LOCAL, Set.of(), PASSWORD);
    }

    AuthorizationServer server() {
        return server;
    }

    KeyValues values() {
        return store.values();
    }

    Lockdown lockdown() {
        return lockdown;
    }

    Trail trail() {
        return trail;
    }

    Users users() {
        return users;
    }

    String issuer() {
        return issuer;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public void close() {
        http.drain(Duration.ZERO);
        documents.close();
        store.close();
    }

    Instant now() {
        return now;
    }

    private static int free() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
