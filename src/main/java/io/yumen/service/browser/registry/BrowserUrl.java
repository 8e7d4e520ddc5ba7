package io.yumen.service.browser.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where a user says that their browser is: {@code http://192.168.1.20:9222}. Nothing but a host and a port.
 *
 * @param host a name, or an address without brackets; lower case
 * @param port the port
 */
public record BrowserUrl(String host, int port) {
    private static final Set<String> SCHEMES = Set.of("http", "ws");
    private static final int LONGEST = 300;
    private static final int LARGEST_PORT = 65_535;

    public BrowserUrl {
        if (host.isEmpty() || port < 1 || port > LARGEST_PORT) {
            throw new IllegalArgumentException("A browser has a host and a port");
        }
    }

    /** Reads one; empty for anything with more to it than a host and a port that are written out. */
    public static Optional<BrowserUrl> parse(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return of(new URI(text));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<BrowserUrl> of(URI url) {
        String scheme = url.getScheme();
        String host = url.getHost();
        boolean isPlace = scheme != null && SCHEMES.contains(scheme.toLowerCase(Locale.ROOT)) && host != null;
        if (!isPlace || !isBare(url) || url.getPort() < 1 || url.getPort() > LARGEST_PORT) {
            return Optional.empty();
        }
        String lower = host.toLowerCase(Locale.ROOT);
        String bare = lower.startsWith("[") ? lower.substring(1, lower.length() - 1) : lower;
        // The zone of an IPv6 address is one of our network cards.
        return bare.contains("%") ? Optional.empty() : Optional.of(new BrowserUrl(bare, url.getPort()));
    }

    private static boolean isBare(URI url) {
        String path = url.getRawPath();
        boolean hasPath = path != null && !path.isEmpty() && !path.equals("/");
        return !hasPath && url.getRawUserInfo() == null && url.getRawQuery() == null && url.getRawFragment() == null;
    }

    @Override
    public String toString() {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
