package io.yumen.backend.life;

import io.yumen.backend.Connection;
import io.yumen.backend.ListKind;

/** Who owns lines. Called without a lock held, where nothing else is said; must not block. */
interface LineWatcher {
    /** A connection was opened, and nobody has used it yet. It may be called and the connection given up at once. */
    void opened(Connection connection);

    /** A connection that was lost, or could not be opened, is about to be opened again. */
    void restarting();

    /** A connection is open, and requests take it. */
    void connected();

    /**
     * A connection is lost, and nobody else knows it yet: the lock of the line is held. Says whether another is to be opened though no
     * request is let through that would.
     */
    boolean lost();

    /** A connection is open in place of one that was there before: its lists may be different, nobody knows. */
    void replaced();

    /** A connection is needed, and there are as many as may be: one that nobody uses should go. */
    void crowded();

    /** A line is in another state. */
    void moved();

    /** A process of the server wrote that line to standard error. */
    void complained(String line);

    /** A list is different. */
    void listChanged(ListKind list);
}
