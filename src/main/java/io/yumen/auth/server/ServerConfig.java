package io.yumen.auth.server;

import io.yumen.http.client.EgressGuard.Allowance;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What the authorization server is, and what it grants.
 *
 * @param issuer its identifier: the URL under which browsers and clients see this gateway, without a slash at its end
 * @param scopes what clients may ask for; what they do not name is all of it
 * @param tokenTime how long an access token is good
 * @param grantTime how long a client may refresh, from the consent on
 * @param clients the clients that are known beforehand
 * @param ways how others may become clients
 * @param reach where documents of clients may lie beyond the Internet
 */
public record ServerConfig(
        String issuer,
        Set<String> scopes,
        Duration tokenTime,
        Duration grantTime,
        List<Client> clients,
        Set<Way> ways,
        Set<Allowance> reach) {
    public ServerConfig {
        scopes = Set.copyOf(scopes);
        clients = List.copyOf(clients);
        ways = Set.copyOf(ways);
        reach = Set.copyOf(reach);
        if (!tokenTime.isPositive() || !grantTime.isPositive()) {
            throw new IllegalArgumentException("Tokens are good for more than no time");
        }
    }

    /** How somebody becomes a client who was not known beforehand. */
    public enum Way {
        /** By registering itself (RFC 7591). */
        REGISTRATION,
        /** By a document under a URL of its own, which is its id. */
        DOCUMENT
    }

    /** Whether people see us encrypted. */
    boolean isSecure() {
        return issuer.startsWith("https:");
    }

    /** The path of the issuer; empty where it has none. */
    String path() {
        return URI.create(issuer).getRawPath();
    }
}
