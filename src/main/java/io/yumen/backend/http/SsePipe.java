package io.yumen.backend.http;

import io.yumen.backend.link.DeliveryException;
import io.yumen.backend.link.Link;
import io.yumen.backend.link.Multiplexer;
import io.yumen.backend.link.TimeLimit;
import io.yumen.exchange.Cancellation;
import io.yumen.http.Headers;
import io.yumen.http.HttpException;
import io.yumen.http.SseEvent;
import io.yumen.http.SseLimits;
import io.yumen.http.client.CallControl;
import io.yumen.http.client.Endpoint;
import io.yumen.http.client.RelayResponse;
import io.yumen.http.client.SseReader;
import io.yumen.protocol.RpcException;
import io.yumen.tenant.Access;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * HTTP+SSE (2024-11-05): one GET stream brings all that the server says, its first event names the URL that takes POSTs.
 * That URL must have the origin of the stream, since our credentials go there. The session lives as long as the stream.
 */
final class SsePipe implements Multiplexer.Pipe {
    private final HttpWire wire;
    private final Multiplexer multiplexer;
    private final Cancellation stream = new Cancellation();
    private final CountDownLatch opened = new CountDownLatch(1);
    private volatile @Nullable Endpoint endpoint;
    private volatile DeliveryException failure = DeliveryException.neverSent("it opened no stream of events in time");

    private SsePipe(HttpWire wire) {
        this.wire = wire;
        this.multiplexer = new Multiplexer(wire.config().name(), wire.config().limits(), this);
    }

    /**
     * Opens the stream and waits for its first event.
     *
     * @throws DeliveryException when there is no such stream
     */
    static Link open(HttpWire wire) {
        SsePipe pipe = new SsePipe(wire);
        Thread.ofVirtual().name("events-" + wire.config().name()).start(pipe::hear);
        try {
            boolean settled = pipe.opened.await(wire.config().limits().probe().toNanos(), TimeUnit.NANOSECONDS);
            if (settled && pipe.endpoint != null) {
                return pipe.multiplexer;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        pipe.multiplexer.close();
        throw pipe.failure;
    }

    @Override
    public void write(byte[] message) {
        write(message, null);
    }

    @Override
    public void write(byte[] message, @Nullable Access by) {
        Endpoint target = endpoint;
        if (target == null) {
            throw failure;
        }
        try (TimeLimit time = TimeLimit.of(wire.config().limits().control())) {
            wire.call(time.cancellation(), control -> {
                post(target, message, new HttpWire.Sending(control, by));
                return true;
            });
        } catch (RpcException e) {
            throw DeliveryException.perhapsSent(
                    "it does not take messages: " + e.error().message());
        }
    }

    @Override
    public void close() {
        stream.cancel();
        wire.close();
    }

    private void hear() {
        String reason = "it ended the stream of events";
        try {
            wire.call(stream, this::read);
        } catch (DeliveryException e) {
            reason = e.getMessage();
            failure = endpoint == null ? e : failure;
        } catch (RpcException e) {
            reason = "the connection was closed";
        }
        multiplexer.ended(reason);
        opened.countDown();
    }

    private boolean read(CallControl control) {
        RelayResponse response = wire.get(wire.config().endpoint(), Headers.none(), HttpWire.Sending.own(control));
        if (Refusal.is(response) || !response.isEventStream()) {
            response.close();
            throw DeliveryException.neverSent("it has no stream of events (HTTP " + response.status() + ")");
        }
        failure = DeliveryException.refused("its stream of events does not name the URL to send to");
        int maxBytes = wire.config().limits().json().maxBytes();
        try (SseReader events = response.events(new SseLimits(maxBytes + 64, maxBytes))) {
            for (SseEvent event = events.next(); event != null; event = events.next()) {
                take(event);
            }
        }
        return true;
    }

    private void take(SseEvent event) {
        String type = event.type() == null ? "message" : event.type();
        if (type.equals("endpoint") && endpoint == null) {
            endpoint = sameOrigin(event.data());
            opened.countDown();
        } else if (type.equals("message") && endpoint != null && !event.data().isEmpty()) {
            multiplexer.received(event.data().getBytes(StandardCharsets.UTF_8));
        }
    }

    private Endpoint sameOrigin(String named) {
        Endpoint resolved;
        try {
            resolved = Endpoint.of(wire.config().url().resolve(named.strip()));
        } catch (IllegalArgumentException e) {
            throw DeliveryException.refused("its stream of events names a URL to send to that is none");
        }
        if (!resolved.origin().equals(wire.config().endpoint().origin())) {
            throw DeliveryException.refused("its stream of events names a URL to send to at another origin ("
                    + resolved.origin() + "), where our credentials must not go");
        }
        return resolved;
    }

    private void post(Endpoint target, byte[] message, HttpWire.Sending sending) {
        try (RelayResponse response = wire.post(target, Headers.none(), message, sending)) {
            if (Refusal.is(response)) {
                throw DeliveryException.perhapsSent("it did not take a message (HTTP " + response.status() + ")");
            }
            drain(response);
        }
    }

    /** Some servers say "Accepted"; reading it lets the connection be used again. */
    private void drain(RelayResponse response) {
        try {
            response.body(1024);
        } catch (HttpException e) {
            response.close();
        }
    }
}
