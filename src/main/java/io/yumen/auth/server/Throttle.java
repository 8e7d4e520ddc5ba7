package io.yumen.auth.server;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** How often one address may ask one endpoint in a minute. Safe for many threads. */
final class Throttle {
    private static final int ADDRESSES = 50_000;

    private final int perMinute;
    private final Cache<String, AtomicInteger> asked = Caffeine.newBuilder()
            .maximumSize(ADDRESSES)
            .expireAfterWrite(Duration.ofMinutes(1))
            .build();

    Throttle(int perMinute) {
        this.perMinute = perMinute;
    }

    /** Counts one; false where it is too many. */
    boolean take(String endpoint, String address) {
        return asked.get(endpoint + " " + address, key -> new AtomicInteger()).incrementAndGet() <= perMinute;
    }
}
