package io.yumen.backend.http;

import io.yumen.backend.link.DeliveryException;
import io.yumen.exchange.Cancellation;
import io.yumen.http.Headers;
import io.yumen.http.HttpException;
import io.yumen.http.client.CallControl;
import io.yumen.http.client.Endpoint;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayRequest;
import io.yumen.http.client.RelayResponse;
import io.yumen.oauth.RefusedRequest;
import io.yumen.oauth.Renewal;
import io.yumen.tenant.Access;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sends HTTP requests to one server for one connection, and knows those that are under way. */
final class HttpWire {
    static final Headers JSON_OR_EVENTS =
            Headers.of("Accept", "application/json, text/event-stream", "Content-Type", "application/json");
    static final Headers EVENTS = Headers.of("Accept", "text/event-stream");

    /** Cancellation bounds calls; this only keeps a forgotten one from living for ever. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    /** How often one request is sent with other credentials: for a token, for a proof with a nonce, for more scopes. */
    private static final int MAX_RENEWALS = 3;

    private final HttpBackendConfig config;
    private final RelayClient client;
    private final Credentials connection;
    private final Set<CallControl> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    HttpWire(HttpBackendConfig config, RelayClient client, Credentials credentials) {
        this.config = config;
        this.client = client;
        this.connection = credentials;
    }

    HttpBackendConfig config() {
        return config;
    }

    /**
     * Does work that sends requests, until it is done or cancelled.
     *
     * @throws io.yumen.protocol.RpcException the cause of the cancellation
     * @throws DeliveryException when HTTP failed
     */
    <T> T call(Cancellation cancellation, Function<CallControl, T> work) {
        cancellation.check();
        if (closed) {
            throw DeliveryException.neverSent("the connection was closed");
        }
        if (underWay.size() >= config.limits().pending()) {
            throw DeliveryException.neverSent(
                    config.limits().pending() + " requests wait for its answers already, which is the limit");
        }
        CallControl control = CallControl.within(LONGEST);
        underWay.add(control);
        Cancellation.Registration registration = cancellation.onCancel(control::cancel);
        try {
            return work.apply(control);
        } catch (HttpException e) {
            cancellation.check();
            throw delivery(e);
        } finally {
            registration.close();
            underWay.remove(control);
        }
    }

    /** @throws DeliveryException when the server refuses our credentials, and we know what to say about it */
    RelayResponse post(Endpoint endpoint, Headers headers, byte[] body, Sending sending) {
        Sent sent = send(RelayRequest.post(endpoint, JSON_OR_EVENTS.with(headers), body), sending);
        switch (sent.renewal()) {
            case Renewal.LoginNeeded needed -> {
                sent.response().close();
                throw DeliveryException.loginNeeded(needed.why());
            }
            case Renewal.Refused refused -> {
                if (!refused.why().isEmpty()) {
                    sent.response().close();
                    throw DeliveryException.refused(refused.why());
                }
            }
            case Renewal.Unreachable unreachable -> {
                sent.response().close();
                throw DeliveryException.neverSent(unreachable.why());
            }
            case Renewal.Renewed renewed -> {}
        }
        return sent.response();
    }

    /** @throws DeliveryException when its user has to log in first, or who gives tokens is away: both pass */
    RelayResponse get(Endpoint endpoint, Headers headers, Sending sending) {
        Sent sent = send(RelayRequest.get(endpoint, EVENTS.with(headers)), sending);
        switch (sent.renewal()) {
            case Renewal.LoginNeeded needed -> {
                sent.response().close();
                throw DeliveryException.loginNeeded(needed.why());
            }
            case Renewal.Unreachable unreachable -> {
                sent.response().close();
                throw DeliveryException.neverSent(unreachable.why());
            }
            case Renewal.Refused refused -> {
                // Its status says enough.
            }
            case Renewal.Renewed renewed -> {}
        }
        return sent.response();
    }

    RelayResponse delete(Endpoint endpoint, Headers headers, Sending sending) {
        RelayRequest request = new RelayRequest("DELETE", endpoint, headers, new byte[0], RelayRequest.Replay.SAFE);
        return send(request, sending).response();
    }

    /** Ends what is under way; nothing is sent by {@link #call} any more. */
    void close() {
        closed = true;
        underWay.forEach(CallControl::cancel);
    }

    /**
     * How a request is sent.
     *
     * @param control ends it
     * @param by whose call it belongs to; null where it is the connection's own
     */
    record Sending(CallControl control, @Nullable Access by) {
        static Sending own(CallControl control) {
            return new Sending(control, null);
        }
    }

    /** A response, and what came of the last attempt to obtain other credentials. */
    private record Sent(RelayResponse response, Renewal renewal) {}

    private Sent send(RelayRequest draft, Sending sending) {
        Credentials credentials = sending.by() == null ? connection : connection.of(sending.by());
        for (int renewals = 0; ; renewals++) {
            Headers own = credentials.headers(draft.method(), draft.endpoint());
            RelayResponse response = client.send(with(draft, own), sending.control());
            credentials.answered(response.headers());
            if (!isRefused(response) || renewals == MAX_RENEWALS) {
                return new Sent(response, new Renewal.Renewed());
            }
            Renewal renewal = credentials.renew(new RefusedRequest(response.status(), response.headers(), own));
            if (!(renewal instanceof Renewal.Renewed)) {
                return new Sent(response, renewal);
            }
            response.close();
        }
    }

    private static boolean isRefused(RelayResponse response) {
        return response.status() == UNAUTHORIZED || response.status() == FORBIDDEN;
    }

    private RelayRequest with(RelayRequest draft, Headers own) {
        Headers all = draft.headers().with(config.headers()).with(own);
        return new RelayRequest(draft.method(), draft.endpoint(), all, draft.body(), draft.replay());
    }

    private DeliveryException delivery(HttpException e) {
        String message = closed ? "the connection was closed" : "HTTP failed: " + e.getMessage();
        return e.neverSent() ? DeliveryException.neverSent(message) : DeliveryException.perhapsSent(message);
    }
}
