package io.yumen.backend.http;

import io.yumen.backend.link.Link;
import io.yumen.protocol.Revision;

/**
 * A link whose first request opens a session. It ends when the server forgets the session, which every request under way and
 * the listener are told. Closing it ends the session.
 */
public interface SessionLink extends Link {
    /** Repeats from now on, in each request, what the handshake agreed on. */
    void agreed(Revision agreed);
}
