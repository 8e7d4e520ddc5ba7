package io.yumen.backend.websocket;

import io.yumen.backend.link.LinkLimits;
import io.yumen.http.Headers;
import io.yumen.http.client.Endpoint;
import io.yumen.http.websocket.WebSocketLimits;
import io.yumen.protocol.Revision;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A server that is reached over WebSocket.
 *
 * @param name its name in the configuration
 * @param url its endpoint, {@code ws} or {@code wss}
 * @param headers what is sent with the opening handshake, such as a static credential
 * @param revision the revision to speak; null to find out
 * @param link the limits of the connection
 * @param socket the limits of the WebSocket; a message may be as large as the link's
 */
public record WebSocketBackendConfig(
        String name, URI url, Headers headers, @Nullable Revision revision, LinkLimits link, WebSocketLimits socket) {
    private static final Map<String, String> SCHEMES =
            Map.of("ws", "http", "wss", "https", "http", "http", "https", "https");

    /** What the handshake itself says in headers. */
    private static final Set<String> RESERVED =
            Set.of("host", "connection", "upgrade", "content-length", "transfer-encoding");

    /**
     * Checks it.
     *
     * @throws IllegalArgumentException when the URL cannot be reached, or a header is not the configuration's to set
     */
    public WebSocketBackendConfig {
        endpoint(url);
        for (int i = 0; i < headers.size(); i++) {
            String header = headers.nameAt(i).toLowerCase(Locale.ROOT);
            if (RESERVED.contains(header) || header.startsWith("sec-websocket-")) {
                throw new IllegalArgumentException(
                        "The header " + headers.nameAt(i) + " of a server is set by the gateway itself");
            }
        }
    }

    /** Without headers, with the usual limits. */
    public WebSocketBackendConfig(String name, URI url) {
        this(name, url, Headers.none(), null, LinkLimits.DEFAULT, WebSocketLimits.DEFAULT);
    }

    /** The same with these headers. */
    public WebSocketBackendConfig with(Headers others) {
        return new WebSocketBackendConfig(name, url, others, revision, link, socket);
    }

    /** The same with these limits. */
    public WebSocketBackendConfig with(LinkLimits others) {
        return new WebSocketBackendConfig(name, url, headers, revision, others, socket);
    }

    /** The same with these limits. */
    public WebSocketBackendConfig with(WebSocketLimits others) {
        return new WebSocketBackendConfig(name, url, headers, revision, link, others);
    }

    /** The same in that revision. */
    public WebSocketBackendConfig with(Revision pinned) {
        return new WebSocketBackendConfig(name, url, headers, pinned, link, socket);
    }

    Endpoint endpoint() {
        return endpoint(url);
    }

    private static Endpoint endpoint(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        String known = SCHEMES.get(scheme);
        if (known == null) {
            throw new IllegalArgumentException("Not a ws or wss URL: " + Endpoint.shown(url));
        }
        return Endpoint.of(URI.create(known + url.toString().substring(scheme.length())));
    }

    /** Says no value of what may hold a secret. */
    @Override
    public String toString() {
        return "WebSocketBackendConfig[name " + name + ", url " + Endpoint.shown(url) + "]";
    }
}
