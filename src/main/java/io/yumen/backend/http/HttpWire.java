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
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Sends HTTP requests to one server for one connection, and knows those that are under way. */
final class HttpWire {
    static final Headers JSON_OR_EVENTS =
            Headers.of("Accept", "application/json, text/event-stream", "Content-Type", "application/json");
    static final Headers EVENTS = Headers.of("Accept", "text/event-stream");

    /** Cancellation bounds calls; this only keeps a forgotten one from living for ever. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private static final int UNAUTHORIZED = 401;

    private final HttpBackendConfig config;
    private final RelayClient client;
    private final Credentials credentials;
    private final Set<CallControl> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    HttpWire(HttpBackendConfig config, RelayClient client, Credentials credentials) {
        this.config = config;
        this.client = client;
        this.credentials = credentials;
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

    RelayResponse post(Endpoint endpoint, Headers headers, byte[] body, CallControl control) {
        return send(all -> RelayRequest.post(endpoint, all, body), JSON_OR_EVENTS.with(headers), control);
    }

    RelayResponse get(Endpoint endpoint, Headers headers, CallControl control) {
        return send(all -> RelayRequest.get(endpoint, all), EVENTS.with(headers), control);
    }

    RelayResponse delete(Endpoint endpoint, Headers headers, CallControl control) {
        return send(
                all -> new RelayRequest("DELETE", endpoint, all, new byte[0], RelayRequest.Replay.SAFE),
                headers,
                control);
    }

    /** Ends what is under way; nothing is sent by {@link #call} any more. */
    void close() {
        closed = true;
        underWay.forEach(CallControl::cancel);
    }

    private RelayResponse send(Function<Headers, RelayRequest> request, Headers headers, CallControl control) {
        RelayResponse response = sendOnce(request, headers, control);
        if (response.status() != UNAUTHORIZED) {
            return response;
        }
        String challenge = response.headers().first("WWW-Authenticate").orElse("");
        if (!credentials.renew(challenge)) {
            return response;
        }
        response.close();
        return sendOnce(request, headers, control);
    }

    private RelayResponse sendOnce(Function<Headers, RelayRequest> request, Headers headers, CallControl control) {
        return client.send(request.apply(headers.with(config.headers()).with(credentials.headers())), control);
    }

    private DeliveryException delivery(HttpException e) {
        String message = closed ? "the connection was closed" : "HTTP failed: " + e.getMessage();
        return e.neverSent() ? DeliveryException.neverSent(message) : DeliveryException.perhapsSent(message);
    }
}
