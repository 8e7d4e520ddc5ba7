package io.yumen.backend;

import io.yumen.exchange.ClientKey;
import io.yumen.tenant.Principal;

/** For whom a connection is open: everybody, one principal, or one client. What is cached from it is kept under it too. */
public sealed interface ScopeKey {
    /** Everybody. */
    record Shared() implements ScopeKey {}

    /** One principal. */
    record User(Principal principal) implements ScopeKey {}

    /** One client session of a principal. */
    record Session(Principal principal, ClientKey.Session session) implements ScopeKey {}

    ScopeKey SHARED = new Shared();
}
