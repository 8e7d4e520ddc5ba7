package io.yumen.oauth;

import io.yumen.http.client.EgressGuard.Allowance;
import io.yumen.oauth.discovery.Discovery;
import io.yumen.oauth.discovery.Documents;
import io.yumen.oauth.discovery.OAuthLimits;
import io.yumen.secret.Secret;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Consumer;

/** What all logins at one server share. */
record LoginContext(OAuthConfig config, Parts parts, Grants grants, Registrar registrar, Consumer<Login> onLogin) {
    /** What all servers share. */
    record Parts(Discovery discovery, Vault vault, Visits visits, OAuthLimits limits, InstantSource clock) {}

    /**
     * A context.
     *
     * @param reach where its authorization servers may be beyond the Internet
     */
    static LoginContext of(
            OAuthConfig config, Parts parts, Documents documents, Set<Allowance> reach, Consumer<Login> onLogin) {
        Registrar registrar = new Registrar(config, documents, parts.vault());
        Secret pem = config.client().privateKey();
        SigningKey key = pem == null ? null : SigningKey.ofPem(pem.reveal());
        TokenEndpoint endpoint = new TokenEndpoint(documents, reach, key, parts.clock());
        return new LoginContext(config, parts, new Grants(endpoint, registrar), registrar, onLogin);
    }

    Discovery discovery() {
        return parts.discovery();
    }

    Discovery.Start start() {
        return new Discovery.Start(config.url(), reach(), config.policy().issuer());
    }

    Set<Allowance> reach() {
        return config.reach();
    }

    Vault vault() {
        return parts.vault();
    }

    /** The server as the vault knows it: another endpoint under the same name is another server. */
    String place() {
        return config.server() + " " + config.url();
    }

    Visits visits() {
        return parts.visits();
    }

    OAuthLimits limits() {
        return parts.limits();
    }

    Instant now() {
        return parts.clock().instant();
    }

    void loggedIn(Login login) {
        onLogin.accept(login);
    }
}
