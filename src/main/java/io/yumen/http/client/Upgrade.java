package io.yumen.http.client;

import io.yumen.http.Duplex;
import io.yumen.http.Headers;

/** What came of a request to switch a connection to another protocol. */
public sealed interface Upgrade {
    /**
     * The server switched (status 101).
     *
     * @param headers those of its response
     * @param connection the connection, which is the caller's until it closes it; deadlines do not hold any more
     */
    record Switched(Headers headers, Duplex connection) implements Upgrade {}

    /** The server answered something else. */
    record Refused(int status, Headers headers) implements Upgrade {}
}
