package io.yumen.limit;

import io.yumen.http.Network;
import io.yumen.tenant.Access;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Says whether a request may go on. Each decision is one step: what is allowed is counted by it, and what is refused counts for
 * nothing. Safe for many threads; never waits.
 */
public final class Limiter {
    /** Addresses, tenants or principals that are counted apart, of each limit. */
    public static final int MOST_KEYS = 100_000;

    private static final String ALL = "all";
    private static final Duration SOON = Duration.ofSeconds(1);

    private final LongSupplier clock;
    private final Consumer<Exceeded> told;
    private final UnderWay underWay = new UnderWay();
    private volatile Counts counts;

    /** What is counted, by the configuration in force. */
    private record Counts(
            LimitConfig config,
            Optional<Buckets> all,
            Optional<Buckets> address,
            Optional<Buckets> refused,
            Optional<Buckets> tenant,
            Optional<Buckets> principal) {}

    /**
     * A limiter with nothing counted yet.
     *
     * @param clock nanoseconds that only grow
     * @param told hears of each request that is refused; must not wait
     */
    public Limiter(LimitConfig config, LongSupplier clock, Consumer<Exceeded> told) {
        this.clock = clock;
        this.told = told;
        this.counts = counts(config, Optional.empty());
    }

    /** Follows a changed configuration; counts of rates that stay are kept. */
    public void apply(LimitConfig config) {
        counts = counts(config, Optional.of(counts));
    }

    /** A request comes over HTTP from that address; nothing else is known of it yet. This machine has no limit by address. */
    public Optional<Exceeded> arrives(InetAddress address) {
        Counts now = counts;
        if (address.isLoopbackAddress()) {
            return Optional.empty();
        }
        Object group = Network.group(address);
        return now.refused
                .flatMap(refused -> waiting(new Share(refused, group)))
                .or(() -> now.address.flatMap(rate -> Share.take(List.of(new Share(rate, group)))))
                .map(this::tell);
    }

    /** A credential from that address did not hold. */
    public void refused(InetAddress address) {
        if (!address.isLoopbackAddress()) {
            counts.refused.ifPresent(refused -> refused.take(Network.group(address)));
        }
    }

    /**
     * A request of MCP begins. Where it may go on, {@link #ends} must be called when it is over.
     *
     * @param counted whether it counts as under way, as all do that end by themselves
     */
    public Optional<Exceeded> begins(Access access, Counted counted) {
        Counts now = counts;
        if (counted == Counted.UNDER_WAY && !underWay.begin(access.principal(), now.config.underWay())) {
            return Optional.of(tell(
                    new Exceeded("concurrency", now.config.underWay() + " requests of one principal under way", SOON)));
        }
        Optional<Exceeded> exceeded = Share.take(shares(now, access)).map(this::tell);
        if (exceeded.isPresent()) {
            ends(access, counted);
        }
        return exceeded;
    }

    /** A request that was let on is over. */
    public void ends(Access access, Counted counted) {
        if (counted == Counted.UNDER_WAY) {
            underWay.end(access.principal());
        }
    }

    /** How much whoever came in has left of the limit that is nearest to its end. */
    public Optional<Standing> standing(Access access) {
        Standing nearest = null;
        for (Share share : shares(counts, access)) {
            if (!share.buckets().name().equals(ALL)) {
                Standing standing = share.buckets().standing(share.key());
                nearest = nearest == null || standing.remaining() < nearest.remaining() ? standing : nearest;
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** Whether a request ends by itself. */
    public enum Counted {
        /** It does. */
        UNDER_WAY,
        /** It is held as long as the client likes, and has limits of its own. */
        HELD
    }

    private static Optional<Exceeded> waiting(Share share) {
        long wait = share.buckets().waitFor(share.key());
        return wait > 0 ? Optional.of(share.exceeded(wait)) : Optional.empty();
    }

    private Exceeded tell(Exceeded exceeded) {
        told.accept(exceeded);
        return exceeded;
    }

    private static List<Share> shares(Counts now, Access access) {
        if (now.principal.isEmpty() && now.tenant.isEmpty() && now.all.isEmpty()) {
            return List.of();
        }
        List<Share> shares = new ArrayList<>(3);
        now.principal.ifPresent(buckets -> shares.add(new Share(buckets, access.principal())));
        now.tenant.ifPresent(
                buckets -> shares.add(new Share(buckets, access.principal().tenant())));
        now.all.ifPresent(buckets -> shares.add(new Share(buckets, ALL)));
        return shares;
    }

    private Counts counts(LimitConfig config, Optional<Counts> before) {
        return new Counts(
                config,
                buckets(ALL, config.all(), before, Counts::all),
                buckets("address", config.address(), before, Counts::address),
                buckets("refused", config.refused(), before, Counts::refused),
                buckets("tenant", config.tenant(), before, Counts::tenant),
                buckets("principal", config.principal(), before, Counts::principal));
    }

    private Optional<Buckets> buckets(
            String name, Optional<RateConfig> rate, Optional<Counts> before, Function<Counts, Optional<Buckets>> same) {
        return rate.map(wanted -> before.flatMap(same)
                .filter(kept -> kept.rate().equals(wanted))
                .orElseGet(() -> new Buckets(name, wanted, MOST_KEYS, clock)));
    }
}
