package io.yumen.backend;

import io.yumen.exchange.ClientKey;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.tenant.Principal;

/** For whom a connection is open: everybody, one principal, one client, or clients that can be asked the same. What is cached from it is kept under it too. */
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

    ScopeKey SHARED = new Shared();
}
