package io.yumen.http.server;

import java.time.Duration;

/**
 * What one client may take up.
 *
 * @param bodyBytes the largest request body
 * @param headerBytes all header fields of a request together; the request line has 8 KiB of its own
 * @param connections open connections; more wait in the backlog of the system
 * @param connectionsPerAddress of those, the ones from one address, or one network of IPv6 (/64); the address of this machine and those
 *     of proxies that are believed have no such limit
 * @param headerTimeout from the first byte of a request to the end of its headers
 * @param bodyTimeout from the end of the headers to the end of the body
 * @param idleTimeout how long a connection may wait for its next request
 * @param writeTimeout how long one write to a client that does not read may take before it is cut off
 * @param largeBodiesBytes all request bodies of more than 64 KiB together that are being read or worked on; half of it for
 *     those of one address
 * @param queuedBytes what may wait on one event stream while the client does not read
 */
public record HttpServerLimits(
        int bodyBytes,
        int headerBytes,
        int connections,
        int connectionsPerAddress,
        Duration headerTimeout,
        Duration bodyTimeout,
        Duration idleTimeout,
        Duration writeTimeout,
        long largeBodiesBytes,
        int queuedBytes) {
    /** A sixteenth of the heap: as a tree a body takes many times its size. */
    private static final long SIXTEENTH =
            Math.max(64 << 20, Runtime.getRuntime().maxMemory() / 16);

    public static final HttpServerLimits DEFAULT = new HttpServerLimits(
            4 << 20,
            16 << 10,
            12_288,
            100,
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofSeconds(20),
            SIXTEENTH,
            1 << 20);

    public HttpServerLimits {
        if (bodyBytes < 0 || headerBytes < 1 || largeBodiesBytes < 1 || queuedBytes < 1) {
            throw new IllegalArgumentException("Sizes of the HTTP server must be positive");
        }
        if (connections < 1 || connectionsPerAddress < 1) {
            throw new IllegalArgumentException("An HTTP server has at least one connection");
        }
        requirePositive(headerTimeout);
        requirePositive(bodyTimeout);
        requirePositive(idleTimeout);
        requirePositive(writeTimeout);
    }

    /** The same with this cap on bodies. */
    public HttpServerLimits withBodyBytes(int bytes) {
        return new HttpServerLimits(
                bytes,
                headerBytes,
                connections,
                connectionsPerAddress,
                headerTimeout,
                bodyTimeout,
                idleTimeout,
                writeTimeout,
                largeBodiesBytes,
                queuedBytes);
    }

    /** The same with this cap on all large bodies together. */
    public HttpServerLimits withLargeBodiesBytes(long bytes) {
        return new HttpServerLimits(
                bodyBytes,
                headerBytes,
                connections,
                connectionsPerAddress,
                headerTimeout,
                bodyTimeout,
                idleTimeout,
                writeTimeout,
                bytes,
                queuedBytes);
    }

    private static void requirePositive(Duration duration) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException("Timeouts of the HTTP server must be positive");
        }
    }
}
