package io.yumen.connect;

import io.yumen.backend.http.Credentials;
import io.yumen.exchange.Cancellation;
import java.util.Optional;

/** By what right a bridge uses its gateway. Safe for many threads. */
public interface Access extends AutoCloseable {
    /** No right but what the headers hold that its user gave. */
    Access NONE = new Access() {
        @Override
        public Credentials credentials() {
            return Credentials.NONE;
        }

        @Override
        public Optional<String> admit(Cancellation cancellation) {
            return Optional.of("it wants a login");
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    };

    /** What is sent with each request. */
    Credentials credentials();

    /**
     * The gateway wants its user to log in: waits until that is done, or cannot be. Says why the user is not in; empty where
     * they are, and a request can be sent again.
     *
     * @throws io.yumen.protocol.RpcException when the request that waits was cancelled
     */
    Optional<String> admit(Cancellation cancellation);

    /** Lets go of what it holds; who waits hears that nobody logged in. */
    @Override
    void close();
}
