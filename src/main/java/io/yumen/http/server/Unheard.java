package io.yumen.http.server;

import java.net.InetAddress;
import java.util.Locale;

/**
 * Is told of what came to a server and never became a request, so that no handler sees it. Called on the thread of the
 * connection; must not wait.
 */
@FunctionalInterface
public interface Unheard {
    /** Tells nobody. */
    Unheard NOBODY = (address, why) -> {};

    /**
     * Somebody came, and was not heard.
     *
     * @param address the peer of the connection, whatever proxies would say
     */
    void came(InetAddress address, Why why);

    /** Why no request came of it. */
    enum Why {
        /** It left in the handshake, or took too long for it: so do probes that only look whether the port is open. */
        LEFT,
        /** It speaks no TLS, or none that is spoken here. */
        NO_TLS,
        /** It does not believe our certificate, or has another complaint about us. */
        DISTRUSTS,
        /** Nobody whom we believe vouches for its certificate. */
        CERTIFICATE_UNKNOWN,
        /** Its certificate has ended. */
        CERTIFICATE_EXPIRED,
        /** Its certificate has not begun. */
        CERTIFICATE_EARLY,
        /** Its certificate is for something else, or it does not have the key of it. */
        CERTIFICATE_UNFIT,
        /** The head of its request is no HTTP, or is larger than heads may be. */
        MALFORMED;

        private final String word = name().toLowerCase(Locale.ROOT);

        /** One word for it. */
        public String word() {
            return word;
        }
    }
}
