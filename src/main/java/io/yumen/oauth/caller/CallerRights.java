package io.yumen.oauth.caller;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.yumen.oauth.Exchanger;
import io.yumen.tenant.Access;
import io.yumen.tenant.CallerToken;
import io.yumen.tenant.Principal;
import io.yumen.tenant.Scopes;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The rights at one server of those who call it: what each came in with is exchanged at its issuer for a token that is meant for
 * the server (RFC 8693). The server never sees the caller's token, and has no say in where that goes: the configuration names
 * the issuer. Safe for many threads.
 */
public final class CallerRights {
    private final Exchanger exchanger;
    private final ExchangeLimits limits;
    private final Cache<Holder, CallerRight> rights;
    private final Cache<Program, CallerRight> newest;

    public CallerRights(Exchanger exchanger, ExchangeLimits limits) {
        this.exchanger = exchanger;
        this.limits = limits;
        this.rights = cache();
        this.newest = cache();
    }

    private <K> Cache<K, CallerRight> cache() {
        return Caffeine.newBuilder()
                .maximumSize(limits.rights())
                .expireAfterAccess(limits.idle())
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(exchanger.now().toEpochMilli()))
                .build();
    }

    /** Why that caller has nothing that could be exchanged, as what the server does; empty where they have. */
    public Optional<String> objection(Access access) {
        CallerToken token = access.token();
        String issuer = exchanger.issuer();
        if (token != null && token.issuer().equals(issuer)) {
            return Optional.empty();
        }
        String shown = token == null ? shown(access.proof()) : token.toString();
        return Optional.of("takes calls only from those who come in with a token of " + issuer
                + ", which is exchanged for one of its own. You came in with " + shown + ": log in at " + issuer
                + " with your client, and come with its token");
    }

    /**
     * The right of that caller by the token that they came in with now: what they came in with at other times is no part of it.
     *
     * @param access one to which there is no {@link #objection}
     */
    public CallerRight of(Access access) {
        CallerToken token = Objects.requireNonNull(access.token(), "what is exchanged");
        CallerRight right = rights.get(holder(access, token), one -> new CallerRight(exchanger, access, token, limits));
        newest.put(program(access), right);
        return right;
    }

    /** The same, as long as it is there: none is made anew, so that what was ended stays so for what is under way. */
    public Optional<CallerRight> present(Access access) {
        CallerToken token = access.token();
        return token == null ? Optional.empty() : Optional.ofNullable(rights.getIfPresent(holder(access, token)));
    }

    /**
     * The right of the same user, by the same program and with the same scopes, by the token that came last: for what goes on when a call
     * is over, and would else end with the token that it was begun with.
     */
    public Optional<CallerRight> newest(Access access) {
        return access.token() == null ? Optional.empty() : Optional.ofNullable(newest.getIfPresent(program(access)));
    }

    private static Program program(Access access) {
        return new Program(access.principal(), access.client(), access.scopes());
    }

    private static Holder holder(Access access, CallerToken token) {
        return new Holder(access.principal(), access.client(), access.scopes(), token);
    }

    /** Ends the rights of those whose credentials have ended. */
    public void forget(Predicate<Access> ended) {
        rights.asMap().values().removeIf(right -> right.endIf(ended));
        newest.asMap().values().removeIf(right -> right.endIf(ended));
    }

    /**
     * Whose right it is. What one comes by with fewer scopes, through another program, or by another token, is never served by what
     * the same principal may do elsewhere.
     */
    private record Holder(Principal principal, String client, Scopes scopes, CallerToken token) {}

    /** By what program a user comes, and how far that reaches. */
    private record Program(Principal principal, String client, Scopes scopes) {}

    private static String shown(Access.Proof proof) {
        return switch (proof) {
            case NONE -> "no credential";
            case KEY -> "a key of this gateway";
            case PASSWORD -> "a password of this gateway";
            case TOKEN -> "a token of this gateway itself";
            case CERTIFICATE -> "a certificate";
            case JWT, INTROSPECTION -> "something else";
        };
    }
}
