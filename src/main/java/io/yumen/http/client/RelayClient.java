package io.yumen.http.client;

import io.yumen.http.ByteWriter;
import io.yumen.http.Headers;
import io.yumen.http.HttpException;
import io.yumen.http.HttpException.Code;
import io.yumen.http.HttpException.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * Sends requests to HTTP servers and waits for their answers, on connections that are kept for the next.
 *
 * <pre>{@code
 * Endpoint endpoint = Endpoint.of(URI.create("https://mcp.example.com/mcp"));
 * CallControl control = CallControl.within(Duration.ofSeconds(30));
 * try (RelayResponse response = client.send(RelayRequest.post(endpoint, headers, json), control)) {
 *     byte[] answer = response.body(16 << 20);
 * }
 * }</pre>
 *
 * <p>HTTP/1.1 only; redirects are not followed; nothing is decompressed. Thread-safe; one client serves all calls.
 * Failures are {@link HttpException}s whose code says what happened, and {@link HttpException#neverSent} whether the
 * request can be sent again without doing it twice.
 */
public final class RelayClient implements AutoCloseable {
    private static final Set<String> BODYLESS = Set.of("GET", "HEAD", "DELETE", "OPTIONS");

    private static final Duration FOR_EVER = Duration.ofDays(10_000);

    private final RelayClientConfig config;
    private final Connector connector;
    private final Watch watch = new Watch();
    private final ConcurrentHashMap<Origin, Pool> pools = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private RelayClient(RelayClientConfig config) {
        this.config = config;
        this.connector = new Connector(config);
    }

    /** A client; close it when it is not needed any more. */
    public static RelayClient create(RelayClientConfig config) {
        RelayClient client = new RelayClient(config);
        client.watch.start();
        return client;
    }

    /**
     * Another client with the same limits and bounds, which believes, and shows, other certificates. Close it as well.
     *
     * @param tls asked at each connection
     */
    public RelayClient trusting(Supplier<SSLContext> tls) {
        return create(config.withTls(tls));
    }

    /**
     * Sends the request and waits for the head of the response.
     *
     * @throws HttpException when there is no response
     */
    public RelayResponse send(RelayRequest request, CallControl control) {
        control.requireAlive();
        Pool pool = pool(request.endpoint().origin());
        Lease lease = lease(pool, control);
        try {
            return exchange(request, lease);
        } catch (HttpException e) {
            if (!lease.wasStale()) {
                throw e;
            }
            pool.dropIdle();
            if (request.replay() == RelayRequest.Replay.NEVER) {
                throw e;
            }
        }
        return exchange(request, lease(pool, control));
    }

    /**
     * Asks a server to switch a connection to another protocol, and waits for the answer. The connection comes from the pool
     * and counts as one of its origin for as long as it is open.
     *
     * @param headers all fields but {@code Host} and {@code Connection}; {@code Upgrade} names the protocol
     * @param control bounds and cancels the wait for the answer, and nothing after it
     * @throws HttpException when there is no response
     */
    public Upgrade upgrade(Endpoint endpoint, Headers headers, CallControl control) {
        control.requireAlive();
        Pool pool = pool(endpoint.origin());
        Lease lease = lease(pool, control);
        try {
            return upgrade(endpoint, headers, lease, control);
        } catch (HttpException e) {
            if (!lease.wasStale()) {
                throw e;
            }
            pool.dropIdle();
        }
        return upgrade(endpoint, headers, lease(pool, control), control);
    }

    /** How many connections are open, busy and idle. */
    public int openConnections() {
        return watch.count();
    }

    /** Ends all connections; calls in flight fail. */
    @Override
    public void close() {
        closed = true;
        watch.close();
    }

    private Pool pool(Origin origin) {
        if (closed) {
            throw new HttpException(Code.CLOSED, Progress.NEVER_SENT, "The client is closed", null);
        }
        Pool known = pools.get(origin);
        return known != null ? known : pools.computeIfAbsent(origin, key -> new Pool(key, config.limits(), watch));
    }

    private Lease lease(Pool pool, CallControl control) {
        Upstream idle = pool.lease(control);
        Upstream upstream = idle == null ? new Upstream(pool.origin(), control) : idle;
        Lease lease = new Lease(upstream, pool, control, config.limits().idleTimeout());
        control.attach(upstream);
        if (idle == null) {
            connect(lease, control);
        }
        return lease;
    }

    private void connect(Lease lease, CallControl control) {
        watch.add(lease.upstream(), lease.pool());
        try {
            connector.connect(lease.upstream(), control);
        } catch (RuntimeException e) {
            lease.abandon();
            throw e;
        }
    }

    private RelayResponse exchange(RelayRequest request, Lease lease) {
        Upstream upstream = lease.upstream();
        try {
            boolean taken = write(request, upstream);
            ResponseHead read = ResponseHead.read(
                    upstream, request.method(), config.limits().headerBytes());
            ResponseHead head = taken ? read : read.notPersistent();
            return new RelayResponse(head, new ResponseBody(upstream, head.framing()), lease);
        } catch (IOException e) {
            throw lease.failed(e, Progress.MAYBE_SENT);
        } catch (RuntimeException e) {
            lease.abandon();
            throw e;
        }
    }

    private Upgrade upgrade(Endpoint endpoint, Headers headers, Lease lease, CallControl control) {
        Upstream upstream = lease.upstream();
        try {
            ByteWriter out = upstream.beginRequest();
            out.latin1("GET ").latin1(endpoint.target()).latin1(" HTTP/1.1\r\nHost: ");
            out.latin1(endpoint.origin().authority()).latin1("\r\nConnection: Upgrade\r\n");
            out.headers(headers).latin1("\r\n");
            upstream.flush();
            int maxBytes = config.limits().headerBytes();
            ResponseHead head = ResponseHead.readOrSwitch(upstream, "GET", maxBytes);
            if (head.status() != ResponseHead.SWITCHING) {
                lease.abandon();
                return new Upgrade.Refused(head.status(), head.headers());
            }
            control.extend(FOR_EVER);
            control.detach();
            return new Upgrade.Switched(head.headers(), new SwitchedUpstream(lease));
        } catch (IOException e) {
            throw lease.failed(e, Progress.MAYBE_SENT);
        } catch (RuntimeException e) {
            lease.abandon();
            throw e;
        }
    }

    /** Writes head and body at once; false when the server stopped reading, perhaps because it has answered already. */
    private static boolean write(RelayRequest request, Upstream upstream) {
        ByteWriter out = upstream.beginRequest();
        out.latin1(request.method()).latin1(" ").latin1(request.endpoint().target());
        out.latin1(" HTTP/1.1\r\nHost: ")
                .latin1(request.endpoint().origin().authority())
                .latin1("\r\n");
        out.headers(request.headers());
        if (request.body().length > 0 || !BODYLESS.contains(request.method())) {
            out.latin1("Content-Length: ").decimal(request.body().length).latin1("\r\n");
        }
        out.latin1("\r\n").bytes(request.body());
        try {
            upstream.flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
