package io.yumen.backend.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.yumen.backend.ScopeKey;
import io.yumen.exchange.ClientKey;
import io.yumen.oauth.caller.CallerRight;
import io.yumen.oauth.caller.ExchangeLimits;
import io.yumen.tenant.Access;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * By whose right each connection to a server speaks for itself, as when it opens or listens: that of who last called over it. What
 * belongs to a call goes by the right of its own caller. Safe for many threads.
 */
public final class Seats {
    private final Cache<ScopeKey, CallerRight> seats;

    public Seats(ExchangeLimits limits) {
        seats = Caffeine.newBuilder()
                .maximumSize(limits.rights())
                .expireAfterAccess(limits.idle())
                .build();
    }

    /** The right of that connection; empty where nobody has called for long. */
    public Optional<CallerRight> at(ScopeKey scope) {
        return Optional.ofNullable(seats.getIfPresent(scope));
    }

    void take(ScopeKey scope, CallerRight right) {
        seats.put(scope, right);
    }

    /** Ends the rights of those whose credentials have ended; returns the connections that spoke by them. */
    List<ScopeKey> vacate(Predicate<Access> ended) {
        List<ScopeKey> vacated = new ArrayList<>();
        seats.asMap().forEach((scope, right) -> {
            if (right.endIf(ended)) {
                vacated.add(scope);
            }
        });
        seats.asMap().keySet().removeAll(vacated);
        return vacated;
    }

    void sessionEnded(ClientKey.Session session) {
        seats.asMap()
                .keySet()
                .removeIf(key ->
                        key instanceof ScopeKey.Session of && of.session().equals(session));
    }
}
