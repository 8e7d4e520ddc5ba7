package io.yumen.exchange;

/** Is told that a client's session has ended, so that what is kept for it can go. Must not block. */
@FunctionalInterface
public interface SessionEnd {
    void ended(ClientKey.Session session);
}
