package io.yumen.hub.lists;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.yumen.backend.Backend;
import io.yumen.backend.ListKind;
import io.yumen.backend.ScopeKey;
import io.yumen.exchange.Caller;
import io.yumen.exchange.ClientKey;
import io.yumen.hub.lists.ServerList.Withheld;
import io.yumen.pin.Inspector;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What one server said of itself and listed, kept by whose connection it came over. Safe for many threads. */
public final class ServerLists {
    private static final Withheld UNLISTED = new Withheld(
            JsonNodeFactory.instance.objectNode(), "its server does not list it, so that nobody can have approved it");

    private final String server;
    private final ListLimits limits;
    private final InstantSource clock;
    private final ListEvents events;
    private final Backend backend;
    private final Inspector inspector;
    private final ListReader reader;
    private final Scope shared;
    private final Cache<ScopeKey, Scope> scopes;

    /** @param inspector looks at what the server says before anybody else does */
    public ServerLists(
            Backend backend, ListLimits limits, InstantSource clock, ListEvents events, Inspector inspector) {
        this.backend = backend;
        this.inspector = inspector;
        this.server = backend.name();
        this.limits = limits;
        this.clock = clock;
        this.events = events;
        this.reader = new ListReader(backend, limits, inspector);
        this.shared = new Scope(ScopeKey.SHARED);
        this.scopes = Caffeine.newBuilder()
                .maximumSize(limits.maxKept())
                .expireAfterAccess(limits.idle())
                .build();
    }

    /** The value if it need not be read, else null. */
    public @Nullable ServerList fresh(Listing listing, ScopeKey scope) {
        ServerList list = of(scope).list(listing).fresh();
        if (list == null) {
            events.missed(server, listing);
        } else {
            events.served(server, listing);
        }
        return list;
    }

    /** Begins to read the list where that is necessary; the caller is whose request it is read for. */
    public void refresh(Listing listing, ScopeKey scope, Caller caller) {
        Scope kept = of(scope);
        kept.list(listing).refresh(() -> timed(listing.method(), () -> read(kept, listing, caller)));
    }

    /** Waits for the list, at most as long as the limits say. */
    public Answer<ServerList> await(Listing listing, ScopeKey scope) {
        return of(scope).list(listing).await();
    }

    /** The list that is known now; waits for nothing. */
    public Answer<ServerList> atHand(Listing listing, ScopeKey scope) {
        return of(scope).list(listing).atHand();
    }

    /** Waits for the list, at most that long. */
    public Answer<ServerList> await(Listing listing, ScopeKey scope, Duration limit) {
        return of(scope).list(listing).await(limit);
    }

    /** Begins to ask the server what it is, where that is necessary. */
    public void refreshDescription(ScopeKey scope, Caller caller) {
        of(scope).description.refresh(() -> timed("server/discover", () -> describe(caller)));
    }

    /** Waits for the description, at most that long. */
    public Answer<ServerDescription> awaitDescription(ScopeKey scope, Duration limit) {
        return of(scope).description.await(limit);
    }

    /** What the server last said of itself to anybody in that scope, or null. */
    public @Nullable ServerDescription description(ScopeKey scope) {
        return of(scope).description.known();
    }

    /**
     * Why that entry must not be used, with what the server says of it; empty where it may. Where nothing may be used that was
     * not approved, what the server offers by now is read first: only for those who may know of the server, since it takes time.
     *
     * @param isShown whether the caller may
     * @throws RpcException where that cannot be known
     */
    public Optional<Withheld> withheld(Listing listing, String name, Caller caller, BooleanSupplier isShown) {
        Inspector.Scrutiny scrutiny = inspector.scrutiny(server);
        if (scrutiny == Inspector.Scrutiny.NONE || listing.pinned().isEmpty()) {
            return Optional.empty();
        }
        ScopeKey scope = backend.scopeOf(caller);
        Cached<ServerList> cached = of(scope).list(listing);
        boolean mustKnow = scrutiny == Inspector.Scrutiny.CALLS;
        // Who need neither wait nor be told anything is not asked after: that would cost each call a decision of the
        // policy more.
        if (isFree(cached, name, mustKnow) || !isShown.getAsBoolean()) {
            return Optional.empty();
        }
        ServerList list = certain(cached, listing, scope, caller);
        Withheld withheld = list.withheld().get(name);
        if (withheld != null) {
            inspector.refused(server, name);
        } else if (mustKnow && !list.names().contains(name)) {
            withheld = UNLISTED;
        }
        return Optional.ofNullable(withheld);
    }

    /** Whether it is known without asking the server that the entry may be used. */
    private boolean isFree(Cached<ServerList> cached, String name, boolean mustKnow) {
        if (!mustKnow) {
            return !isWithheld(cached.known(), name);
        }
        ServerList fresh = backend.isUp() ? cached.fresh() : null;
        return fresh != null && !isWithheld(fresh, name) && fresh.names().contains(name);
    }

    private static boolean isWithheld(@Nullable ServerList list, String name) {
        return list != null && list.withheld().containsKey(name);
    }

    /** What the server offers: known where it is up and has announced nothing since, else read. */
    private ServerList certain(Cached<ServerList> cached, Listing listing, ScopeKey scope, Caller caller) {
        if (!backend.isUp()) {
            cached.expire();
        }
        ServerList known = cached.undisputed();
        refresh(listing, scope, caller);
        if (known != null) {
            return known;
        }
        Answer<ServerList> answer = cached.await(limits.callWait());
        ServerList now = answer.value();
        RpcException trouble = answer.trouble();
        if (now == null) {
            throw trouble == null
                    ? RpcException.unavailable("The server " + server + " has not listed anything yet")
                    : trouble;
        }
        return now;
    }

    /** That answer to {@code server/discover}, without what is withheld. */
    public ObjectNode inspected(ObjectNode description) {
        return reader.inspected(new ServerDescription(description)).result();
    }

    /** Something else may be used now of what the server says: it has to be read anew. */
    public void reinspect() {
        all().forEach(Scope::invalidate);
    }

    /** The server said that the list is another one now. */
    public void listChanged(ListKind kind, ScopeKey scope) {
        Scope kept = of(scope);
        Arrays.stream(Listing.values())
                .filter(listing -> listing.kind() == kind)
                .forEach(listing -> kept.list(listing).invalidate());
    }

    /** The server was started again: whatever it said before may be different. Says whether anything had been said. */
    public boolean restarted() {
        List<Scope> all = all().toList();
        all.forEach(Scope::expire);
        return all.stream().anyMatch(Scope::isKnown);
    }

    /** Forgets what was listed to a session that has ended. */
    public void sessionEnded(ClientKey.Session session) {
        scopes.asMap()
                .keySet()
                .removeIf(key ->
                        key instanceof ScopeKey.Session of && of.session().equals(session));
    }

    /** The number of entries of the list, over the last scope that it was read for; for operators. */
    public int count(Listing listing) {
        return all().map(scope -> scope.list(listing).known())
                .mapToInt(list -> list == null ? 0 : list.items().size())
                .max()
                .orElse(0);
    }

    /** How many entries are withheld, over the scope that has most of them; for operators. */
    public int withheld() {
        return all().mapToInt(scope -> scope.lists.values().stream()
                        .map(Cached::known)
                        .mapToInt(list -> list == null ? 0 : list.withheld().size())
                        .sum())
                .max()
                .orElse(0);
    }

    /** Why something could not be read, or null where all could; for operators. */
    public @Nullable RpcException failure() {
        return all().flatMap(Scope::failures).findFirst().orElse(null);
    }

    private Cached.Read<ServerDescription> describe(Caller caller) {
        ServerDescription description = reader.describe(caller);
        Duration ttl = Duration.ofMillis(description.result().path("ttlMs").asLong(0));
        return new Cached.Read<>(description, ttl.isPositive() ? ttl : limits.description());
    }

    private Cached.Read<ServerList> read(Scope scope, Listing listing, Caller caller) {
        scope.description.refresh(() -> timed("server/discover", () -> describe(caller)));
        ServerDescription description =
                scope.description.await(limits.firstWait()).value();
        if (description != null && !description.offers(listing)) {
            return new Cached.Read<>(ServerList.EMPTY, limits.description());
        }
        ServerList list = reader.read(listing, caller);
        if (list.validFor().isPositive()) {
            return new Cached.Read<>(list, list.validFor());
        }
        boolean isAnnounced = description != null && description.announces(listing);
        return new Cached.Read<>(list, isAnnounced ? Cached.Read.UNTIL_CHANGED : limits.unannounced());
    }

    private <T> Cached.Read<T> timed(String method, Supplier<Cached.Read<T>> reading) {
        try {
            Cached.Read<T> read = reading.get();
            events.read(server, method, "");
            return read;
        } catch (RpcException e) {
            events.read(server, method, e.error().message());
            throw e;
        }
    }

    private Scope of(ScopeKey key) {
        return key instanceof ScopeKey.Shared ? shared : scopes.get(key, Scope::new);
    }

    private Stream<Scope> all() {
        return Stream.concat(Stream.of(shared), scopes.asMap().values().stream());
    }

    /** What was said over one connection. */
    private final class Scope {
        private final Cached<ServerDescription> description;
        private final Map<Listing, Cached<ServerList>> lists = new EnumMap<>(Listing.class);

        Scope(ScopeKey key) {
            String name = "read-" + server;
            description = new Cached<>(
                    name,
                    limits,
                    clock,
                    () -> Arrays.stream(Listing.values()).forEach(listing -> events.arrived(server, listing, key)));
            for (Listing listing : Listing.values()) {
                lists.put(listing, new Cached<>(name, limits, clock, () -> events.arrived(server, listing, key)));
            }
        }

        Cached<ServerList> list(Listing listing) {
            return Objects.requireNonNull(lists.get(listing));
        }

        void invalidate() {
            description.invalidate();
            lists.values().forEach(Cached::invalidate);
        }

        void expire() {
            description.expire();
            lists.values().forEach(Cached::expire);
        }

        boolean isKnown() {
            return lists.values().stream().anyMatch(list -> list.known() != null);
        }

        Stream<RpcException> failures() {
            return Stream.concat(Stream.of(description), lists.values().stream())
                    .<RpcException>mapMulti((cached, sink) -> {
                        RpcException failure = cached.failure();
                        if (failure != null) {
                            sink.accept(failure);
                        }
                    });
        }
    }
}
