package io.yumen.backend.http;

import io.yumen.backend.link.LinkLimits;
import io.yumen.http.Headers;
import io.yumen.http.client.Endpoint;
import io.yumen.protocol.Revision;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A server that is reached over HTTP.
 *
 * @param name its name in the configuration
 * @param url its endpoint
 * @param headers what is sent with each request, such as a static credential
 * @param revision the revision to speak; null to find out
 * @param limits the limits of a connection
 * @param streams the limits of its event streams
 */
public record HttpBackendConfig(
        String name, URI url, Headers headers, @Nullable Revision revision, LinkLimits limits, StreamLimits streams) {
    /** What the protocol itself says in headers. */
    private static final Set<String> RESERVED = Set.of(
            "accept", "content-type", "content-length", "host", "connection", "transfer-encoding", "last-event-id");

    /** @throws IllegalArgumentException when the URL cannot be reached, or a header is not the configuration's to set */
    public HttpBackendConfig {
        Endpoint.of(url);
        for (int i = 0; i < headers.size(); i++) {
            String header = headers.nameAt(i).toLowerCase(Locale.ROOT);
            if (RESERVED.contains(header) || header.startsWith("mcp-")) {
                throw new IllegalArgumentException(
                        "The header " + headers.nameAt(i) + " of a server is set by the gateway itself");
            }
        }
    }

    public HttpBackendConfig(String name, URI url) {
        this(name, url, Headers.none(), null, LinkLimits.DEFAULT, StreamLimits.DEFAULT);
    }

    public HttpBackendConfig with(LinkLimits newLimits) {
        return new HttpBackendConfig(name, url, headers, revision, newLimits, streams);
    }

    public HttpBackendConfig with(Headers newHeaders) {
        return new HttpBackendConfig(name, url, newHeaders, revision, limits, streams);
    }

    public HttpBackendConfig with(StreamLimits newStreams) {
        return new HttpBackendConfig(name, url, headers, revision, limits, newStreams);
    }

    Endpoint endpoint() {
        return Endpoint.of(url);
    }

    /** Says no value of what may hold a secret. */
    @Override
    public String toString() {
        return "HttpBackendConfig[name " + name + ", url " + Endpoint.shown(url) + "]";
    }
}
