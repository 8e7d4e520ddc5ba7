package io.yumen.http.client;

import io.yumen.http.HttpSyntax;
import io.yumen.protocol.PlainText;
import java.net.URI;
import java.util.Locale;

/**
 * An origin and what is asked of it: a URL, taken apart once.
 *
 * @param origin whom to connect to
 * @param target path and query, percent-encoded; begins with a slash
 */
public record Endpoint(Origin origin, String target) {
    public Endpoint {
        if (!HttpSyntax.isTarget(target)) {
            throw new IllegalArgumentException("The path of a URL must begin with a slash and be percent-encoded");
        }
    }

    /**
     * Takes an absolute http or https URL apart; its fragment is dropped.
     *
     * @throws IllegalArgumentException for another scheme, user information, or no host; the message says which
     */
    public static Endpoint of(URI url) {
        String scheme = url.getScheme();
        String host = url.getHost();
        if (scheme == null || host == null) {
            throw new IllegalArgumentException("Not an absolute URL with a host: " + url.getPath());
        }
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException("A URL must not contain user name and password; use a header");
        }
        String lowerScheme = scheme.toLowerCase(Locale.ROOT);
        int port = url.getPort() >= 0 ? url.getPort() : lowerScheme.equals("https") ? 443 : 80;
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String target = url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
        return new Endpoint(new Origin(lowerScheme, bare(host), port), target);
    }

    private static String bare(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.startsWith("[") && lower.endsWith("]") ? lower.substring(1, lower.length() - 1) : lower;
    }

    /** That URL as messages may show it: without user, query and fragment, which may hold a secret. */
    public static String shown(URI url) {
        String host = url.getHost() == null ? "" : url.getHost();
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        String scheme = url.getScheme() == null ? "" : url.getScheme() + "://";
        return PlainText.echo(scheme + host + port + path);
    }

    /** As messages may show it: without the query, which may hold a secret. */
    @Override
    public String toString() {
        int query = target.indexOf('?');
        return origin + (query < 0 ? target : target.substring(0, query));
    }
}
