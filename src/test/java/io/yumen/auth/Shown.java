package io.yumen.auth;

import io.yumen.http.Headers;
import io.yumen.http.server.HttpRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** A request that shows these headers, and this query; by that method, at that path, from that address. */
record Shown(Headers headers, String query, String method, String path, InetAddress address) implements HttpRequest {
    Shown(Headers headers, String query) {
        this(headers, query, InetAddress.getLoopbackAddress());
    }

    Shown(Headers headers, String query, InetAddress address) {
        this(headers, query, "POST", "/mcp", address);
    }

    /** One that shows nothing, from that address. */
    static Shown from(String address) {
        return new Shown(Headers.none(), "", InetAddress.ofLiteral(address));
    }

    /** One that shows nothing, by that method at that path. */
    static Shown at(String method, String path) {
        return new Shown(Headers.none(), "", method, path, InetAddress.getLoopbackAddress());
    }

    static Shown with(String... namesAndValues) {
        return new Shown(Headers.of(namesAndValues), "");
    }

    @Override
    public Optional<String> queryParameter(String name) {
        return query.startsWith(name + "=") ? Optional.of(query.substring(name.length() + 1)) : Optional.empty();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return new InetSocketAddress(address, 40_000);
    }

    @Override
    public boolean secure() {
        return false;
    }

    @Override
    public boolean exposed() {
        return false;
    }

    @Override
    public Optional<X509Certificate> clientCertificate() {
        return Optional.empty();
    }

    @Override
    public byte[] body() {
        return new byte[0];
    }

    @Override
    public void onDisconnect(Runnable action) {}
}
