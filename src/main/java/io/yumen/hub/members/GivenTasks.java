package io.yumen.hub.members;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.yumen.backend.ScopeKey;
import io.yumen.secret.Sha256;
import io.yumen.tenant.Principal;
import java.nio.ByteBuffer;

/**
 * To whom the tasks of one server were given, by the ids that the server has for them. One that counts its tasks counts them anew when it
 * starts anew: an id names the task of whom it was given to last, and an older holder finds nothing by it. Of an id that was not
 * given since the gateway started nothing is known; then the mark that clients have on it says whose it is. Safe for many threads.
 */
public final class GivenTasks {
    /** Tasks of one server that are remembered; those that nobody asked about for longest are forgotten first. */
    private static final int MOST = 10_000;

    private final Cache<Id, Holder> holders =
            Caffeine.newBuilder().maximumSize(MOST).build();

    private record Id(ScopeKey scope, ByteBuffer own) {}

    /** By its digest: how long an id is, is for a server to say. */
    private static Id id(ScopeKey scope, String own) {
        return new Id(scope, ByteBuffer.wrap(Sha256.of(own)));
    }

    private record Holder(Principal principal, String tool) {}

    /**
     * That principal has that task now.
     *
     * @param scope the connection over which it began
     * @param tool what began it
     * @param own the server's own id
     */
    public void give(ScopeKey scope, Principal principal, String tool, String own) {
        holders.put(id(scope, own), new Holder(principal, tool));
    }

    /** Whether what that id names may still be what was given to that principal, and began by that tool. */
    public boolean mayBe(ScopeKey scope, Principal principal, String tool, String own) {
        Holder holder = holders.getIfPresent(id(scope, own));
        return holder == null || holder.equals(new Holder(principal, tool));
    }
}
