package io.yumen.exchange;

/** Tells one client from another: what belongs to a client, such as its own child process, is kept under its key. */
public sealed interface ClientKey {
    /** A legacy session, a connection, or a pipe: ends when its client goes, so that what is kept under it can go too. */
    record Session(String id) implements ClientKey {}

    /** A client of the stateless era, which nothing tells from the next one of the same principal. */
    record Stateless() implements ClientKey {}

    /** The key of every stateless client. */
    ClientKey STATELESS = new Stateless();
}
