package io.yumen.transport.websocket;

import io.yumen.auth.Stays;
import io.yumen.channel.Channel;
import io.yumen.channel.ChannelRefused;
import io.yumen.channel.Channels;
import io.yumen.channel.Cursor;
import io.yumen.channel.CursorLost;
import io.yumen.channel.Dialect;
import io.yumen.channel.Ending;
import io.yumen.channel.Envelopes;
import io.yumen.channel.Feed;
import io.yumen.channel.Lifespan;
import io.yumen.channel.Opening;
import io.yumen.http.Duplex;
import io.yumen.http.Headers;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.http.websocket.Handshake;
import io.yumen.http.websocket.Heartbeat;
import io.yumen.http.websocket.WebSocket;
import io.yumen.http.websocket.WebSocketLimits;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.MessageCodec;
import io.yumen.session.Endpoint;
import io.yumen.session.Identity;
import io.yumen.tenant.Access;
import io.yumen.transport.Authenticator;
import io.yumen.transport.Introduction;
import io.yumen.transport.Refusal;
import io.yumen.transport.Refusing;
import io.yumen.transport.Status;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * MCP over WebSocket: {@code GET} with the opening handshake, then a text message for each message, both ways.
 *
 * <ul>
 *   <li>Subprotocol {@code mcp}, or none: the message is one of JSON-RPC. The end of the socket is the end of the session.
 *   <li>Subprotocol {@code mcp-envelope}: the message is an envelope, and what goes to the client has a {@code cursor}. A
 *       client that lost its socket gets what follows by opening another with {@code ?cursor=}, which alone asks for envelopes.
 * </ul>
 *
 * <p>What is wrong with an opening is said with a status of HTTP, before the connection is switched. A connection is worth
 * nothing to another access, nor at another endpoint.
 */
public final class WebSocketHttp implements HttpHandler, AutoCloseable {
    /** The subprotocol of the official SDKs. */
    static final String PLAIN = "mcp";

    /** The subprotocol of envelopes. */
    static final String ENVELOPES = "mcp-envelope";

    private static final Duration TICK = Duration.ofSeconds(1);

    private final Function<String, Optional<Endpoint>> endpoints;
    private final Channels channels;
    private final MessageCodec codec;
    private final JsonCodec json;
    private final WebSocketLimits limits;
    private final Introduction introduction;
    private final Clock clock;
    private final Authenticator authenticator;
    private final Heartbeat heartbeat = Heartbeat.start(TICK);
    private final HttpHandler guarded;

    /**
     * A transport that serves those endpoints.
     *
     * @param endpoints the endpoint of a path; empty where it is none of this transport
     */
    public WebSocketHttp(
            Function<String, Optional<Endpoint>> endpoints,
            Channels channels,
            Speaking speaking,
            Authenticator authenticator) {
        this.endpoints = endpoints;
        this.channels = channels;
        this.codec = new MessageCodec(speaking.messages());
        this.json = new JsonCodec(speaking.messages());
        this.limits = speaking.limits().withMessageBytes(speaking.messages().maxBytes());
        this.introduction = new Introduction(speaking.identity());
        this.clock = speaking.clock();
        this.authenticator = authenticator.over("websocket");
        this.guarded = new Refusing(this::dispatch, this.authenticator);
    }

    /**
     * How this transport speaks.
     *
     * @param identity how it introduces itself in envelopes
     * @param messages limits of what clients send
     * @param limits of each socket; what is behind it is limited as a channel
     * @param clock the time in envelopes
     */
    public record Speaking(Identity identity, JsonLimits messages, WebSocketLimits limits, Clock clock) {}

    @Override
    public void handle(HttpRequest request, HttpResponse response) {
        guarded.handle(request, response);
    }

    /** Keeps no more time limits. Sockets end with their channels. */
    @Override
    public void close() {
        heartbeat.close();
    }

    @Override
    public String toString() {
        return "MCP over WebSocket";
    }

    private void dispatch(HttpRequest request, HttpResponse response) {
        Access access = authenticator.authenticate(request);
        Endpoint endpoint = endpoints
                .apply(request.path())
                .filter(there -> there.isThereFor(access))
                .orElseThrow(() -> Refusal.noEndpoint(request.path()));
        switch (Handshake.check(request.method(), request.headers(), List.of(PLAIN, ENVELOPES))) {
            case Handshake.Verdict.Refused refused ->
                throw Refusal.handshake(refused.status(), refused.reason(), refused.headers());
            case Handshake.Verdict.Accepted accepted -> {
                Client client = new Client(endpoint, access, request);
                if (speaksEnvelopes(accepted.subprotocol(), request)) {
                    envelopes(client, accepted.headers(), response);
                } else {
                    plain(client, accepted.headers(), response);
                }
            }
        }
    }

    /** Who wants to open a socket, and where. */
    private record Client(Endpoint endpoint, Access access, HttpRequest request) {
        Opening opening(Dialect dialect, Lifespan lifespan) {
            InetAddress address = request.remoteAddress().getAddress();
            return new Opening(endpoint, access, address, dialect, lifespan);
        }
    }

    private static boolean speaksEnvelopes(Optional<String> subprotocol, HttpRequest request) {
        boolean resumes = cursor(request).isPresent();
        if (resumes && subprotocol.equals(Optional.of(PLAIN))) {
            throw new Refusal(Status.BAD_REQUEST, "A cursor belongs to the subprotocol " + ENVELOPES);
        }
        return resumes || subprotocol.equals(Optional.of(ENVELOPES));
    }

    private void plain(Client client, Headers headers, HttpResponse response) {
        Channel channel = open(client.opening(Dialect.JSON_RPC, Lifespan.OF_ITS_WIRE));
        try (Feed feed = channel.attach()) {
            serve(client, feed, new PlainSpeech(codec, client.access()), response.upgrade(headers));
        }
    }

    private void envelopes(Client client, Headers headers, HttpResponse response) {
        Optional<Cursor> cursor = cursor(client.request());
        Channel channel = cursor.map(known -> find(client, known))
                .orElseGet(() -> open(client.opening(new Envelopes(clock), Lifespan.RESUMABLE)));
        if (!(channel.opening().dialect() instanceof Envelopes envelopes)) {
            throw Refusal.noConnection();
        }
        boolean greeted = false;
        try (Feed feed = attach(channel, cursor)) {
            Cursor from = new Cursor(channel.id(), feed.start());
            ObjectNode init = introduction
                    .of(client.endpoint(), client.access())
                    .put("connectionId", channel.id())
                    .put("resumed", cursor.isPresent());
            Duplex connection = response.upgrade(headers);
            greeted = true;
            serve(client, feed, new EnvelopeSpeech(envelopes, json, client.access(), from, init), connection);
        } finally {
            if (!greeted && cursor.isEmpty()) {
                // Nobody knows its id.
                channel.end(Ending.LEFT);
            }
        }
    }

    private void serve(Client client, Feed feed, Speech speech, Duplex connection) {
        WebSocket socket = WebSocket.ofServer(connection, limits);
        heartbeat.add(socket);
        Stays.Stay stay = authenticator.stay(client.access(), why -> feed.dismiss());
        try {
            new SocketWire(feed, speech, socket).serve();
        } finally {
            stay.over();
            heartbeat.remove(socket);
        }
    }

    private Channel open(Opening opening) {
        try {
            return channels.open(opening);
        } catch (ChannelRefused e) {
            throw Refusal.noRoom(e);
        }
    }

    private Channel find(Client client, Cursor cursor) {
        return channels.find(
                        cursor.channel(),
                        client.access().principal(),
                        client.endpoint().name())
                .filter(channel -> channel.opening().lifespan() == Lifespan.RESUMABLE)
                .orElseThrow(Refusal::noConnection);
    }

    private static Feed attach(Channel channel, Optional<Cursor> cursor) {
        try {
            return cursor.isPresent() ? channel.attach(cursor.get().sequence()) : channel.attach();
        } catch (CursorLost e) {
            throw Refusal.gone(e);
        }
    }

    private static Optional<Cursor> cursor(HttpRequest request) {
        return request.queryParameter("cursor")
                .map(text -> Cursor.read(text)
                        .orElseThrow(() -> new Refusal(Status.BAD_REQUEST, "\"" + text + "\" is no cursor of ours")));
    }
}
