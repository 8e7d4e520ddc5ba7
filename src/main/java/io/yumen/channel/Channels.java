package io.yumen.channel;

import io.yumen.exchange.SessionEnd;
import io.yumen.http.Network;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All channels of clients, by their ids, which are random and worth nothing to another principal or at another endpoint. A
 * channel that has no wire expires. Safe for many threads.
 */
public final class Channels implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Channels.class);
    private static final int ID_BYTES = 24;

    private final Edges edges;
    private final ChannelLimits limits;
    private final SessionEnd sessionEnd;
    private final TimerWheel wheel;
    private final SecureRandom random = new SecureRandom();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Channel> channels = new HashMap<>();
    private final Map<Principal, Integer> byPrincipal = new HashMap<>();
    private final Map<ByteBuffer, Integer> byAddress = new HashMap<>();
    private final Map<Ending, Long> ended = new EnumMap<>(Ending.class);
    private long opened;
    private long refused;
    private boolean closing;

    /**
     * A registry without channels.
     *
     * @param sessionEnd is told when what was kept for a client of the modern era can go; sessions of the legacy era have
     *     their own
     */
    public Channels(Edges edges, ChannelLimits limits, SessionEnd sessionEnd, TimerWheel wheel) {
        this.edges = edges;
        this.limits = limits;
        this.sessionEnd = sessionEnd;
        this.wheel = wheel;
        wheel.schedule(limits.sweep(), this::sweep);
    }

    /**
     * Opens a channel.
     *
     * @throws ChannelRefused where there are too many
     */
    public Channel open(Opening opening) throws ChannelRefused {
        Channel channel = new Channel(newId(), opening, this);
        lock.lock();
        try {
            admit(opening);
            channels.put(channel.id(), channel);
            byPrincipal.merge(opening.access().principal(), 1, Integer::sum);
            byAddress.merge(Network.group(opening.address()), 1, Integer::sum);
            opened++;
        } finally {
            lock.unlock();
        }
        return channel;
    }

    /** The channel of that id, if it is alive, of that principal, and of that endpoint. */
    public Optional<Channel> find(String id, Principal principal, String endpointName) {
        lock.lock();
        try {
            return Optional.ofNullable(channels.get(id))
                    .filter(channel -> channel.principal().equals(principal))
                    .filter(channel -> channel.opening().endpoint().name().equals(endpointName));
        } finally {
            lock.unlock();
        }
    }

    public ChannelLimits limits() {
        return limits;
    }

    /** The clock of all channels, for pings. */
    public TimerWheel wheel() {
        return wheel;
    }

    /** How many are alive. */
    public int count() {
        lock.lock();
        try {
            return channels.size();
        } finally {
            lock.unlock();
        }
    }

    public ChannelStatistics statistics() {
        List<Channel> alive = all();
        int attached = (int) alive.stream().filter(Channel::isAttached).count();
        lock.lock();
        try {
            return new ChannelStatistics(alive.size(), attached, opened, refused, ended);
        } finally {
            lock.unlock();
        }
    }

    /** Ends those that were opened by such an access. */
    public void endThoseOf(Predicate<Access> ended) {
        all().stream()
                .filter(channel -> ended.test(channel.opening().access()))
                .forEach(channel -> channel.end(Ending.ACCESS_ENDED));
    }

    /** Opens no more, and ends each channel when what is under way on it is done, after that time at the latest. */
    public void drain(Duration grace) {
        lock.lock();
        try {
            closing = true;
        } finally {
            lock.unlock();
        }
        all().forEach(channel -> Thread.ofVirtual().name("channel-drain").start(() -> channel.finish(grace)));
    }

    /** Ends all channels and opens no more. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
        } finally {
            lock.unlock();
        }
        all().forEach(channel -> channel.end(Ending.SHUTDOWN));
    }

    Edges edges() {
        return edges;
    }

    void ended(Channel channel, Ending why) {
        lock.lock();
        try {
            channels.remove(channel.id());
            byPrincipal.computeIfPresent(channel.principal(), (key, count) -> count > 1 ? count - 1 : null);
            byAddress.computeIfPresent(
                    Network.group(channel.opening().address()), (key, count) -> count > 1 ? count - 1 : null);
            ended.merge(why, 1L, Long::sum);
        } finally {
            lock.unlock();
        }
        LOG.atDebug().addKeyValue("reason", why.word()).log("A channel has ended");
        // Handlers hear of the cancellation on this thread; whoever ended the channel must not wait for them.
        Thread.ofVirtual().name("channel-end").start(() -> {
            channel.hangUp();
            sessionEnd.ended(channel.key());
        });
    }

    private void admit(Opening opening) throws ChannelRefused {
        ChannelRefused.Limit limit = exhausted(opening);
        if (limit == null) {
            return;
        }
        refused++;
        throw switch (limit) {
            case SHUTDOWN -> new ChannelRefused(limit, "The gateway is stopping");
            case IN_ALL -> new ChannelRefused(limit, "All " + limits.channels() + " connections are taken");
            case PER_PRINCIPAL ->
                new ChannelRefused(limit, "All " + limits.perPrincipal() + " connections of this principal are taken");
            case PER_ADDRESS ->
                new ChannelRefused(limit, "All " + limits.perAddress() + " connections of this address are taken");
        };
    }

    private ChannelRefused.@Nullable Limit exhausted(Opening opening) {
        if (closing) {
            return ChannelRefused.Limit.SHUTDOWN;
        }
        if (channels.size() >= limits.channels()) {
            return ChannelRefused.Limit.IN_ALL;
        }
        if (byPrincipal.getOrDefault(opening.access().principal(), 0) >= limits.perPrincipal()) {
            return ChannelRefused.Limit.PER_PRINCIPAL;
        }
        return byAddress.getOrDefault(Network.group(opening.address()), 0) >= limits.perAddress()
                ? ChannelRefused.Limit.PER_ADDRESS
                : null;
    }

    private void sweep() {
        long now = wheel.nanoTime();
        all().stream().filter(channel -> channel.sweep(now)).forEach(channel -> channel.end(Ending.EXPIRED));
        wheel.schedule(limits.sweep(), this::sweep);
    }

    private List<Channel> all() {
        lock.lock();
        try {
            return List.copyOf(channels.values());
        } finally {
            lock.unlock();
        }
    }

    private String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
