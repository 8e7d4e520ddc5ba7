package io.yumen.http.server;

import io.yumen.http.tls.TlsConfig;
import java.util.Optional;

/**
 * Where a server listens, how, and what a client may take up.
 *
 * @param address a host name or IP address of this machine; {@code ::} and {@code 0.0.0.0} mean all
 * @param port 0 picks a free one, see {@link HttpServer#port}
 * @param limits caps and timeouts
 * @param tls the files of its TLS; empty where connections are not encrypted
 * @param proxies who is believed when he says who called him
 */
public record HttpServerConfig(
        String address, int port, HttpServerLimits limits, Optional<TlsConfig> tls, ProxyConfig proxies) {
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
        return new HttpServerConfig("127.0.0.1", port, HttpServerLimits.DEFAULT, Optional.empty(), ProxyConfig.NONE);
    }

    /** The same with this TLS. */
    public HttpServerConfig with(TlsConfig other) {
        return new HttpServerConfig(address, port, limits, Optional.of(other), proxies);
    }

    /** The same behind these proxies. */
    public HttpServerConfig with(ProxyConfig other) {
        return new HttpServerConfig(address, port, limits, tls, other);
    }

    /** The same with these limits. */
    public HttpServerConfig with(HttpServerLimits other) {
        return new HttpServerConfig(address, port, other, tls, proxies);
    }
}
