package io.yumen.backend.http;

import io.yumen.backend.link.Link;
import io.yumen.http.client.RelayClient;

/** Opens bare links to one endpoint, for who speaks the protocol itself. Nothing is sent by opening. */
public final class HttpLinks {
    private final HttpBackendConfig config;
    private final RelayClient client;
    private final Credentials credentials;

    public HttpLinks(HttpBackendConfig config, RelayClient client, Credentials credentials) {
        this.config = config;
        this.client = client;
        this.credentials = credentials;
    }

    /** The stateless protocol: the link has nothing to lose, and serves as long as it is open. */
    public Link stateless() {
        return new ModernHttpLink(wire(), new ToolHeaders());
    }

    /** A session of Streamable HTTP, which {@code initialize} opens. */
    public SessionLink session() {
        return new LegacyHttpLink(wire());
    }

    private HttpWire wire() {
        return new HttpWire(config, client, credentials);
    }
}
