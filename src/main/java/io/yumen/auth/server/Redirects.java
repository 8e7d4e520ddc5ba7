package io.yumen.auth.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/** Where browsers may be sent with a code (RFC 9700 section 2.1, RFC 8252 section 7). */
final class Redirects {
    private static final int LONGEST = 512;
    private static final Set<String> LOOPBACK_ADDRESSES = Set.of("127.0.0.1", "[::1]");

    /**
     * Programs whose links have a scheme of one word. All others show by a dot that whoever has the domain has the scheme, as RFC 8252
     * section 7.1 demands: a word alone may open whatever the user's machine has (as ms-officecmd: and search-ms: do), or be no program.
     */
    private static final Set<String> WELL_KNOWN = Set.of(
            "claude",
            "cursor",
            "goose",
            "jetbrains",
            "kiro",
            "lmstudio",
            "raycast",
            "trae",
            "vscode",
            "vscode-insiders",
            "vscodium",
            "warp",
            "windsurf",
            "zed");

    private Redirects() {}

    /** Why that cannot be a redirect URI of a client; empty where it can. */
    static String objection(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return "A redirect URI has 1 to " + LONGEST + " characters";
        }
        try {
            return objection(new URI(text));
        } catch (URISyntaxException e) {
            return "The redirect URI is no URI";
        }
    }

    private static String objection(URI uri) {
        if (uri.getScheme() == null || uri.getRawFragment() != null || uri.getRawUserInfo() != null) {
            return "A redirect URI is absolute, and has neither fragment nor user name";
        }
        return switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
            case "https" -> uri.getHost() == null ? "A redirect URI of https has a host" : "";
            case "http" -> isLoopback(uri) ? "" : "A redirect URI of http is on the user's own machine";
            default ->
                isOfProgram(uri)
                        ? ""
                        : "The scheme of the redirect URI is not allowed: one of a program has a dot, as in com.example.app:/done";
        };
    }

    /** Whether a browser may be sent there by a client that named that one; the port of a loopback address may differ. */
    static boolean matches(String registered, String asked) {
        if (registered.equals(asked)) {
            return true;
        }
        if (!objection(asked).isEmpty()) {
            return false;
        }
        URI one = URI.create(registered);
        URI other = URI.create(asked);
        return "http".equals(one.getScheme())
                && one.getHost() != null
                && LOOPBACK_ADDRESSES.contains(one.getHost())
                && withoutPort(one).equals(withoutPort(other));
    }

    /** Where that leads, for people. */
    static String shown(String redirect) {
        URI uri = URI.create(redirect);
        if (uri.getHost() == null || !isWeb(uri)) {
            return "a program on this computer that opens " + uri.getScheme() + ": links";
        }
        return isLoopback(uri) ? "a program on this computer" : uri.getHost();
    }

    /** Whether any program of the user's machine could be behind it. */
    static boolean isOfMachine(String redirect) {
        URI uri = URI.create(redirect);
        return !isWeb(uri) || isLoopback(uri);
    }

    /** Whether it is a program of the machine that the browser runs on. */
    static boolean isLoopback(String redirect) {
        URI uri = URI.create(redirect);
        return isWeb(uri) && isLoopback(uri);
    }

    /** As a source of a content security policy. */
    static String source(String redirect) {
        URI uri = URI.create(redirect);
        if (!isWeb(uri)) {
            return uri.getScheme() + ":";
        }
        // An IPv6 address cannot be said there.
        return uri.getRawAuthority().startsWith("[")
                ? uri.getScheme() + ":"
                : uri.getScheme() + "://" + uri.getRawAuthority();
    }

    private static boolean isWeb(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
    }

    private static boolean isLoopback(URI uri) {
        return uri.getHost() != null
                && (LOOPBACK_ADDRESSES.contains(uri.getHost()) || uri.getHost().equalsIgnoreCase("localhost"));
    }

    private static boolean isOfProgram(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        boolean leads = uri.getSchemeSpecificPart().startsWith("/");
        return leads && (scheme.contains(".") || WELL_KNOWN.contains(scheme));
    }

    private static String withoutPort(URI uri) {
        return uri.getScheme() + "://" + uri.getHost() + uri.getRawPath()
                + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    }
}
