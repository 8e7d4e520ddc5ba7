package io.yumen.transport.envelope;

import io.yumen.channel.Channels;
import io.yumen.channel.Ending;
import io.yumen.http.Headers;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.protocol.JsonCodec;
import io.yumen.session.Endpoint;
import io.yumen.session.Identity;
import io.yumen.tenant.Access;
import io.yumen.transport.Authenticator;
import io.yumen.transport.Introduction;
import io.yumen.transport.Refusal;
import io.yumen.transport.Refusing;
import io.yumen.transport.Status;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * MCP in envelopes over server-sent events. {@code GET} on the stream path opens a stream, whose first event is {@code init},
 * or goes on with one after the event that {@code Last-Event-ID} or {@code cursor} names; {@code DELETE} ends a connection.
 * Messages and pongs are posted. A connection is worth nothing to another access, nor at another endpoint.
 */
public final class EnvelopeHttp implements HttpHandler {
    private final Function<String, Optional<EnvelopePlace>> places;
    private final Channels channels;
    private final Authenticator authenticator;
    private final Introduction introduction;
    private final Streams streams;
    private final Posts posts;
    private final HttpHandler guarded;

    /**
     * A transport that serves those places.
     *
     * @param places what a path is; empty where it is none of this transport
     * @param json reads what clients send
     */
    public EnvelopeHttp(
            Function<String, Optional<EnvelopePlace>> places,
            Channels channels,
            Speaking speaking,
            JsonCodec json,
            Authenticator authenticator) {
        this.places = places;
        this.channels = channels;
        this.authenticator = authenticator.over("envelope");
        this.guarded = new Refusing(this::dispatch, this.authenticator);
        this.introduction = new Introduction(speaking.identity());
        this.streams = new Streams(channels, introduction, speaking, this.authenticator);
        this.posts = new Posts(streams, json, speaking.limits(), this.authenticator);
    }

    /**
     * How this transport speaks.
     *
     * @param identity how it introduces itself
     * @param limits how long it waits
     * @param clock the time in envelopes
     */
    public record Speaking(Identity identity, EnvelopeLimits limits, Clock clock) {}

    @Override
    public void handle(HttpRequest request, HttpResponse response) {
        guarded.handle(request, response);
    }

    @Override
    public String toString() {
        return "MCP in envelopes";
    }

    private void dispatch(HttpRequest request, HttpResponse response) {
        Access access = authenticator.authenticate(request);
        EnvelopePlace place = places.apply(request.path())
                .filter(known -> known.endpoint().isThereFor(access))
                .orElseThrow(() -> Refusal.noEndpoint(request.path()));
        Endpoint endpoint = place.endpoint();
        switch (place.part()) {
            case STREAM -> stream(endpoint, access, request, response);
            case MESSAGES -> {
                require("POST", request);
                posts.message(endpoint, access, request, response);
            }
            case PONG -> {
                require("POST", request);
                posts.pong(endpoint, access, request, response);
            }
            case CAPABILITIES -> {
                require("GET", request);
                capabilities(endpoint, access, response);
            }
        }
    }

    private void stream(Endpoint endpoint, Access access, HttpRequest request, HttpResponse response) {
        switch (request.method()) {
            case "GET" -> streams.serve(endpoint, access, request, response);
            case "DELETE" -> {
                String id = Connections.id(request)
                        .orElseThrow(() -> new Refusal(Status.BAD_REQUEST, Connections.HEADER + " is missing"));
                streams.find(endpoint, access, id).end(Ending.LEFT);
                response.send(Status.NO_CONTENT);
            }
            default -> throw Refusal.notAllowed("GET, DELETE");
        }
    }

    private void capabilities(Endpoint endpoint, Access access, HttpResponse response) {
        ObjectNode all = introduction.of(endpoint, access);
        all.setAll(Introduction.transports(endpoint, channels.limits(), channels.statistics()));
        response.send(Status.OK, Headers.of("Content-Type", "application/json"), JsonCodec.bytes(all));
    }

    private static void require(String method, HttpRequest request) {
        if (!request.method().equals(method)) {
            throw Refusal.notAllowed(method);
        }
    }
}
