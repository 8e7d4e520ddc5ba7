package io.yumen.backend.http;

import io.yumen.http.Headers;
import io.yumen.http.client.Endpoint;
import io.yumen.oauth.RefusedRequest;
import io.yumen.oauth.Renewal;
import io.yumen.tenant.Access;

/** Where the headers come from that prove to a server who we are. Called for every request, by many threads. */
public interface Credentials {
    /** No credentials but what the static headers hold. */
    Credentials NONE = new Credentials() {
        @Override
        public Headers headers(String method, Endpoint endpoint) {
            return Headers.none();
        }

        @Override
        public Renewal renew(RefusedRequest refused) {
            return new Renewal.Refused("");
        }
    };

    /** Those for what belongs to a call of that one; these, where all who share the connection speak by one right. */
    default Credentials of(Access caller) {
        return this;
    }

    /** What is sent with the next request; may block to obtain it. */
    Headers headers(String method, Endpoint endpoint);

    /** The headers of an answer, whatever it says. */
    default void answered(Headers answer) {}

    /**
     * The server refused the last ones; may block. Where nothing can be done and nothing is to be said about it, the reason is
     * empty.
     */
    Renewal renew(RefusedRequest refused);
}
