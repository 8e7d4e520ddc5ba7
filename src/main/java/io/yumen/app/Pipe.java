package io.yumen.app;

import io.yumen.app.access.Auditing;
import io.yumen.app.servers.Services;
import io.yumen.config.GatewaySettings;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Handler;
import io.yumen.exchange.SessionEnd;
import io.yumen.exchange.TracedHandler;
import io.yumen.secret.Sealer;
import io.yumen.service.host.ServiceHandler;
import io.yumen.session.Endpoint;
import io.yumen.session.legacy.LegacySessions;
import io.yumen.session.modern.ModernEdge;
import io.yumen.tenant.Access;
import io.yumen.transport.stdio.StdioLimits;
import io.yumen.transport.stdio.StdioServer;
import java.io.InputStream;
import java.io.OutputStream;

/** Serves the one client at the other end of a pipe. */
public final class Pipe {
    private Pipe() {}

    /** Serves that hub until the input ends; the limits of those settings hold. */
    public static void serve(Core core, GatewaySettings settings, InputStream in, OutputStream out) {
        try (Auditing auditing = Auditing.start(settings.audit())) {
            core.records(auditing.audit()::noticed);
            serve(
                    new TracedHandler(auditing.audit().around(core.hub(), "stdio")),
                    settings,
                    in,
                    out,
                    core::sessionEnded);
        }
    }

    /** Serves one built-in service, with nothing between, until the input ends. */
    public static void serveEverything(GatewaySettings settings, InputStream in, OutputStream out) {
        try (ServiceHandler service = Services.everything(Sealer.ephemeral())) {
            serve(service, settings, in, out, Pipe::nothingKept);
        }
    }

    private static void serve(
            Handler handler, GatewaySettings settings, InputStream in, OutputStream out, SessionEnd end) {
        try (ModernEdge modern =
                        new ModernEdge(Faces.identity(), Sealer.ephemeral(), Faces.edgeLimits(settings.limits()));
                LegacySessions sessions = new LegacySessions(Faces.identity(), Faces.legacyLimits(settings.limits()))) {
            sessions.onEnd(end);
            new StdioServer(
                            new Endpoint("stdio", handler),
                            Access.LOCAL.by("stdio"),
                            modern,
                            sessions,
                            StdioLimits.DEFAULT)
                    .serve(in, out, end);
        }
    }

    private static void nothingKept(ClientKey.Session session) {}
}
