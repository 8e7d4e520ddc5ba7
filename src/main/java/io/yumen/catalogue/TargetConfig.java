package io.yumen.catalogue;

import io.yumen.http.Headers;
import java.net.URI;
import java.time.Duration;

/**
 * Where a REST service is, and how it is asked.
 *
 * @param base its address; paths are appended to its path
 * @param headers of every request, with its credentials
 * @param query of every request, likewise
 * @param timeout of one request
 * @param maxBytes of one answer
 */
public record TargetConfig(URI base, Headers headers, FixedQuery query, Duration timeout, int maxBytes) {
    /** Nothing in the query. */
    public TargetConfig(URI base, Headers headers, Duration timeout, int maxBytes) {
        this(base, headers, FixedQuery.NONE, timeout, maxBytes);
    }

    /** 30 seconds, and answers of at most 16 MiB. */
    public static TargetConfig of(URI base, Headers headers) {
        return new TargetConfig(base, headers, Duration.ofSeconds(30), 16 << 20);
    }

    /** The same, where a request may take that long. */
    public TargetConfig within(Duration other) {
        return new TargetConfig(base, headers, query, other, maxBytes);
    }

    /** The same, with those in the query of every request. */
    public TargetConfig asking(FixedQuery parameters) {
        return new TargetConfig(base, headers, parameters, timeout, maxBytes);
    }

    /** Says no value of what may hold a secret. */
    @Override
    public String toString() {
        return "TargetConfig[" + base + ", query " + query + ", timeout " + timeout + "]";
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
