package io.yumen.transport.resource;

import io.yumen.exchange.Cancellation;
import io.yumen.http.Headers;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.Message;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.Revision;
import io.yumen.session.Endpoint;
import io.yumen.session.Envelope;
import io.yumen.session.Outlet;
import io.yumen.session.Peer;
import io.yumen.session.modern.ModernEdge;
import io.yumen.tenant.Access;
import io.yumen.transport.Authenticator;
import io.yumen.transport.Head;
import io.yumen.transport.Refusal;
import io.yumen.transport.Refusing;
import io.yumen.transport.Status;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a resource by {@code GET} with its URI in {@code uri}. It is a {@code resources/read} like any other: who asks is asked who he is,
 * the policy decides, and it is recorded. The answer is the content itself, with a validator, and says how long it is good and for whom.
 */
public final class ResourceHttp implements HttpHandler {
    private static final int NOT_MODIFIED = 304;
    private static final int FORBIDDEN = 403;
    private static final int LONGEST_URI = 4_096;

    private final Function<String, Optional<Endpoint>> places;
    private final ModernEdge edge;
    private final Audience audience;
    private final ResourceLimits limits;
    private final Authenticator authenticator;
    private final HttpHandler guarded;

    /**
     * Serves the resources of those places.
     *
     * @param places the endpoint of a path; empty where nothing is served there
     * @param audience who may be told what one was told
     */
    public ResourceHttp(
            Function<String, Optional<Endpoint>> places,
            ModernEdge edge,
            Audience audience,
            ResourceLimits limits,
            Authenticator authenticator) {
        this.places = places;
        this.edge = edge;
        this.audience = audience;
        this.limits = limits;
        this.authenticator = authenticator.over("resource");
        this.guarded = new Refusing(this::dispatch, this.authenticator);
    }

    @Override
    public void handle(HttpRequest request, HttpResponse response) {
        guarded.handle(request, response);
    }

    @Override
    public String toString() {
        return "resources over HTTP";
    }

    private void dispatch(HttpRequest request, HttpResponse response) {
        Access access = authenticator.authenticate(request);
        Endpoint endpoint = places.apply(request.path())
                .filter(there -> there.isThereFor(access))
                .orElseThrow(() -> Refusal.noEndpoint(request.path()));
        if (!request.method().equals("GET")) {
            throw Refusal.notAllowed("GET");
        }
        Message.Response outcome = read(endpoint, access, uri(request), request);
        switch (outcome) {
            case Message.Result result -> answer(result.result(), request, response);
            case Message.Failure failure -> throw refusal(failure, request, access);
        }
    }

    private static String uri(HttpRequest request) {
        return request.queryParameter("uri")
                .filter(uri -> !uri.isEmpty() && uri.length() <= LONGEST_URI)
                .orElseThrow(() -> new Refusal(
                        Status.BAD_REQUEST, "Say in \"uri\" which resource, in 1 to " + LONGEST_URI + " characters"));
    }

    private Message.Response read(Endpoint endpoint, Access access, String uri, HttpRequest request) {
        ObjectNode params = JsonNodeFactory.instance.objectNode().put("uri", uri);
        Envelope envelope = new Envelope(
                RequestId.of(1),
                Methods.RESOURCES_READ,
                params,
                Revision.NEWEST,
                ClientCapabilities.NONE,
                JsonNodeFactory.instance.objectNode().put("name", "http"),
                null);
        Cancellation cancellation = new Cancellation();
        request.onDisconnect(cancellation::cancel);
        return edge.answer(endpoint, Peer.stateless(access), envelope, Outlet.NOWHERE, cancellation);
    }

    private void answer(ObjectNode result, HttpRequest request, HttpResponse response) {
        Content content = Content.of(result)
                .orElseThrow(() -> new Refusal(
                        Status.NOT_ACCEPTABLE, "This resource is not one content; read it with resources/read"));
        Audience both = content.audience() == Audience.ALL ? audience : Audience.ONE;
        Headers headers = both.headers(content.good(), limits).with("ETag", content.etag());
        if (isKnown(request, content.etag())) {
            response.send(NOT_MODIFIED, headers, new byte[0]);
        } else {
            response.send(Status.OK, headers.with("Content-Type", content.type()), content.body());
        }
    }

    /** Whether who asks has these bytes; a proxy that packed them calls them the same, but weakly (RFC 9110, 13.1.2). */
    private static boolean isKnown(HttpRequest request, String etag) {
        return request.header("If-None-Match")
                .map(known -> Arrays.stream(known.split(",", -1))
                        .map(String::strip)
                        .map(each -> each.startsWith("W/") ? each.substring(2) : each)
                        .anyMatch(each -> each.equals("*") || each.equals(etag)))
                .orElse(false);
    }

    private Refusal refusal(Message.Failure failure, HttpRequest request, Access access) {
        Head head = Head.modern(failure, new Head.Asker(authenticator, request.path(), access));
        int status = head.status() == Status.OK ? status(failure.error().code()) : head.status();
        return Refusal.of(status, failure.error(), head.headers());
    }

    /** What is not there and what may not be seen are told alike, as the policy has it. */
    private static int status(int code) {
        return switch (code) {
            case ErrorCode.RESOURCE_NOT_FOUND, ErrorCode.INVALID_PARAMS -> Status.NOT_FOUND;
            case ErrorCode.INSUFFICIENT_SCOPE -> FORBIDDEN;
            default -> Status.UNAVAILABLE;
        };
    }
}
