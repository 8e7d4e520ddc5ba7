package io.yumen.oauth;

import io.yumen.http.client.EgressGuard.Allowance;
import io.yumen.oauth.Grants.Wanted;
import io.yumen.oauth.discovery.Discovery.Found;
import io.yumen.oauth.discovery.OAuthException;
import io.yumen.oauth.discovery.OAuthException.Code;
import io.yumen.oauth.discovery.OAuthLimits;
import io.yumen.oauth.discovery.PeerUrl;
import io.yumen.oauth.discovery.ServerMetadata;
import io.yumen.secret.Secret;
import io.yumen.tenant.CallerToken;
import java.net.URI;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges tokens at the one issuer that the configuration of a server names (RFC 8693). What comes of it is kept in
 * memory alone, so that it ends with its caller's access and with the process. Safe for many threads.
 */
public final class Exchanger {
    private final LoginContext context;
    private final Grant.OnBehalf grant;
    private final String issuer;
    private volatile @Nullable Known known;

    private record Known(ServerMetadata metadata, Instant until) {}

    /**
     * A token that another one was exchanged for.
     *
     * @param token what the server sees
     * @param scopes what it is good for
     * @param since when it was obtained
     * @param end when it ends; {@link Instant#MAX} where nobody said
     */
    public record Exchanged(Secret token, Set<String> scopes, Instant since, Instant end) {
        public Exchanged {
            scopes = Set.copyOf(scopes);
        }

        /** What stands in {@code Authorization}. */
        public String authorization() {
            return "Bearer " + token.reveal();
        }

        /** The same, good until that moment at most. */
        public Exchanged until(Instant latest) {
            return end.isBefore(latest) ? this : new Exchanged(token, scopes, since, latest);
        }
    }

    Exchanger(LoginContext context, Grant.OnBehalf grant) {
        this.context = context;
        this.grant = grant;
        this.issuer = Objects.requireNonNull(context.config().policy().issuer(), "whose tokens are exchanged");
    }

    /** Whose tokens are exchanged, and where. */
    public String issuer() {
        return issuer;
    }

    /** The server for which they are. */
    public String server() {
        return context.config().server();
    }

    /** All that an exchanged token may be good for: what the configuration names, whatever the server wants. */
    public Set<String> scopes() {
        return Set.copyOf(context.config().policy().scopes());
    }

    public OAuthLimits limits() {
        return context.limits();
    }

    public Instant now() {
        return context.now();
    }

    /**
     * Shows the token to its issuer, and has another one for it.
     *
     * @throws OAuthException where there is none
     */
    public Exchanged exchange(CallerToken token) {
        ServerMetadata server = metadata();
        Secret subject = new Secret(token.forIssuer(server.issuer())
                .orElseThrow(() -> new OAuthException(Code.DISTRUSTED, "another one issued the caller's token")));
        Found found = new Found(context.config().url().toString(), List.of(), false, server);
        Tokens tokens = context.grants().obtain(grant.of(subject), new Wanted(found, scopes(), null));
        if (tokens.access().equals(subject)) {
            throw new OAuthException(Code.DISTRUSTED, "it gave the caller's own token back, which no server is shown");
        }
        return new Exchanged(tokens.access(), tokens.scopes(), now(), tokens.expires());
    }

    /** An issuer on this machine, which the configuration names, may have its endpoints there. */
    static Set<Allowance> reach(OAuthConfig config) {
        Set<Allowance> reach = new HashSet<>(config.reach());
        String issuer = config.policy().issuer();
        if (issuer != null && PeerUrl.isLoopback(URI.create(issuer))) {
            reach.add(Allowance.LOOPBACK);
        }
        return Set.copyOf(reach);
    }

    private ServerMetadata metadata() {
        Known last = known;
        if (last != null && last.until().isAfter(now())) {
            return last.metadata();
        }
        ServerMetadata metadata = context.discovery()
                .server(issuer, reach(context.config()))
                .orElseThrow(() -> new OAuthException(Code.UNREACHABLE, "it does not say where"));
        known = new Known(metadata, now().plus(limits().metadataAge()));
        return metadata;
    }
}
