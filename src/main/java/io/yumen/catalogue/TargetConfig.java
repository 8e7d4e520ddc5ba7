package io.yumen.catalogue;

import io.yumen.http.Headers;
import java.net.URI;
import java.time.Duration;

/**
 * Where a REST service is, and how it is asked.
 *
 * @param base its address; paths are appended to its path
 * @param headers of every request, with its credentials
 * @param timeout of one request
 * @param maxBytes of one answer
 */
public record TargetConfig(URI base, Headers headers, Duration timeout, int maxBytes) {
    /** 30 seconds, and answers of at most 16 MiB. */
    public static TargetConfig of(URI base, Headers headers) {
        return new TargetConfig(base, headers, Duration.ofSeconds(30), 16 << 20);
    }

    /** The same, where a request may take that long. */
    public TargetConfig within(Duration other) {
        return new TargetConfig(base, headers, other, maxBytes);
    }

    public TargetConfig {
        String path = base.getRawPath() == null ? "" : base.getRawPath();
        if (base.getRawQuery() != null || base.getRawFragment() != null) {
            throw new IllegalArgumentException("The URL of a service has no query and no fragment");
        }
        if (path.endsWith("/")) {
            String text = base.toString();
            base = URI.create(text.substring(0, text.length() - 1));
        }
        if (!timeout.isPositive() || maxBytes < 1) {
            throw new IllegalArgumentException("The limits of a service are positive");
        }
    }
}
