package io.yumen.transport.http;

import io.yumen.http.Headers;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.protocol.MessageCodec;
import io.yumen.protocol.MessageCodec.Packet;
import io.yumen.session.Endpoint;
import io.yumen.session.legacy.LegacySessions;
import io.yumen.session.modern.ModernEdge;
import io.yumen.transport.MediaTypes;
import io.yumen.transport.Refusal;
import io.yumen.transport.Refusing;
import io.yumen.transport.Status;
import java.util.Optional;
import java.util.function.Function;

/**
 * MCP over Streamable HTTP. Finds the endpoint and the era of a request, and is the one place where a failure becomes a
 * status of HTTP: whatever is thrown below ends here.
 */
public final class McpHttp implements HttpHandler, AutoCloseable {
    private final Function<String, Optional<Endpoint>> endpoints;
    private final MessageCodec codec;
    private final Pulse pulse;
    private final ModernExchange modern;
    private final LegacyExchange legacy;
    private final HttpHandler guarded = new Refusing(this::dispatch);

    /**
     * A transport that serves the endpoints which are found by their path.
     *
     * @param endpoints the endpoint of a path; empty where there is none
     * @param codec reads what clients send
     */
    public McpHttp(
            Function<String, Optional<Endpoint>> endpoints,
            ModernEdge edge,
            LegacySessions sessions,
            MessageCodec codec,
            HttpTransportLimits limits) {
        this.endpoints = endpoints;
        this.codec = codec;
        this.pulse = new Pulse(limits.keepAlive());
        this.modern = new ModernExchange(edge, codec, pulse);
        this.legacy = new LegacyExchange(sessions, codec, pulse, limits);
    }

    @Override
    public void handle(HttpRequest request, HttpResponse response) {
        guarded.handle(request, response);
    }

    /** How many general streams of sessions are open. */
    public int openStreams() {
        return legacy.openStreams();
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
        Endpoint endpoint = endpoints
                .apply(request.path())
                .orElseThrow(() -> new Refusal(Status.NOT_FOUND, "There is no MCP endpoint at " + request.path()));
        switch (request.method()) {
            case "POST" -> post(endpoint, request, response);
            case "GET" -> legacy.get(endpoint, request, response);
            case "DELETE" -> legacy.delete(endpoint, request, response);
            default -> response.send(Status.METHOD_NOT_ALLOWED, Headers.of("Allow", "POST, GET, DELETE"), new byte[0]);
        }
    }

    private void post(Endpoint endpoint, HttpRequest request, HttpResponse response) {
        MediaTypes.check(request.headers());
        Packet packet = codec.readPacket(request.body());
        if (packet instanceof Packet.Single single && ModernHeaders.claimModern(request.headers(), single.message())) {
            modern.handle(endpoint, single.message(), request, response);
            return;
        }
        legacy.post(endpoint, packet, request, response);
    }
}
