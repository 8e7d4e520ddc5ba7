package io.yumen.http.client;

import java.util.Locale;

/**
 * Whom a connection leads to.
 *
 * @param scheme {@code http} or {@code https}
 * @param host a name or an IP literal, IPv6 without brackets; lower case
 * @param port the port, never 0
 */
public record Origin(String scheme, String host, int port) {
    public Origin {
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("Only http and https URLs can be reached, not " + scheme);
        }
        if (host.isEmpty() || !host.equals(host.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("The host of a URL must be there, in lower case");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("The port of a URL must be between 1 and 65535");
        }
    }

    /** Whether connections are encrypted. */
    public boolean secure() {
        return scheme.equals("https");
    }

    /** What the {@code Host} header says: the port only where it is not the scheme's own. */
    public String authority() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        boolean usual = port == (secure() ? 443 : 80);
        return usual ? name : name + ":" + port;
    }

    @Override
    public String toString() {
        return scheme + "://" + authority();
    }
}
