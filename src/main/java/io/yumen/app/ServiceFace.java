package io.yumen.app;

import io.yumen.app.servers.Services;
import io.yumen.app.servers.StartException;
import io.yumen.channel.Edges;
import io.yumen.config.GatewaySettings;
import io.yumen.config.ListenSettings;
import io.yumen.http.CannotListen;
import io.yumen.http.server.HttpServer;
import io.yumen.http.server.HttpServerConfig;
import io.yumen.protocol.MessageCodec;
import io.yumen.secret.Sealer;
import io.yumen.service.host.ServiceHandler;
import io.yumen.session.Endpoint;
import io.yumen.session.legacy.LegacySessions;
import io.yumen.session.modern.ModernEdge;
import io.yumen.transport.Authenticator;
import io.yumen.transport.http.HostGuard;
import io.yumen.transport.http.HttpTransportLimits;
import io.yumen.transport.http.McpHttp;
import java.net.URI;
import java.util.Optional;

/** One built-in service over HTTP, with no hub between: a server like any other. */
public final class ServiceFace implements AutoCloseable {
    private final ServiceHandler service;
    private final ModernEdge modern;
    private final LegacySessions sessions;
    private final McpHttp mcp;
    private final HttpServer server;

    private ServiceFace(ServiceHandler service, GatewaySettings settings) {
        this.service = service;
        this.modern = new ModernEdge(Faces.identity(), Sealer.ephemeral(), Faces.edgeLimits(settings.limits()));
        this.sessions = new LegacySessions(Faces.identity(), Faces.legacyLimits(settings.limits()));
        Endpoint endpoint = new Endpoint("/mcp", service);
        this.mcp = new McpHttp(
                path -> path.equals("/mcp") ? Optional.of(endpoint) : Optional.empty(),
                new Edges(modern, sessions),
                new MessageCodec(Faces.jsonLimits(settings.limits())),
                HttpTransportLimits.DEFAULT,
                Authenticator.LOCAL);
        ListenSettings where = settings.listen();
        this.server = HttpServer.start(
                HttpServerConfig.loopback(where.port()),
                new HostGuard(mcp, Authenticator.LOCAL, where.hosts(), where.origins()));
    }

    /**
     * Starts it, on a loopback address.
     *
     * @throws StartException when it cannot listen there
     */
    public static ServiceFace start(GatewaySettings settings) {
        ServiceHandler service = Services.everything(Sealer.ephemeral());
        try {
            return new ServiceFace(service, settings);
        } catch (CannotListen e) {
            service.close();
            throw new StartException(String.valueOf(e.getMessage()));
        }
    }

    /** Where clients connect. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.port() + "/mcp");
    }

    @Override
    public void close() {
        modern.drain();
        mcp.close();
        server.close();
        sessions.close();
        modern.close();
        service.close();
    }
}
