package io.yumen.app.access;

import io.yumen.auth.ApiKeys;
import io.yumen.auth.Stays;
import io.yumen.auth.lockdown.Lock;
import io.yumen.auth.lockdown.Lockdown;
import io.yumen.auth.server.AuthorizationServer;
import io.yumen.auth.users.Users;
import io.yumen.store.KeyValues;
import io.yumen.tenant.Principal;

/**
 * What ends with a lock, and stays ended when it is lifted: the keys of a principal, what it allowed to programs, what was allowed to
 * a program; and whatever is under way by them.
 *
 * @param values where grants lie
 * @param stays what is under way
 */
record Consequences(KeyValues values, ApiKeys keys, Users users, Stays stays) implements Lockdown.Listener {
    @Override
    public void locked(Lock lock) {
        switch (lock) {
            case Lock.OfPrincipal of -> end(of.principal());
            case Lock.OfClient of -> AuthorizationServer.endGrantsTo(values, of.id());
            case Lock.OfServer server -> {
                // Nobody came in through it.
            }
            case Lock.OfEverything everything -> {
                // All that anybody has is worth something again when it is lifted.
            }
        }
        lock.withdrawal().ifPresent(stays::withdraw);
    }

    private void end(Principal principal) {
        keys.revokeAll(principal);
        users.find(principal.name())
                .filter(user -> user.principal().equals(principal))
                .ifPresent(user -> AuthorizationServer.endGrantsOf(values, user));
    }
}
