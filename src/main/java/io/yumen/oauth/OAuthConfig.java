package io.yumen.oauth;

import io.yumen.http.client.EgressGuard.Allowance;
import io.yumen.oauth.discovery.PeerUrl;
import io.yumen.secret.Secret;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How tokens for one server are obtained.
 *
 * @param server its name in the configuration
 * @param url its endpoint
 * @param grant by whose right
 * @param client who we are to the authorization server
 * @param policy what is asked of whom
 */
public record OAuthConfig(String server, URI url, Grant grant, ClientConfig client, Policy policy) {
    /** Another server's name would have its tokens. */
    public OAuthConfig {
        if (server.isBlank()) {
            throw new IllegalArgumentException("A server has a name");
        }
    }

    /** The usual: users log in, and we register ourselves. */
    public OAuthConfig(String server, URI url) {
        this(server, url, new Grant.AuthorizationCode(), ClientConfig.UNKNOWN, Policy.USUAL);
    }

    /** Where others may lead us: a server on this machine may have its authorization server there, too. */
    Set<Allowance> reach() {
        Set<Allowance> reach = new HashSet<>(policy.reach());
        if (PeerUrl.isLoopback(url)) {
            reach.add(Allowance.LOOPBACK);
        }
        return Set.copyOf(reach);
    }

    /**
     * What is asked of whom.
     *
     * @param scopes what to ask for; empty for what the server says
     * @param issuer the only authorization server to use, or null for the one that the server names
     * @param reach where others may lead us beyond the Internet
     */
    public record Policy(List<String> scopes, @Nullable String issuer, Set<Allowance> reach) {
        static final Policy USUAL = new Policy(List.of(), null, Set.of());

        public Policy {
            scopes = List.copyOf(scopes);
            reach = Set.copyOf(reach);
        }
    }

    /**
     * Who we are to the authorization server. Where nothing is said, we register.
     *
     * @param id the id that we were given, or null
     * @param secret its secret, or null
     * @param privateKey the key that proves who we are (PEM, PKCS #8), or null
     * @param document the URL of our client metadata document, or null
     */
    public record ClientConfig(
            @Nullable String id,
            @Nullable Secret secret,
            @Nullable Secret privateKey,
            @Nullable String document) {
        static final ClientConfig UNKNOWN = new ClientConfig(null, null, null, null);
    }
}
