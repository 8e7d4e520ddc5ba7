package io.yumen.transport.sse;

import io.yumen.auth.Stays;
import io.yumen.channel.Channel;
import io.yumen.channel.ChannelRefused;
import io.yumen.channel.Channels;
import io.yumen.channel.Dialect;
import io.yumen.channel.Ending;
import io.yumen.channel.Feed;
import io.yumen.channel.Lifespan;
import io.yumen.channel.Opening;
import io.yumen.http.Headers;
import io.yumen.http.SseEvent;
import io.yumen.http.server.EventStream;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.protocol.MessageCodec;
import io.yumen.session.Endpoint;
import io.yumen.tenant.Access;
import io.yumen.transport.Authenticator;
import io.yumen.transport.EventWire;
import io.yumen.transport.MediaTypes;
import io.yumen.transport.Refusal;
import io.yumen.transport.Refusing;
import io.yumen.transport.Status;
import io.yumen.transport.Traces;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * MCP over HTTP+SSE (2024-11-05, "HTTP with SSE"): {@code GET} opens a stream whose first event, {@code endpoint}, says
 * where to post to; a {@code POST} there is answered with 202, and what answers it comes on the stream. The end of the
 * stream is the end of the session. A session is worth nothing to another access, nor at another endpoint.
 */
public final class SseHttp implements HttpHandler {
    private static final Headers STREAM = Headers.of("X-Accel-Buffering", "no");
    private static final Headers TEXT = Headers.of("Content-Type", "text/plain");
    private static final String SESSION = "sessionId";

    private final Function<String, Optional<SsePlace>> places;
    private final Channels channels;
    private final MessageCodec codec;
    private final Authenticator authenticator;
    private final Duration keepAlive;
    private final HttpHandler guarded;

    /**
     * A transport that serves those places.
     *
     * @param places what a path is; empty where it is none of this transport
     * @param codec reads what clients send
     * @param keepAlive how long a stream may be silent before a comment is sent
     */
    public SseHttp(
            Function<String, Optional<SsePlace>> places,
            Channels channels,
            MessageCodec codec,
            Authenticator authenticator,
            Duration keepAlive) {
        this.places = places;
        this.channels = channels;
        this.codec = codec;
        this.authenticator = authenticator.over("sse");
        this.guarded = new Refusing(this::dispatch, this.authenticator);
        this.keepAlive = keepAlive;
    }

    @Override
    public void handle(HttpRequest request, HttpResponse response) {
        guarded.handle(request, response);
    }

    @Override
    public String toString() {
        return "MCP over HTTP+SSE";
    }

    private void dispatch(HttpRequest request, HttpResponse response) {
        Access access = authenticator.authenticate(request);
        SsePlace place = places.apply(request.path())
                .filter(known -> known.endpoint().isThereFor(access))
                .orElseThrow(() -> Refusal.noEndpoint(request.path()));
        switch (place.half()) {
            case STREAM -> stream(place, access, request, response);
            case MESSAGES -> message(place.endpoint(), access, request, response);
        }
    }

    private void stream(SsePlace place, Access access, HttpRequest request, HttpResponse response) {
        if (!request.method().equals("GET")) {
            throw Refusal.notAllowed("GET");
        }
        MediaTypes.requireStream(request.headers());
        Channel channel = open(place.endpoint(), access, request);
        try (Feed feed = channel.attach();
                EventStream stream = response.stream(Status.OK, STREAM)) {
            stream.send(SseEvent.of(place.messages() + "?" + SESSION + "=" + channel.id())
                    .withType("endpoint"));
            Stays.Stay stay = authenticator.stay(access, why -> feed.dismiss());
            try {
                Ending why = new EventWire(feed, stream, request, keepAlive)
                        .write(
                                message -> SseEvent.of(message.text()).withType("message"),
                                message -> channel.acknowledge(message.sequence()));
                EventWire.sayWhy(stream, why);
            } finally {
                stay.over();
            }
        }
    }

    private Channel open(Endpoint endpoint, Access access, HttpRequest request) {
        InetAddress address = request.remoteAddress().getAddress();
        try {
            return channels.open(new Opening(endpoint, access, address, Dialect.JSON_RPC, Lifespan.OF_ITS_WIRE));
        } catch (ChannelRefused e) {
            throw Refusal.noRoom(e);
        }
    }

    private void message(Endpoint endpoint, Access access, HttpRequest request, HttpResponse response) {
        if (!request.method().equals("POST")) {
            throw Refusal.notAllowed("POST");
        }
        MediaTypes.requireJson(request.headers());
        String id = request.queryParameter(SESSION)
                .orElseThrow(() -> new Refusal(
                        Status.BAD_REQUEST, "The parameter " + SESSION + " is missing; open the stream first"));
        Channel channel = channels.find(id, access.principal(), endpoint.name())
                .filter(found -> found.opening().lifespan() == Lifespan.OF_ITS_WIRE)
                .orElseThrow(Refusal::noConnection);
        channel.take(Traces.carry(request.headers(), codec.readPacket(request.body())), access);
        response.send(Status.ACCEPTED, TEXT, "Accepted".getBytes(StandardCharsets.US_ASCII));
    }
}
