package io.yumen.app;

import io.yumen.config.GatewaySettings;
import io.yumen.config.LimitSettings;
import io.yumen.exchange.Handler;
import io.yumen.http.server.HttpHandler;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.MessageCodec;
import io.yumen.secret.Sealer;
import io.yumen.session.EdgeLimits;
import io.yumen.session.Endpoint;
import io.yumen.session.Identity;
import io.yumen.session.legacy.LegacyLimits;
import io.yumen.session.legacy.LegacySessions;
import io.yumen.session.modern.ModernEdge;
import io.yumen.telemetry.RequestMeter;
import io.yumen.transport.http.CrossOrigin;
import io.yumen.transport.http.HostGuard;
import io.yumen.transport.http.HttpTransportLimits;
import io.yumen.transport.http.McpHttp;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What clients see of a gateway: the edges of both eras, and the transports before them. */
final class Faces implements AutoCloseable {
    private static final String ROOT = "/mcp";
    private static final Pattern SERVER = Pattern.compile("/servers/([^/]+)/mcp");

    private final Core core;
    private final GatewaySettings settings;
    private final RequestMeter meter;
    private final Endpoint root;
    private final ModernEdge modern;
    private final LegacySessions sessions;
    private final McpHttp mcp;

    Faces(Core core, GatewaySettings settings) {
        this.core = core;
        this.settings = settings;
        this.meter = new RequestMeter(core.metrics(), "mcp_requests", "requests of clients");
        this.root = new Endpoint(ROOT, timed(core.hub(), ""));
        this.modern = new ModernEdge(identity(), Sealer.ephemeral(), EdgeLimits.DEFAULT);
        this.sessions = new LegacySessions(identity(), legacyLimits(settings.limits()));
        sessions.onEnd(core::sessionEnded);
        this.mcp = new McpHttp(
                this::endpoint,
                modern,
                sessions,
                new MessageCodec(jsonLimits(settings.limits())),
                HttpTransportLimits.DEFAULT.withStreams(settings.limits().streams()));
    }

    /** How Yumen introduces itself. */
    static Identity identity() {
        return new Identity("yumen", "Yumen", Version.text());
    }

    static LegacyLimits legacyLimits(LimitSettings limits) {
        LegacyLimits usual = LegacyLimits.DEFAULT;
        return new LegacyLimits(
                limits.sessions(),
                limits.sessions(),
                limits.sessionIdle(),
                limits.requestsPerClient(),
                usual.maxQuestions(),
                limits.question(),
                usual.maxRounds(),
                usual.maxSubscriptions(),
                usual.listenTime(),
                limits.notificationsPerSecond());
    }

    static JsonLimits jsonLimits(LimitSettings limits) {
        JsonLimits usual = JsonLimits.DEFAULT;
        return new JsonLimits(limits.body().toInt(), limits.depth(), usual.maxKeys(), usual.maxNumberLength());
    }

    McpHttp mcp() {
        return mcp;
    }

    LegacySessions sessions() {
        return sessions;
    }

    ModernEdge modern() {
        return modern;
    }

    /** That handler behind the check of Host and Origin, its answers readable by the pages that pass. */
    HttpHandler guarded(HttpHandler handler) {
        return new HostGuard(
                new CrossOrigin(handler),
                settings.listen().hosts(),
                settings.listen().origins());
    }

    /** Ends what has no end by itself: subscriptions and the streams of sessions. */
    void drain() {
        modern.drain();
        mcp.close();
    }

    @Override
    public void close() {
        sessions.close();
        modern.close();
        mcp.close();
    }

    private Optional<Endpoint> endpoint(String path) {
        if (path.equals(ROOT)) {
            return Optional.of(root);
        }
        Matcher matcher = SERVER.matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String name = URLDecoder.decode(matcher.group(1).replace("+", "%2B"), StandardCharsets.UTF_8);
        return core.server(name).map(handler -> new Endpoint(path, timed(handler, name)));
    }

    private Handler timed(Handler handler, String server) {
        return new TimedHandler(handler, meter, server);
    }
}
