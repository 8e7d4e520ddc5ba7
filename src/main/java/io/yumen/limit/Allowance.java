package io.yumen.limit;

import io.yumen.http.Network;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * How often strangers may have something done that costs us, of each address and of all together. This machine has no limit by
 * address, and counts among all. Safe for many threads; never waits.
 */
public final class Allowance {
    private static final String ALL = "all";

    private final Buckets all;
    private final Buckets each;

    /**
     * One of which nothing is taken yet.
     *
     * @param clock nanoseconds that only grow
     */
    public Allowance(RateConfig all, RateConfig each, LongSupplier clock) {
        this.all = new Buckets(ALL, all, 1, clock);
        this.each = new Buckets("address", each, Limiter.MOST_KEYS, clock);
    }

    /** Takes one for that address, unless there is none. */
    public boolean take(InetAddress address) {
        List<Share> shares = new ArrayList<>(2);
        if (!address.isLoopbackAddress()) {
            shares.add(new Share(each, Network.group(address)));
        }
        shares.add(new Share(all, ALL));
        return Share.take(shares).isEmpty();
    }
}
