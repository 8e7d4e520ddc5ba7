package io.yumen.http.server;

/**
 * Where a server listens and what a client may take up. TLS will become one more part.
 *
 * @param address a host name or IP address of this machine; {@code ::} and {@code 0.0.0.0} mean all
 * @param port 0 picks a free one, see {@link HttpServer#port}
 * @param limits caps and timeouts
 */
public record HttpServerConfig(String address, int port, HttpServerLimits limits) {
    public HttpServerConfig {
        if (address.isBlank()) {
            throw new IllegalArgumentException("The listen address must not be blank");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("The listen port must be between 0 and 65535, not " + port);
        }
    }

    /** Loopback only, with default limits. */
    public static HttpServerConfig loopback(int port) {
        return new HttpServerConfig("127.0.0.1", port, HttpServerLimits.DEFAULT);
    }

    /** The same with these limits. */
    public HttpServerConfig with(HttpServerLimits other) {
        return new HttpServerConfig(address, port, other);
    }
}
