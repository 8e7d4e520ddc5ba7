package io.yumen.backend.life;

import io.yumen.backend.BackendClock;
import io.yumen.backend.BackendConfig;
import io.yumen.backend.Connection;
import io.yumen.backend.Connector;
import io.yumen.backend.ListKind;
import io.yumen.backend.ScopeKey;
import io.yumen.backend.ServerState;
import io.yumen.backend.life.Lanes.Hold;
import io.yumen.backend.life.Lanes.Lease;
import io.yumen.exchange.Caller;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Exchange;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which connections there are, for whom: opened for the first request of a scope, ended with the scope or when unused. */
final class Scopes {
    private static final Set<String> MAY_ASK = Set.of(Methods.TOOLS_CALL, Methods.PROMPTS_GET, Methods.RESOURCES_READ);

    private final LineContext context;
    private final List<Connector> connectors;
    private final Owner owner;
    private final List<Connector> oneOfThem;
    private final Sharing sharing;
    private final Traits traits;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ScopeKey, Group> groups = new HashMap<>();
    private volatile List<Group> present = List.of();
    private @Nullable Group probed;
    private @Nullable RpcException halted;
    private BackendClock.@Nullable Timer sweeping;
    private boolean everUsed;

    /** Who hears what happens in any scope. Called without a lock held, but for {@code lost}; must not block. */
    interface Owner {
        void moved();

        void restarting();

        void connected(ScopeKey scope);

        boolean lost();

        void replaced();

        void complained(String line);

        void listChanged(ListKind list, ScopeKey scope);
    }

    Scopes(LineContext context, List<Connector> connectors, Traits traits, Owner owner) {
        this.context = context;
        this.connectors = connectors;
        this.oneOfThem = connectors.size() == 1 ? connectors : List.of(new Replicas(connectors, context.clock()));
        this.traits = traits;
        this.owner = owner;
        this.sharing = new Sharing(context.config().scope(), traits);
    }

    ScopeKey keyOf(Caller caller) {
        return sharing.keyOf(caller);
    }

    /**
     * A connection for that request.
     *
     * @throws RpcException when there is none
     */
    Lease acquire(Exchange exchange) {
        if (context.config().scope() == BackendConfig.Scope.AUTO) {
            probe(exchange);
        }
        Group group = locked(() -> enter(exchange.caller()));
        try {
            Lease lease = group.lanes.acquire(hold(exchange, group), exchange.cancellation());
            return lease.then(() -> leave(group));
        } catch (RuntimeException refused) {
            leave(group);
            throw refused;
        }
    }

    /** The connections that are open for that caller now: none is opened. */
    List<Connection> open(Caller caller) {
        Group group = locked(() -> groups.get(keyOf(caller)));
        return group == null
                ? List.of()
                : group.lanes.lines().stream()
                        .flatMap(line -> Optional.ofNullable(line.connection()).stream())
                        .toList();
    }

    /** Opens the connection that everybody shares, where there is such a thing. */
    void openShared() {
        Optional<Group> shared = locked(() -> sharing.shared().map(this::group));
        shared.ifPresent(group -> group.lanes.open());
    }

    void sessionEnded(ClientKey.Session session) {
        end(key -> key instanceof ScopeKey.Session ended && ended.session().equals(session));
    }

    void ended(ScopeKey scope) {
        end(scope::equals);
    }

    /** Ends all connections, and refuses requests with that error until {@link #resume}. */
    void halt(RpcException reason) {
        locked(() -> halted = reason);
        endAll();
    }

    void resume() {
        locked(() -> halted = null);
    }

    /** Ends all connections; the next request opens another. */
    void endAll() {
        end(key -> true);
    }

    List<Line> lines() {
        List<Group> groups = present;
        if (groups.size() == 1) {
            return groups.getFirst().lanes.lines();
        }
        List<Line> all = new ArrayList<>();
        groups.forEach(group -> all.addAll(group.lanes.lines()));
        return all;
    }

    /** The connections that everybody shares, one for each replica; none before the first was used. */
    List<Line> sharedLines() {
        for (Group group : present) {
            if (group.key.equals(ScopeKey.SHARED)) {
                return group.lanes.lines();
            }
        }
        return List.of();
    }

    List<ServerState> states() {
        List<ServerState> states = new ArrayList<>();
        lines().forEach(line -> states.add(line.state()));
        return states;
    }

    boolean isAnyUp() {
        for (Line line : lines()) {
            if (line.state() instanceof ServerState.Up) {
                return true;
            }
        }
        return false;
    }

    boolean wereEverUsed() {
        return locked(() -> everUsed);
    }

    /**
     * Until the server's era is known nobody knows who may share: then one connection is opened, whoever asks first, and
     * the others wait for it.
     */
    private void probe(Exchange exchange) {
        while (!traits.areKnown()) {
            Group group = locked(() -> {
                Group first = probed;
                if (first == null || first.retired) {
                    first = group(sharing.want(exchange.caller()));
                    probed = first;
                }
                first.users++;
                return first;
            });
            try {
                group.lanes.acquire(Hold.FREE, exchange.cancellation()).close();
            } catch (RpcException refused) {
                if (!group.retired
                        || halted() != null
                        || exchange.cancellation().isCancelled()) {
                    throw refused;
                }
            } finally {
                leave(group);
            }
        }
    }

    private Hold hold(Exchange exchange, Group group) {
        boolean isOneClient = group.key instanceof ScopeKey.Session;
        if (isOneClient || !MAY_ASK.contains(exchange.method()) || !group.canBeAsked) {
            return Hold.FREE;
        }
        return exchange.caller().capabilities().allowsAnyInput() ? Hold.ALONE : Hold.TOGETHER;
    }

    private Group enter(Caller caller) {
        Group group = group(sharing.want(caller));
        group.users++;
        return group;
    }

    private void leave(Group group) {
        locked(() -> {
            group.users--;
            group.lastUsedNanos = context.clock().nanoTime();
            return group;
        });
    }

    /** The group of that key, made now if need be. The lock is held. */
    private Group group(ConnectFor who) {
        if (halted != null) {
            throw halted;
        }
        everUsed = true;
        sweepLater();
        Group known = groups.get(who.scope());
        if (known != null) {
            return known;
        }
        Group group = new Group(who);
        groups.put(who.scope(), group);
        changed();
        return group;
    }

    private void end(Predicate<ScopeKey> which) {
        List<Group> ended = new ArrayList<>();
        locked(() -> {
            groups.values().removeIf(group -> {
                if (which.test(group.key)) {
                    group.retired = true;
                    ended.add(group);
                }
                return group.retired;
            });
            changed();
            sweepNoMoreIfEmpty();
            return ended;
        });
        ended.forEach(group -> group.lanes.retire());
    }

    /**
     * A modern server is not asked through its connection: whoever opened it, all may share it. Not so with replicas, of
     * which it has only one.
     */
    private void widen(Group group) {
        locked(() -> {
            boolean widens = traits.isModern() && sharing.isAutomatic() && connectors.size() == 1 && !group.retired;
            if (widens && !groups.containsKey(ScopeKey.SHARED) && groups.remove(group.key, group)) {
                group.key = ScopeKey.SHARED;
                groups.put(ScopeKey.SHARED, group);
            }
            return group;
        });
    }

    private void evict() {
        lines().stream()
                .filter(line -> line.isLive() && line.inFlight() == 0)
                .max(Comparator.comparingLong(Line::unusedNanos))
                .ifPresent(line -> line.stopIfUnused(Duration.ZERO));
    }

    /** Looks for unused connections from time to time, as long as there are any. The lock is held. */
    private void sweepLater() {
        Duration idle = context.config().timeouts().idle();
        if (sweeping == null && idle.isPositive()) {
            sweeping = context.clock().schedule(idle.dividedBy(4), this::sweep);
        }
    }

    /** A timer would keep a server in memory that has been removed. The lock is held. */
    private void sweepNoMoreIfEmpty() {
        BackendClock.Timer timer = sweeping;
        if (groups.isEmpty() && timer != null) {
            timer.cancel();
            sweeping = null;
        }
    }

    private void sweep() {
        Duration idle = context.config().timeouts().idle();
        present.stream().filter(group -> !group.staysOpen()).forEach(group -> {
            group.lanes.lines().forEach(line -> line.stopIfUnused(idle));
            forgetIfUnused(group, idle);
        });
        locked(() -> {
            sweeping = null;
            if (!groups.isEmpty()) {
                sweepLater();
            }
            return true;
        });
    }

    private void forgetIfUnused(Group group, Duration idle) {
        boolean forgotten = locked(() -> {
            boolean unused = group.users == 0
                    && context.clock().nanoTime() - group.lastUsedNanos >= idle.toNanos()
                    && group.lanes.lines().stream().noneMatch(Line::isLive);
            group.retired |= unused;
            boolean isRemoved = unused && groups.remove(group.key, group);
            if (isRemoved) {
                changed();
            }
            return isRemoved;
        });
        if (forgotten) {
            group.lanes.retire();
        }
    }

    private @Nullable RpcException halted() {
        return locked(() -> halted);
    }

    /** Whoever asks how the server is takes no lock for it: each call may. The lock is held. */
    private void changed() {
        present = List.copyOf(groups.values());
    }

    private <T extends @Nullable Object> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** The connections of one key. Guarded by the lock, but for what is final or volatile. */
    private final class Group implements LineWatcher {
        private final Lanes lanes;
        private final boolean canBeAsked;
        private volatile ScopeKey key;
        private volatile boolean retired;
        private int users;
        private long lastUsedNanos;

        Group(ConnectFor who) {
            key = who.scope();
            canBeAsked = who.capabilities().allowsAnyInput();
            lastUsedNanos = context.clock().nanoTime();
            lanes = new Lanes(context, key.equals(ScopeKey.SHARED) ? connectors : oneOfThem, who, this);
        }

        boolean staysOpen() {
            return context.config().start() == BackendConfig.Start.EAGER && key.equals(ScopeKey.SHARED);
        }

        @Override
        public void opened(Connection connection) {
            traits.learn(connection);
            widen(this);
        }

        @Override
        public void restarting() {
            owner.restarting();
        }

        @Override
        public void connected() {
            owner.connected(key);
        }

        @Override
        public boolean lost() {
            return owner.lost();
        }

        @Override
        public void replaced() {
            owner.replaced();
            for (ListKind list : ListKind.values()) {
                listChanged(list);
            }
        }

        @Override
        public void crowded() {
            evict();
        }

        @Override
        public void moved() {
            owner.moved();
        }

        @Override
        public void complained(String line) {
            owner.complained(line);
        }

        @Override
        public void listChanged(ListKind list) {
            owner.listChanged(list, key);
        }
    }
}
