package io.yumen.auth.server;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.yumen.http.Network;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** How often one address (or network of IPv6, /64) may ask one endpoint in a minute. Safe for many threads. */
final class Throttle {
    private static final int ADDRESSES = 50_000;

    private final int perMinute;
    private final Cache<Asker, AtomicInteger> asked = Caffeine.newBuilder()
            .maximumSize(ADDRESSES)
            .expireAfterWrite(Duration.ofMinutes(1))
            .build();

    private record Asker(String endpoint, ByteBuffer group) {}

    Throttle(int perMinute) {
        this.perMinute = perMinute;
    }

    /** Counts one; false where it is too many. */
    boolean take(String endpoint, InetAddress address) {
        return asked.get(new Asker(endpoint, Network.group(address)), key -> new AtomicInteger())
                        .incrementAndGet()
                <= perMinute;
    }
}
