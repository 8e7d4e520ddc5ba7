package io.yumen.oauth;

import io.yumen.oauth.LoginContext.Parts;
import io.yumen.oauth.discovery.Discovery;
import io.yumen.oauth.discovery.Documents;
import io.yumen.oauth.discovery.OAuthLimits;
import java.net.URI;
import java.time.InstantSource;
import java.util.function.Supplier;

/** The OAuth client: what the rights at all servers share. Safe for many threads; close it when it is not needed any more. */
public final class OAuth implements AutoCloseable {
    private final Documents documents;
    private final Parts parts;

    /**
     * A client.
     *
     * @param vault keeps tokens and registrations
     * @param base where browsers reach our pages, as in {@code http://127.0.0.1:3050}; asked when a user has to log in
     */
    public OAuth(Documents documents, Vault vault, Supplier<URI> base, InstantSource clock) {
        OAuthLimits limits = documents.limits();
        this.documents = documents;
        this.parts = new Parts(new Discovery(documents), vault, new Visits(base, limits, clock), limits, clock);
    }

    /** The rights at a server. */
    public Logins at(OAuthConfig config) {
        return new Logins(config, parts, documents);
    }

    /** Exchanges tokens of callers for others at a server, at the one issuer of that policy. */
    public Exchanger exchanger(OAuthConfig config, Grant.OnBehalf grant) {
        return new Exchanger(LoginContext.of(config, parts, documents, Exchanger.reach(config), login -> {}), grant);
    }

    /** Who is on the way to log in. */
    public Visits visits() {
        return parts.visits();
    }

    public OAuthLimits limits() {
        return parts.limits();
    }

    @Override
    public void close() {
        documents.close();
    }
}
