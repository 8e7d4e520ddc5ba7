package io.yumen.http.websocket;

/** Which end we are: clients mask what they send, servers do not (RFC 6455 section 5.1). */
enum Role {
    CLIENT,
    SERVER;

    /** Whether frames that come to this end must be masked. */
    boolean expectsMask() {
        return this == SERVER;
    }

    /** Whether frames that leave this end must be masked. */
    boolean masks() {
        return this == CLIENT;
    }
}
