package io.yumen.backend.http;

import io.yumen.http.Headers;

/** Where the headers come from that prove to a server who we are. Called for every request, by many threads. */
public interface Credentials {
    /** No credentials but what the static headers hold. */
    Credentials NONE = new Credentials() {
        @Override
        public Headers headers() {
            return Headers.none();
        }

        @Override
        public boolean renew(String challenge) {
            return false;
        }
    };

    /** What is sent with the next request; may block to obtain it. */
    Headers headers();

    /**
     * The server refused the last ones.
     *
     * @param challenge its {@code WWW-Authenticate}, or an empty text
     * @return whether there are others now, so that the request is worth sending once more
     */
    boolean renew(String challenge);
}
