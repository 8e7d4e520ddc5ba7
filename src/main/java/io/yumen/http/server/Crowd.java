package io.yumen.http.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the connections of each address, so that one client does not take the places of all. Of IPv6 a network of 64 bits counts as
 * one address, for whoever has one has them all. Safe for many threads.
 */
final class Crowd {
    private static final int NETWORK_BYTES = 8;

    private final int most;
    private final Map<ByteBuffer, Integer> counts = new ConcurrentHashMap<>();

    /** @param most connections of one address */
    Crowd(int most) {
        this.most = most;
    }

    /** Counts one more, unless that address has all it may have. */
    boolean enters(InetAddress address) {
        if (counts.merge(key(address), 1, Integer::sum) <= most) {
            return true;
        }
        leaves(address);
        return false;
    }

    /** Counts one less. */
    void leaves(InetAddress address) {
        counts.computeIfPresent(key(address), (who, had) -> had == 1 ? null : had - 1);
    }

    /** Who counts as one. */
    static ByteBuffer key(InetAddress address) {
        byte[] bytes = address.getAddress();
        return ByteBuffer.wrap(address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
    }
}
