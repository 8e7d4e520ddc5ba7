package io.yumen.oauth.discovery;

import io.yumen.http.client.EgressGuard.Allowance;
import io.yumen.oauth.discovery.OAuthException.Code;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/** URLs that a stranger chose. Where requests of ours may go, the egress guard says; where a browser may be sent, this does. */
public final class PeerUrl {
    private static final int MAX_LENGTH = 2_048;
    private static final Set<String> LOOPBACK_HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");

    private PeerUrl() {}

    /**
     * An absolute http or https URL with a host and without user name or fragment.
     *
     * @param what what it is, for the message
     * @throws OAuthException where it is anything else
     */
    public static URI parse(String text, String what) {
        try {
            URI url = new URI(text);
            boolean isWeb = "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
            boolean isPlain = url.getHost() != null && url.getRawUserInfo() == null && url.getRawFragment() == null;
            if (isWeb && isPlain && text.length() <= MAX_LENGTH) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Refused below.
        }
        throw new OAuthException(
                Code.DISTRUSTED, "The " + what + " is no usable https URL: \"" + PeerText.shown(text) + "\"");
    }

    /**
     * A URL that a browser may be sent to: https, or http on the user's own machine where that is allowed.
     *
     * @throws OAuthException where it is anything else
     */
    public static URI forBrowser(String text, String what, Set<Allowance> reach) {
        URI url = parse(text, what);
        boolean secure = "https".equalsIgnoreCase(url.getScheme());
        if (!secure && !(reach.contains(Allowance.LOOPBACK) && isLoopback(url))) {
            throw new OAuthException(Code.DISTRUSTED, "The " + what + " is not encrypted: " + PeerText.shown(text));
        }
        return url;
    }

    /** Whether a URL names this machine by one of its usual names. */
    public static boolean isLoopback(URI url) {
        return url.getHost() != null && LOOPBACK_HOSTS.contains(url.getHost().toLowerCase(Locale.ROOT));
    }

    /** Scheme, host and port of a URL, as they stand there. */
    public static String originOf(URI url) {
        return url.getScheme() + "://" + url.getRawAuthority();
    }
}
