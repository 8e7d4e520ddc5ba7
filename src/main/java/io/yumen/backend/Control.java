package io.yumen.backend;

import java.util.List;
import java.util.Optional;

/** What an operator may do to a server, and see of it. Nothing here waits for the server. Safe for many threads. */
public interface Control {
    /** Starts it, where its operator stopped it or it is to be up always; else it starts with the first request. */
    void start();

    /** Ends all connections and processes, and refuses requests until {@link #start}. What is under way fails. */
    void stop();

    /** Ends all connections and processes, forgets past failures, and starts it at once. What is under way fails. */
    void restart();

    /** Ends all connections and processes, and refuses requests, whatever else is ordered, until {@link #release}. */
    void isolate();

    /** Ends the isolation; the server may be started again. */
    void release();

    /** What the server last said of itself; empty until it was reached once. */
    Optional<Description> description();

    /** What happened to it, and what its processes wrote to standard error: the last lines, oldest first. */
    List<LogLine> log(int most);
}
