package io.yumen.transport;

import static io.yumen.session.Json.json;

import io.yumen.channel.ChannelLimits;
import io.yumen.channel.Channels;
import io.yumen.channel.Edges;
import io.yumen.channel.TimerWheel;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.InputRequest;
import io.yumen.exchange.Results;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpServer;
import io.yumen.http.server.HttpServerConfig;
import io.yumen.http.server.HttpServerLimits;
import io.yumen.http.websocket.WebSocketLimits;
import io.yumen.protocol.InputKind;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.Message;
import io.yumen.protocol.MessageCodec;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import io.yumen.secret.Sealer;
import io.yumen.session.EdgeLimits;
import io.yumen.session.Endpoint;
import io.yumen.session.Identity;
import io.yumen.session.legacy.LegacyLimits;
import io.yumen.session.legacy.LegacySessions;
import io.yumen.session.modern.ModernEdge;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import io.yumen.transport.envelope.EnvelopeHttp;
import io.yumen.transport.envelope.EnvelopeLimits;
import io.yumen.transport.envelope.EnvelopePlace;
import io.yumen.transport.http.CrossOrigin;
import io.yumen.transport.http.HostGuard;
import io.yumen.transport.http.HttpTransportLimits;
import io.yumen.transport.http.McpHttp;
import io.yumen.transport.poll.PollHttp;
import io.yumen.transport.poll.PollLimits;
import io.yumen.transport.sse.SseHttp;
import io.yumen.transport.sse.SsePlace;
import io.yumen.transport.websocket.WebSocketHttp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ObjectNode;

/** A gateway on a free port with a handler that does what the name of the tool says. */
public final class ServedMcp implements AutoCloseable {
    private final Identity identity = new Identity("yumen", "Yumen", "1");
    private final ModernEdge edge = new ModernEdge(identity, Sealer.ephemeral(), EdgeLimits.DEFAULT);
    private final LegacySessions sessions = new LegacySessions(identity, LegacyLimits.DEFAULT);
    private final BlockingQueue<ClientKey.Session> ended = new LinkedBlockingQueue<>();
    private final Map<String, Integer> echoed = new ConcurrentHashMap<>();
    private final BlockingQueue<Exchange> held = new LinkedBlockingQueue<>();
    private final MessageCodec codec = new MessageCodec(JsonLimits.DEFAULT);
    private final McpHttp streamable;
    private final TimerWheel clock;
    private final Channels channels;
    private final SseHttp sse;
    private final EnvelopeHttp envelope;
    private final PollHttp poll;
    private final WebSocketHttp webSocket;
    private final HttpServer server;

    public ServedMcp() {
        this(ChannelLimits.DEFAULT, TimerWheel.turning());
    }

    public ServedMcp(ChannelLimits limits, TimerWheel clock) {
        this(limits, clock, Duration.ofMillis(100));
    }

    /** One whose answers become streams with the first message, and not because time has passed. */
    public static ServedMcp patient() {
        return new ServedMcp(ChannelLimits.DEFAULT, TimerWheel.turning(), Duration.ofMinutes(1));
    }

    private ServedMcp(ChannelLimits limits, TimerWheel clock, Duration keepAlive) {
        this.clock = clock;
        this.streamable = new McpHttp(
                this::endpoint,
                new Edges(edge, sessions),
                codec,
                new HttpTransportLimits(keepAlive, 100, Duration.ofSeconds(1)),
                ServedMcp::user);
        this.channels = new Channels(new Edges(edge, sessions), limits, ended::add, clock);
        this.sse = new SseHttp(this::ssePlace, channels, codec, ServedMcp::user, Duration.ofMillis(100));
        Clock time = Clock.fixed(Instant.ofEpochMilli(1_640_995_200_000L), ZoneOffset.UTC);
        this.envelope = new EnvelopeHttp(
                this::envelopePlace,
                channels,
                new EnvelopeHttp.Speaking(identity, EnvelopeLimits.DEFAULT, time),
                new JsonCodec(JsonLimits.DEFAULT),
                ServedMcp::user);
        this.poll = new PollHttp(
                path -> path.equals("/mcp/poll") ? endpoint("/mcp") : Optional.empty(),
                channels,
                new PollLimits(Duration.ofMillis(300)),
                time,
                ServedMcp::user);
        this.webSocket = new WebSocketHttp(
                this::socketPlace,
                channels,
                new WebSocketHttp.Speaking(identity, JsonLimits.DEFAULT, WebSocketLimits.DEFAULT, time),
                ServedMcp::user);
        this.server = HttpServer.start(
                HttpServerConfig.loopback(0).with(HttpServerLimits.DEFAULT.withBodyBytes(100_000)),
                new HostGuard(
                        new CrossOrigin(
                                (request, response) -> at(request.path()).handle(request, response)),
                        ServedMcp::user,
                        List.of("gate.example"),
                        List.of("https://app.example")));
    }

    public Channels channels() {
        return channels;
    }

    /** How often each text was echoed. */
    public Map<String, Integer> echoed() {
        return echoed;
    }

    /** The keys of clients that have gone. */
    public BlockingQueue<ClientKey.Session> ended() {
        return ended;
    }

    public int port() {
        return server.port();
    }

    public ModernEdge edge() {
        return edge;
    }

    public LegacySessions sessions() {
        return sessions;
    }

    /** The next exchange that the handler holds until it is cancelled. */
    public Exchange nextHeld() throws InterruptedException {
        Exchange exchange = held.poll(10, TimeUnit.SECONDS);
        if (exchange == null) {
            throw new AssertionError("Nothing is held");
        }
        return exchange;
    }

    public Wire post(String path, String headers, String body) {
        return Wire.send(
                port(),
                "POST",
                path,
                "Content-Type: application/json\nAccept: application/json, text/event-stream\n" + headers,
                body.replace('\'', '"'));
    }

    @Override
    public void close() {
        channels.close();
        webSocket.close();
        streamable.close();
        edge.close();
        sessions.close();
        server.close();
        clock.close();
    }

    private HttpHandler at(String path) {
        if (path.endsWith("/ws")) {
            return webSocket;
        }
        if (ssePlace(path).isPresent()) {
            return sse;
        }
        if (path.equals("/mcp/poll")) {
            return poll;
        }
        return envelopePlace(path).isPresent() ? envelope : streamable;
    }

    private Optional<EnvelopePlace> envelopePlace(String path) {
        return switch (path) {
            case "/mcp/sse" -> envelopePlace(EnvelopePlace.Part.STREAM);
            case "/mcp/message" -> envelopePlace(EnvelopePlace.Part.MESSAGES);
            case "/mcp/pong" -> envelopePlace(EnvelopePlace.Part.PONG);
            case "/capabilities" -> envelopePlace(EnvelopePlace.Part.CAPABILITIES);
            default -> Optional.empty();
        };
    }

    private Optional<EnvelopePlace> envelopePlace(EnvelopePlace.Part part) {
        return endpoint("/mcp").map(endpoint -> new EnvelopePlace(endpoint, part));
    }

    private Optional<SsePlace> ssePlace(String path) {
        return switch (path) {
            case "/sse" -> endpoint("/mcp").map(endpoint -> new SsePlace(endpoint, SsePlace.Half.STREAM, "/message"));
            case "/message" -> endpoint("/mcp").map(endpoint -> new SsePlace(endpoint, SsePlace.Half.MESSAGES, path));
            default -> Optional.empty();
        };
    }

    private Optional<Endpoint> socketPlace(String path) {
        return endpoint(path.substring(0, path.length() - "/ws".length()));
    }

    /** A test's way to be somebody. */
    private static Access user(HttpRequest request) {
        return request.header("X-Test-User")
                .map(name -> Access.plain(new Principal(TenantId.LOCAL, name), Access.Proof.NONE))
                .orElse(Access.LOCAL);
    }

    private Optional<Endpoint> endpoint(String path) {
        return path.equals("/mcp") || path.equals("/servers/a/mcp")
                ? Optional.of(new Endpoint(path, this::handle))
                : Optional.empty();
    }

    private ObjectNode handle(Exchange exchange) {
        return switch (exchange.method()) {
            case Methods.DISCOVER -> json("{'capabilities': {'tools': {'listChanged': true}}}");
            case Methods.TOOLS_LIST ->
                json("{'tools': [{'name': 'far', 'inputSchema': {'type': 'object', 'properties': {"
                        + "'region': {'type': 'string', 'x-mcp-header': 'Region'},"
                        + "'in': {'type': 'object', 'properties': {'n': {'type': 'integer', 'x-mcp-header': 'N'}}},"
                        + "'sure': {'type': 'boolean', 'x-mcp-header': 'Sure'}}}}]}");
            case Methods.TOOLS_CALL -> tool(exchange);
            case Methods.LISTEN -> {
                exchange.client()
                        .notify(new Message.Notification(
                                Methods.ACKNOWLEDGED, json("{'notifications': {'toolsListChanged': true}}")));
                yield hold(exchange);
            }
            default -> throw RpcException.methodNotFound(exchange.method());
        };
    }

    private ObjectNode tool(Exchange exchange) {
        return switch (exchange.params().path("name").asString("")) {
            case "ask" -> exchange.client().ask(new InputRequest(InputKind.ELICITATION, json("{'message': 'm'}")));
            case "progress" -> {
                for (int i = 1; i <= 3; i++) {
                    ObjectNode params = json("{}").put("progress", i);
                    params.set("progressToken", exchange.progressToken());
                    exchange.client().notify(new Message.Notification(Methods.PROGRESS, params));
                }
                yield json("{'content': []}");
            }
            case "hold" -> hold(exchange);
            case "release" -> {
                exchange.client().release();
                yield exchange.client().ask(new InputRequest(InputKind.ELICITATION, json("{'message': 'm'}")));
            }
            case "bug" -> throw new IllegalStateException("secret detail");
            case "echo" -> {
                String text = exchange.params().path("arguments").path("text").asString("");
                echoed.merge(text, 1, Integer::sum);
                yield json("{}").put("echo", text);
            }
            default -> json("{}").put("tool", exchange.params().path("name").asString(""));
        };
    }

    private ObjectNode hold(Exchange exchange) {
        CountDownLatch cancelled = new CountDownLatch(1);
        exchange.cancellation().onCancel(cancelled::countDown);
        held.add(exchange);
        try {
            cancelled.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Results.empty();
    }
}
