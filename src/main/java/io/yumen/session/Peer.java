package io.yumen.session;

import io.yumen.exchange.ClientKey;
import io.yumen.tenant.Principal;

/**
 * Who is at the other end, as the transport knows it before it has read anything.
 *
 * @param principal who the client acts for
 * @param client the connection or pipe that it came by, or {@link ClientKey#STATELESS}
 */
public record Peer(Principal principal, ClientKey client) {
    /** A peer that nothing tells from the next one of the same principal. */
    public static Peer stateless(Principal principal) {
        return new Peer(principal, ClientKey.STATELESS);
    }
}
