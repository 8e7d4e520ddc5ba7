package io.yumen.backend.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.yumen.backend.ScopeKey;
import io.yumen.exchange.ClientKey;
import io.yumen.oauth.caller.CallerRight;
import io.yumen.oauth.caller.ExchangeLimits;
import java.util.Optional;

/** By whose right each connection to a server speaks: that of who last called over it. Safe for many threads. */
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

    void sessionEnded(ClientKey.Session session) {
        seats.asMap()
                .keySet()
                .removeIf(key ->
                        key instanceof ScopeKey.Session of && of.session().equals(session));
    }
}
