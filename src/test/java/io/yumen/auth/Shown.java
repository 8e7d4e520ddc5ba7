package io.yumen.auth;

import io.yumen.http.Headers;
import io.yumen.http.server.HttpRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** A request that shows these headers, and this query, from that address. */
record Shown(Headers headers, String query, InetAddress from) implements HttpRequest {
    Shown(Headers headers, String query) {
        this(headers, query, InetAddress.getLoopbackAddress());
    }

    static Shown with(String... namesAndValues) {
        return new Shown(Headers.of(namesAndValues), "");
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/mcp";
    }

    @Override
    public Optional<String> queryParameter(String name) {
        return query.startsWith(name + "=") ? Optional.of(query.substring(name.length() + 1)) : Optional.empty();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return new InetSocketAddress(from, 40_000);
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
