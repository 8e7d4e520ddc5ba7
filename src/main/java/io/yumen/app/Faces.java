package io.yumen.app;

import io.yumen.admin.Gatekeeper;
import io.yumen.admin.Nowhere;
import io.yumen.audit.Audit;
import io.yumen.auth.Stays;
import io.yumen.auth.Withdrawal;
import io.yumen.auth.server.AuthorizationServer;
import io.yumen.channel.ChannelLimits;
import io.yumen.channel.Channels;
import io.yumen.channel.Edges;
import io.yumen.channel.TimerWheel;
import io.yumen.config.GatewaySettings;
import io.yumen.config.LimitSettings;
import io.yumen.exchange.Handler;
import io.yumen.exchange.Standing;
import io.yumen.exchange.TracedHandler;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.websocket.WebSocketLimits;
import io.yumen.limit.LimitedHandler;
import io.yumen.limit.Limiter;
import io.yumen.oauth.LoginRoutes;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.MessageCodec;
import io.yumen.protocol.RpcException;
import io.yumen.secret.Sealer;
import io.yumen.session.EdgeLimits;
import io.yumen.session.Endpoint;
import io.yumen.session.Identity;
import io.yumen.session.legacy.LegacyLimits;
import io.yumen.session.legacy.LegacySessions;
import io.yumen.session.modern.ModernEdge;
import io.yumen.telemetry.RequestMeter;
import io.yumen.telemetry.Version;
import io.yumen.transport.AuditedDoor;
import io.yumen.transport.Authenticator;
import io.yumen.transport.LimitedDoor;
import io.yumen.transport.envelope.EnvelopeHttp;
import io.yumen.transport.envelope.EnvelopeLimits;
import io.yumen.transport.http.CrossOrigin;
import io.yumen.transport.http.HostGuard;
import io.yumen.transport.http.HttpTransportLimits;
import io.yumen.transport.http.McpHttp;
import io.yumen.transport.http.SafeAnswers;
import io.yumen.transport.poll.PollHttp;
import io.yumen.transport.poll.PollLimits;
import io.yumen.transport.resource.Audience;
import io.yumen.transport.resource.ResourceHttp;
import io.yumen.transport.resource.ResourceLimits;
import io.yumen.transport.sse.SseHttp;
import io.yumen.transport.websocket.WebSocketHttp;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What clients see of a gateway: the edges of both eras, and the transports before them. */
final class Faces implements AutoCloseable {
    private static final String POLL = "/poll";
    private static final String RESOURCE = "/resource";

    /** Nobody gets so far, unless the server is taken out just then. */
    private static final Handler GONE = exchange -> {
        throw RpcException.unavailable("There is no such server any more");
    };

    private final Core core;
    private final GatewaySettings settings;
    private final RequestMeter meter;
    private final Audit audit;
    private final AuditedDoor door;
    private final Optional<Isolation> isolation;
    private final Gate gate;
    private final Limiter limiter;
    private final TimerWheel wheel = TimerWheel.turning();
    private final Places places;
    private final ModernEdge modern;
    private final LegacySessions sessions;
    private final Channels channels;
    private final McpHttp mcp;
    private final SseHttp sse;
    private final EnvelopeHttp envelope;
    private final PollHttp poll;
    private final WebSocketHttp webSocket;
    private final ResourceHttp resources;
    private final HttpHandler nowhere;

    /**
     * What clients have from us for longer than a request.
     *
     * @param stays says when what let them in has ended
     * @param sealer seals what they carry
     * @param isolation cuts servers off; empty where nobody can be asked to
     */
    record Keeping(Stays stays, Sealer sealer, Optional<Isolation> isolation) {}

    Faces(Core core, GatewaySettings settings, Gatekeeper keeper, Limiter limiter, Keeping keeping) {
        this.core = core;
        this.audit = keeper.audit();
        this.door = new AuditedDoor(Authenticator.of(keeper.entrance()), keeper.audit(), keeping.stays());
        this.isolation = keeping.isolation();
        this.gate = new Gate(keeping.stays());
        this.settings = settings;
        this.limiter = limiter;
        this.meter = new RequestMeter(core.metrics(), "mcp_request", "requests of clients");
        Endpoint root = endpoint(core.hub(), core.hub(), "", Places.ROOT);
        this.places = new Places(root, this::server, this::view);
        this.modern = new ModernEdge(identity(), keeping.sealer(), edgeLimits(settings.limits()));
        this.sessions = new LegacySessions(identity(), legacyLimits(settings.limits()));
        sessions.onEnd(core::sessionEnded);
        Edges edges = new Edges(modern, sessions);
        this.channels = new Channels(edges, channelLimits(settings.limits()), core::sessionEnded, wheel);
        MessageCodec codec = new MessageCodec(jsonLimits(settings.limits()));
        HttpTransportLimits limits =
                HttpTransportLimits.DEFAULT.withStreams(settings.limits().streams());
        this.mcp = new McpHttp(places::streamable, edges, codec, limits, door);
        this.nowhere = keeper.gate(new Nowhere());
        this.envelope = new EnvelopeHttp(
                places::envelope,
                channels,
                new EnvelopeHttp.Speaking(identity(), EnvelopeLimits.DEFAULT, Clock.systemUTC()),
                new JsonCodec(jsonLimits(settings.limits())),
                door);
        this.poll =
                new PollHttp(path -> places.below(path, POLL), channels, PollLimits.DEFAULT, Clock.systemUTC(), door);
        this.sse = new SseHttp(places::sse, channels, codec, door, limits.keepAlive());
        this.webSocket = new WebSocketHttp(
                places::webSocket,
                channels,
                new WebSocketHttp.Speaking(
                        identity(), jsonLimits(settings.limits()), WebSocketLimits.DEFAULT, Clock.systemUTC()),
                door);
        this.resources = new ResourceHttp(
                path -> places.below(path, RESOURCE),
                modern,
                settings.access() == null ? Audience.ALL : Audience.ONE,
                ResourceLimits.DEFAULT,
                door);
        keeping.stays().listen(this::expel);
    }

    /** Who has lost what let him in loses what he has begun; its answers come first. */
    private void expel(Withdrawal what) {
        Thread.ofVirtual().name("access-withdrawn").start(() -> {
            sessions.endThoseOf(what::covers);
            channels.endThoseOf(what::covers);
        });
    }

    /** What serves that path. */
    HttpHandler at(String path) {
        if (path.endsWith("/ws")) {
            return webSocket;
        }
        if (path.endsWith(Places.ROOT)) {
            return mcp;
        }
        if (places.sse(path).isPresent()) {
            return sse;
        }
        if (places.envelope(path).isPresent()) {
            return envelope;
        }
        if (places.below(path, POLL).isPresent()) {
            return poll;
        }
        if (places.below(path, RESOURCE).isPresent()) {
            return resources;
        }
        return places.streamable(path).isPresent() ? mcp : nowhere;
    }

    /** How Yumen introduces itself. */
    static Identity identity() {
        return new Identity("yumen", "Yumen", Version.text());
    }

    static EdgeLimits edgeLimits(LimitSettings limits) {
        EdgeLimits usual = EdgeLimits.DEFAULT;
        return usual.withParking(usual.maxParked(), usual.maxParkedPerPrincipal(), limits.question());
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
                limits.notificationsPerSecond(),
                usual.maxIntroduction());
    }

    static JsonLimits jsonLimits(LimitSettings limits) {
        JsonLimits usual = JsonLimits.DEFAULT;
        return new JsonLimits(limits.largestBody().toInt(), limits.depth(), usual.maxKeys(), usual.maxNumberLength());
    }

    static ChannelLimits channelLimits(LimitSettings limits) {
        return ChannelLimits.DEFAULT
                .withChannels(limits.channels(), limits.channelsPerAddress())
                .withDetached(limits.channelAway());
    }

    Channels channels() {
        return channels;
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

    /** That handler behind the same, for programs of this machine: there is no other name than those of loopback, and no page. */
    HttpHandler guardedHere(HttpHandler handler) {
        HttpHandler hosts = new HostGuard(handler, door, List.of(), List.of());
        return new SafeAnswers(new LimitedDoor(hosts, limiter, door::sender));
    }

    /** What answers where nothing is. */
    HttpHandler nowhere() {
        return nowhere;
    }

    /** That handler behind the check of Host and Origin, its answers readable by the pages that pass, and safe for browsers. */
    HttpHandler guarded(HttpHandler handler) {
        HttpHandler hosts = new HostGuard(
                door.around(new CrossOrigin(handler)),
                door,
                new HostGuard.Pages(
                        path -> AuthorizationServer.isPage(path) || LoginRoutes.serves(path),
                        settings.listen().isForThisMachine()),
                settings.listen().hosts(),
                settings.listen().origins());
        return new SafeAnswers(new LimitedDoor(hosts, limiter, door::sender));
    }

    /**
     * Takes no new request, ends what has no end by itself (subscriptions and the streams of sessions), and waits until the
     * requests under way are done, at most that long.
     */
    void drain(Duration limit) {
        gate.close();
        channels.drain(settings.limits().drain());
        modern.drain();
        mcp.drain();
        gate.awaitNone(limit);
    }

    @Override
    public void close() {
        channels.close();
        webSocket.close();
        sessions.close();
        modern.close();
        mcp.close();
        wheel.close();
    }

    /** One server by itself; who may not know that it is there gets the same for a name that there is not. */
    private Optional<Endpoint> server(String name) {
        Handler known = core.server(name).orElse(GONE);
        Handler handler = isolation.map(cut -> cut.before(known, name)).orElse(known);
        Endpoint endpoint = endpoint(known, handler, name, "/servers/" + name + "/mcp");
        return Optional.of(new Endpoint(
                endpoint.name(),
                endpoint.handler(),
                endpoint.refusals(),
                access -> core.shows(name, access),
                endpoint.standing()));
    }

    private Optional<Endpoint> view(String name) {
        return core.view(name).map(handler -> endpoint(handler, handler, "", "/views/" + name + "/mcp"));
    }

    /** @param known what stands behind the handler, and knows whose what is */
    private Endpoint endpoint(Handler known, Handler handler, String server, String place) {
        return new Endpoint(
                place, timed(handler, server, place), audit.refusals(place), access -> true, Standing.of(known));
    }

    private Handler timed(Handler handler, String server, String place) {
        Handler limited = new LimitedHandler(gate.before(handler), limiter);
        return new TracedHandler(new TimedHandler(audit.around(limited, place), meter, server));
    }
}
