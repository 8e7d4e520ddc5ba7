package io.yumen.connect;

import io.yumen.backend.http.HttpBackendConfig;
import io.yumen.http.Headers;
import java.net.URI;

/**
 * Where a bridge leads.
 *
 * @param url the MCP endpoint of the gateway
 * @param headers what is sent with each request, such as a key
 * @param limits what it may hold, and how long it waits
 */
public record ConnectConfig(URI url, Headers headers, ConnectLimits limits) {
    /** @throws IllegalArgumentException when the URL cannot be reached, or a header is not the user's to set */
    public ConnectConfig {
        backend(url, headers, limits);
    }

    HttpBackendConfig backend() {
        return backend(url, headers, limits);
    }

    private static HttpBackendConfig backend(URI url, Headers headers, ConnectLimits limits) {
        return new HttpBackendConfig("gateway", url, headers, null, limits.link(), limits.streams());
    }
}
