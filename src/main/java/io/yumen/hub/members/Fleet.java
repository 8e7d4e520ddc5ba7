package io.yumen.hub.members;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.yumen.backend.ScopeKey;
import io.yumen.exchange.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The servers of the hub at one time, in the order of the configuration. A change of the configuration makes another. */
public final class Fleet {
    private final List<Member> members;
    private final Map<String, Member> byName;
    private final FleetConfig config;
    private final Catalog shared;
    private final Map<String, Fleet> alone = new ConcurrentHashMap<>();
    private final Cache<List<String>, Fleet> parts;
    private final Cache<List<ScopeKey>, Catalog> catalogs;

    public Fleet(List<Member> members, FleetConfig config) {
        this.members = List.copyOf(members);
        this.byName = members.stream().collect(Collectors.toUnmodifiableMap(Member::name, Function.identity()));
        this.config = config;
        this.shared = new Catalog(
                this.members, members.stream().map(member -> ScopeKey.SHARED).toList(), config.prefixing());
        this.parts = Caffeine.newBuilder()
                .maximumSize(config.maxCatalogs())
                .expireAfterAccess(config.idle())
                .build();
        this.catalogs = Caffeine.newBuilder()
                .maximumSize(config.maxCatalogs())
                .expireAfterAccess(config.idle())
                .build();
    }

    public List<Member> members() {
        return members;
    }

    public @Nullable Member find(String server) {
        return byName.get(server);
    }

    /** The server of that name, which a list has just named. */
    public Member get(String server) {
        Member member = byName.get(server);
        if (member == null) {
            throw new Departed(server);
        }
        return member;
    }

    /** The only server, or null where there are several or none. */
    public @Nullable Member only() {
        return members.size() == 1 ? members.getFirst() : null;
    }

    /** A hub of that server alone, with its own names. */
    public Fleet alone(String server) {
        return alone.computeIfAbsent(server, name -> new Fleet(List.of(get(name)), config.withoutPrefixes()));
    }

    /** A hub of those servers alone: what others offer changes no name in it. */
    public Fleet of(Predicate<Member> which) {
        List<Member> chosen = members.stream().filter(which).toList();
        return chosen.size() == members.size()
                ? this
                : parts.get(chosen.stream().map(Member::name).toList(), names -> new Fleet(chosen, config));
    }

    /** The lists of those who have the same connections as that caller. */
    public Catalog catalog(Caller caller) {
        for (Member member : members) {
            if (!(member.scopeOf(caller) instanceof ScopeKey.Shared)) {
                return ownCatalog(caller);
            }
        }
        return shared;
    }

    /** The lists that were merged so far; for operators. */
    public Stream<Catalog> catalogs() {
        Stream<Catalog> own = Stream.concat(Stream.of(shared), catalogs.asMap().values().stream());
        return Stream.concat(own, parts.asMap().values().stream().flatMap(Fleet::catalogs));
    }

    private Catalog ownCatalog(Caller caller) {
        List<ScopeKey> scopes = new ArrayList<>(members.size());
        for (Member member : members) {
            scopes.add(member.scopeOf(caller));
        }
        return catalogs.get(scopes, key -> new Catalog(members, key, config.prefixing()));
    }
}
