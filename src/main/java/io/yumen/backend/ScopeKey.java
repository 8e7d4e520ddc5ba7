package io.yumen.backend;

import io.yumen.exchange.ClientKey;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.tenant.Principal;
import io.yumen.tenant.Scopes;

/** For whom a connection is open: everybody, one principal, one client, what one may do, or clients that can be asked the same. What is cached from it is kept under it too. */
public sealed interface ScopeKey {
    /** Everybody. */
    record Shared() implements ScopeKey {}

    /** One principal. */
    record User(Principal principal) implements ScopeKey {}

    /** One client session of a principal. */
    record Session(Principal principal, ClientKey.Session session) implements ScopeKey {}

    /**
     * The stateless clients of a principal that declared that they can be asked the same.
     *
     * @param capabilities sampling, elicitation and roots as declared, and nothing else
     */
    record Capable(Principal principal, ClientCapabilities capabilities) implements ScopeKey {}

    /**
     * One principal, as far as what it came in with is good: a token of another client, or for other scopes, opens another
     * connection.
     *
     * @param client the OAuth client that acts for it
     */
    record Granted(Principal principal, String client, Scopes scopes) implements ScopeKey {}

    ScopeKey SHARED = new Shared();
}
