package io.yumen.oauth.caller;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.yumen.oauth.Exchanger;
import io.yumen.tenant.Access;
import io.yumen.tenant.CallerToken;
import io.yumen.tenant.Scopes;
import java.util.Optional;
import java.util.TreeSet;
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
    private final Cache<Exchanger.Holder, CallerRight> rights;

    public CallerRights(Exchanger exchanger, ExchangeLimits limits) {
        this.exchanger = exchanger;
        this.limits = limits;
        this.rights = Caffeine.newBuilder()
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
     * The right of that caller, who shows a token: the newest one is exchanged when the server is next asked.
     *
     * @param access one to which there is no {@link #objection}
     */
    public CallerRight of(Access access) {
        CallerRight right = rights.get(
                new Exchanger.Holder(access.principal(), part(access)),
                holder -> new CallerRight(exchanger, holder, limits));
        right.show(access);
        return right;
    }

    /** Forgets the rights of those whose credentials have ended. */
    public void forget(Predicate<Access> ended) {
        rights.asMap().values().removeIf(right -> right.forgetIf(ended));
    }

    /**
     * What one comes by with fewer scopes, or through another program, is never served by what the same principal may do
     * elsewhere. No two of them have the same text: neither clients nor scopes have line breaks.
     */
    private static String part(Access access) {
        return switch (access.scopes()) {
            case Scopes.All all -> access.client();
            case Scopes.Only only -> access.client() + "\n" + String.join("\n", new TreeSet<>(only.names()));
        };
    }

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
