package io.yumen.transport.http;

import io.yumen.channel.Edges;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.protocol.MessageCodec;
import io.yumen.protocol.MessageCodec.Packet;
import io.yumen.session.Endpoint;
import io.yumen.tenant.Access;
import io.yumen.transport.Authenticator;
import io.yumen.transport.MediaTypes;
import io.yumen.transport.Refusal;
import io.yumen.transport.Refusing;
import io.yumen.transport.Traces;
import io.yumen.transport.Visit;
import java.util.Optional;
import java.util.function.Function;

/**
 * MCP over Streamable HTTP. Finds the endpoint and the era of a request, and is the one place where a failure becomes a
 * status of HTTP: whatever is thrown below ends here.
 */
public final class McpHttp implements HttpHandler, AutoCloseable {
    private final Function<String, Optional<Endpoint>> endpoints;
    private final MessageCodec codec;
    private final Authenticator authenticator;
    private final Pulse pulse;
    private final ModernExchange modern;
    private final LegacyExchange legacy;
    private final HttpHandler guarded;

    /**
     * A transport that serves the endpoints which are found by their path.
     *
     * @param endpoints the endpoint of a path; empty where there is none
     * @param codec reads what clients send
     */
    public McpHttp(
            Function<String, Optional<Endpoint>> endpoints,
            Edges edges,
            MessageCodec codec,
            HttpTransportLimits limits,
            Authenticator authenticator) {
        this.endpoints = endpoints;
        this.codec = codec;
        this.authenticator = authenticator.over("http");
        this.guarded = new Refusing(this::dispatch, this.authenticator);
        this.pulse = new Pulse(limits.keepAlive());
        this.modern = new ModernExchange(edges.modern(), codec, pulse, this.authenticator);
        this.legacy = new LegacyExchange(
                edges.legacy(), codec, limits, new LegacyExchange.Keeping(pulse, this.authenticator));
    }

    @Override
    public void handle(HttpRequest request, HttpResponse response) {
        guarded.handle(request, response);
    }

    /** How many general streams of sessions are open. */
    public int openStreams() {
        return legacy.openStreams();
    }

    /** Ends what has no end by itself, the general streams of sessions; requests under way go on. */
    public void drain() {
        legacy.drain();
    }

    @Override
    public void close() {
        pulse.close();
        legacy.close();
    }

    @Override
    public String toString() {
        return "MCP over Streamable HTTP";
    }

    private void dispatch(HttpRequest request, HttpResponse response) {
        Access access = authenticator.authenticate(request);
        Endpoint endpoint = endpoints
                .apply(request.path())
                .filter(there -> there.isThereFor(access))
                .orElseThrow(() -> Refusal.noEndpoint(request.path()));
        Visit visit = new Visit(endpoint, access);
        switch (request.method()) {
            case "POST" -> post(visit, request, response);
            case "GET" -> legacy.get(visit, request, response);
            case "DELETE" -> legacy.delete(visit, request, response);
            default -> throw Refusal.notAllowed("POST, GET, DELETE");
        }
    }

    private void post(Visit visit, HttpRequest request, HttpResponse response) {
        MediaTypes.check(request.headers());
        Packet packet = Traces.carry(request.headers(), codec.readPacket(request.body()));
        if (packet instanceof Packet.Single single && ModernHeaders.claimModern(request.headers(), single.message())) {
            modern.handle(visit, single.message(), request, response);
            return;
        }
        legacy.post(visit, packet, request, response);
    }
}
