package io.yumen.http.server;

import io.yumen.http.Network;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the connections of each address, so that one client does not take the places of all. Of IPv6 a network of 64 bits counts as
 * one address, for whoever has one has them all. Safe for many threads.
 */
final class Crowd {
    private final int most;
    private final Map<ByteBuffer, Integer> counts = new ConcurrentHashMap<>();

    /** @param most connections of one address */
    Crowd(int most) {
        this.most = most;
    }

    /** Counts one more, unless that address has all it may have. */
    boolean enters(InetAddress address) {
        if (counts.merge(Network.group(address), 1, Integer::sum) <= most) {
            return true;
        }
        leaves(address);
        return false;
    }

    /** Counts one less. */
    void leaves(InetAddress address) {
        counts.computeIfPresent(Network.group(address), (who, had) -> had == 1 ? null : had - 1);
    }
}
