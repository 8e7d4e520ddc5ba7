package io.yumen.service.awsdocs.upstream;

import java.time.Duration;
import java.util.Optional;

/**
 * How long an answer is good, and by what it is known again (RFC 9111, RFC 9110 section 8.8).
 *
 * @param etag as it came, with its quotes
 * @param lastModified as it came
 * @param maxAge how long it is good from when it was answered; empty where the site says nothing
 */
public record Freshness(Optional<String> etag, Optional<String> lastModified, Optional<Duration> maxAge) {
    public static final Freshness UNKNOWN = new Freshness(Optional.empty(), Optional.empty(), Optional.empty());
}
