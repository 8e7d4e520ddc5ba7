package io.yumen.hub.names;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a URI carries its server: {@code files+file:///a} for {@code file:///a} of the server {@code files}. The scheme of
 * {@code ui:} URIs must stay, because clients look at it: {@code ui://files/a} for {@code ui://a}.
 *
 * @param mark the server's name as a part of a scheme; different for different servers
 */
record UriForm(String mark) {
    private static final Pattern PLAIN = Pattern.compile("[a-z][a-z0-9-]*");
    private static final Pattern STARTS_WITH_SCHEME =
            Pattern.compile("(?:[A-Za-z][A-Za-z0-9+.-]*:|\\{).*", Pattern.DOTALL);
    static final String UI = "ui://";

    static UriForm of(String server) {
        if (PLAIN.matcher(server).matches()) {
            return new UriForm(server);
        }
        String clean = server.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
        return new UriForm("s-" + clean + "-" + Digest.of(server));
    }

    /** Another form of the same server, for the case that somebody offers what this one makes. */
    UriForm other() {
        return new UriForm("s-" + Digest.of(mark));
    }

    String qualify(String uri) {
        if (uri.startsWith(UI)) {
            return UI + mark + "/" + uri.substring(UI.length());
        }
        return STARTS_WITH_SCHEME.matcher(uri).matches() ? mark + "+" + uri : mark + ":" + uri;
    }

    /** The server's URI, or null where that URI does not carry this server. */
    @Nullable
    String original(String uri) {
        if (uri.startsWith(UI)) {
            return uri.startsWith(mark + "/", UI.length()) ? UI + uri.substring(UI.length() + mark.length() + 1) : null;
        }
        if (!uri.startsWith(mark) || uri.length() <= mark.length()) {
            return null;
        }
        char next = uri.charAt(mark.length());
        return next == '+' || next == ':' ? uri.substring(mark.length() + 1) : null;
    }
}
