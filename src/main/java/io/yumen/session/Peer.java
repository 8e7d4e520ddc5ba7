package io.yumen.session;

import io.yumen.exchange.ClientKey;
import io.yumen.tenant.Access;

/**
 * Who is at the other end, as the transport knows it before it has read anything.
 *
 * @param access who came in
 * @param client the connection or pipe that it came by, or {@link ClientKey#STATELESS}
 */
public record Peer(Access access, ClientKey client) {
    /** A peer that nothing tells from the next one of the same principal. */
    public static Peer stateless(Access access) {
        return new Peer(access, ClientKey.STATELESS);
    }
}
