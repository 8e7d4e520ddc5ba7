package io.yumen.http.client;

import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * What the client may hold and how long.
 *
 * @param limits caps and times
 * @param tls whom to trust on https; asked at each connection, because reading the JDK's trust store takes longer than a start
 * @param addresses which addresses may be connected to
 */
public record RelayClientConfig(Limits limits, Supplier<SSLContext> tls, AddressPolicy addresses) {

    /** The default limits, the JDK's trust store, any address. */
    public static RelayClientConfig defaults() {
        return new RelayClientConfig(Limits.DEFAULT, RelayClientConfig::trustOfTheJdk, AddressPolicy.ANY);
    }

    /** The same with these limits. */
    public RelayClientConfig with(Limits other) {
        return new RelayClientConfig(other, tls, addresses);
    }

    /** The same with this trust. */
    public RelayClientConfig with(SSLContext other) {
        return new RelayClientConfig(limits, () -> other, addresses);
    }

    /** The same with the trust that is told at each connection. */
    public RelayClientConfig withTls(Supplier<SSLContext> other) {
        return new RelayClientConfig(limits, other, addresses);
    }

    /** The same with this policy. */
    public RelayClientConfig with(AddressPolicy other) {
        return new RelayClientConfig(limits, tls, other);
    }

    private static SSLContext trustOfTheJdk() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime has no TLS", e);
        }
    }

    /**
     * Caps and times of the client.
     *
     * @param connectionsPerOrigin open connections to one origin, busy and idle
     * @param waitingPerOrigin calls that may wait for one of them
     * @param connectTimeout for one address of a host, and no longer than the call's own deadline
     * @param idleTimeout how long an unused connection is kept; less when the server's {@code Keep-Alive} says less
     * @param headerBytes the largest response head
     */
    public record Limits(
            int connectionsPerOrigin,
            int waitingPerOrigin,
            Duration connectTimeout,
            Duration idleTimeout,
            int headerBytes) {
        public static final Limits DEFAULT =
                new Limits(256, 1024, Duration.ofSeconds(10), Duration.ofSeconds(30), 32 << 10);

        public Limits {
            if (connectionsPerOrigin < 1 || waitingPerOrigin < 0 || headerBytes < 256) {
                throw new IllegalArgumentException("Limits of the HTTP client must be positive");
            }
            if (!connectTimeout.isPositive() || !idleTimeout.isPositive()) {
                throw new IllegalArgumentException("Times of the HTTP client must be positive");
            }
        }
    }
}
