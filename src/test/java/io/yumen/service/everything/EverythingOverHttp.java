package io.yumen.service.everything;

import io.yumen.channel.Edges;
import io.yumen.http.server.HttpServer;
import io.yumen.http.server.HttpServerConfig;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.MessageCodec;
import io.yumen.secret.Sealer;
import io.yumen.service.host.ServiceHandler;
import io.yumen.service.host.ServiceLimits;
import io.yumen.session.EdgeLimits;
import io.yumen.session.Endpoint;
import io.yumen.session.Identity;
import io.yumen.session.legacy.LegacyLimits;
import io.yumen.session.legacy.LegacySessions;
import io.yumen.session.modern.ModernEdge;
import io.yumen.transport.Authenticator;
import io.yumen.transport.http.HostGuard;
import io.yumen.transport.http.HttpTransportLimits;
import io.yumen.transport.http.McpHttp;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** The everything server at {@code /mcp}, served directly over Streamable HTTP, without a hub between. */
public final class EverythingOverHttp implements AutoCloseable {
    private static final Identity IDENTITY = new Identity("everything", "Everything", "1.0.0");

    private final ServiceHandler handler =
            ServiceHandler.start(new Everything(), ServiceLimits.DEFAULT, Sealer.ephemeral(), InstantSource.system());
    private final ModernEdge modern = new ModernEdge(IDENTITY, Sealer.ephemeral(), EdgeLimits.DEFAULT);
    private final LegacySessions legacy = new LegacySessions(IDENTITY, LegacyLimits.DEFAULT);
    private final McpHttp transport;
    private final HttpServer server;

    /** Serves on that port of 127.0.0.1; on a free one where it is 0. */
    public EverythingOverHttp(int port) {
        Endpoint endpoint = new Endpoint("/mcp", handler);
        transport = new McpHttp(
                path -> path.equals("/mcp") ? Optional.of(endpoint) : Optional.empty(),
                new Edges(modern, legacy),
                new MessageCodec(JsonLimits.DEFAULT),
                HttpTransportLimits.DEFAULT,
                Authenticator.LOCAL);
        server = HttpServer.start(
                HttpServerConfig.loopback(port), new HostGuard(transport, Authenticator.LOCAL, List.of(), List.of()));
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        modern.close();
        legacy.close();
        server.drain(Duration.ofSeconds(2));
        transport.close();
        handler.close();
    }

    /** Serves until it is killed; the port is the argument. */
    public static void main(String[] arguments) throws InterruptedException {
        try (EverythingOverHttp everything = new EverythingOverHttp(Integer.parseInt(arguments[0]))) {
            System.out.println("http://127.0.0.1:" + everything.port() + "/mcp");
            new CountDownLatch(1).await();
        }
    }
}
