package io.yumen.http.server;

import io.yumen.http.Network;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What all large request bodies together may take up, from their first bytes until their requests are over: without it some
 * hundred clients that send a body of the largest size, or all but the end of one, would use up the memory. One address has
 * half of it at most, so that it keeps no other out (a network counts as {@link Crowd} says). Small bodies always have room,
 * so that nobody is kept out by them. Safe for many threads.
 */
final class BodyBudget {
    /** The size from which a body counts. */
    static final int LARGE = 64 << 10;

    private final long share;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ByteBuffer, Long> taken = new HashMap<>();
    private long left;

    /** @param largest the size of the largest body, for which each address has room at least */
    BodyBudget(long bytes, int largest) {
        this.left = bytes;
        this.share = Math.min(bytes, Math.max(bytes / 2, largest));
    }

    /** Takes so much for a body from that address, where there is; it must be given back then. */
    boolean take(InetAddress address, int bytes) {
        lock.lock();
        try {
            long ofAddress = taken.getOrDefault(Network.group(address), 0L) + bytes;
            if (ofAddress > share || bytes > left) {
                return false;
            }
            taken.put(Network.group(address), ofAddress);
            left -= bytes;
            return true;
        } finally {
            lock.unlock();
        }
    }

    void give(InetAddress address, int bytes) {
        lock.lock();
        try {
            taken.computeIfPresent(Network.group(address), (who, before) -> less(before, bytes));
            left += bytes;
        } finally {
            lock.unlock();
        }
    }

    private static @Nullable Long less(long before, int bytes) {
        return before > bytes ? before - bytes : null;
    }
}
