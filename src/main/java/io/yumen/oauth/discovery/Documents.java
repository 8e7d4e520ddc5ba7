package io.yumen.oauth.discovery;

import io.yumen.http.Headers;
import io.yumen.http.HttpException;
import io.yumen.http.client.CallControl;
import io.yumen.http.client.EgressGuard;
import io.yumen.http.client.EgressGuard.Allowance;
import io.yumen.http.client.Endpoint;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayRequest;
import io.yumen.http.client.RelayResponse;
import io.yumen.oauth.discovery.OAuthException.Code;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks authorization servers and others that strangers name, through the egress guard: no redirects, small JSON documents,
 * little time. Safe for many threads.
 */
public final class Documents implements AutoCloseable {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_KEYS = 10_000;
    private static final int MAX_NUMBER = 30;

    private final OAuthLimits limits;
    private final Function<EgressGuard, RelayClient> connecting;
    private final JsonCodec codec;

    /** One for each reach, so that no connection is shared by those that may not have opened it. */
    private final Map<Set<Allowance>, RelayClient> clients = new ConcurrentHashMap<>();

    /** @param connecting makes the client that goes nowhere but where that guard allows; it is closed here */
    public Documents(OAuthLimits limits, Function<EgressGuard, RelayClient> connecting) {
        this.limits = limits;
        this.connecting = connecting;
        this.codec = new JsonCodec(new JsonLimits(limits.documentBytes(), MAX_DEPTH, MAX_KEYS, MAX_NUMBER));
    }

    /**
     * What came back.
     *
     * @param status the HTTP status
     * @param headers its headers
     * @param document its body where that is a JSON object
     */
    public record Answer(int status, Headers headers, Optional<ObjectNode> document) {
        public boolean isSuccess() {
            return status >= 200 && status < 300;
        }
    }

    public OAuthLimits limits() {
        return limits;
    }

    /**
     * Fetches a document.
     *
     * @throws OAuthException where there is no answer, it is not allowed to ask there, or the document is too large
     */
    public Answer get(URI url, Set<Allowance> reach) {
        return send(RelayRequest.get(endpoint(url), Headers.of("Accept", "application/json")), reach);
    }

    /** Posts a body; as for {@link #get}. */
    public Answer post(URI url, Headers headers, byte[] body, Set<Allowance> reach) {
        return send(RelayRequest.post(endpoint(url), headers.with("Accept", "application/json"), body), reach);
    }

    /** A JSON document as bytes. */
    public byte[] write(ObjectNode document) {
        return JsonCodec.bytes(document);
    }

    /** Ends all connections. */
    @Override
    public void close() {
        clients.values().forEach(RelayClient::close);
    }

    private static Endpoint endpoint(URI url) {
        try {
            return Endpoint.of(url);
        } catch (IllegalArgumentException e) {
            throw new OAuthException(
                    Code.DISTRUSTED, "\"" + PeerText.shown(url.toString()) + "\" cannot be asked: " + e.getMessage());
        }
    }

    private Answer send(RelayRequest request, Set<Allowance> reach) {
        RelayClient client = clients.computeIfAbsent(reach, key -> connecting.apply(new EgressGuard(key)));
        try (RelayResponse response = client.send(request, CallControl.within(limits.fetchTime()))) {
            byte[] body = response.body(limits.documentBytes());
            return new Answer(response.status(), response.headers(), read(body));
        } catch (HttpException e) {
            throw new OAuthException(code(e), request + " failed: " + PeerText.shown(e.getMessage() + ""));
        }
    }

    /** What another time would not mend is not to be tried at another time. */
    private static Code code(HttpException failure) {
        return switch (failure.code()) {
            case ADDRESS_REFUSED, TLS_FAILED, PROTOCOL, TOO_LARGE -> Code.DISTRUSTED;
            case CONNECT_FAILED, DNS_FAILED, TIMED_OUT, CANCELLED, CLOSED, BUSY, CLIENT_GONE, REFUSED, CANNOT_LISTEN ->
                Code.UNREACHABLE;
        };
    }

    private Optional<ObjectNode> read(byte[] body) {
        try {
            return codec.read(body) instanceof ObjectNode document ? Optional.of(document) : Optional.empty();
        } catch (RpcException e) {
            return Optional.empty();
        }
    }
}
