package io.yumen.catalogue.rest;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which headers a description may set. */
public final class HeaderNames {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");

    private static final Set<String> OURS = Set.of(
            "host",
            "content-length",
            "content-type",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "upgrade",
            "expect");

    private static final Set<String> CREDENTIALS = Set.of("authorization", "proxy-authorization", "cookie");

    /** What would make of a request another one, or of its sender somebody else. */
    private static final Set<String> STEERING = Set.of(
            "x-http-method",
            "x-http-method-override",
            "x-method-override",
            "x-original-url",
            "x-original-method",
            "x-rewrite-url",
            "forwarded",
            "x-real-ip",
            "x-remote-user");

    private static final List<String> STEERING_PREFIXES = List.of("x-forwarded-", "impersonate-", "x-remote-");

    private HeaderNames() {}

    /** Whether arguments may fill it. */
    public static boolean isFree(String name) {
        String small = name.toLowerCase(Locale.ROOT);
        return NAME.matcher(name).matches()
                && !OURS.contains(small)
                && !CREDENTIALS.contains(small)
                && !STEERING.contains(small)
                && STEERING_PREFIXES.stream().noneMatch(small::startsWith);
    }

    static void check(String place, String name) {
        if (CREDENTIALS.contains(name.toLowerCase(Locale.ROOT))) {
            throw new BadCatalogue(
                    place,
                    "Credentials stand in the \"headers\" of the server in the settings, as in"
                            + " {\"Authorization\": \"Bearer ${env:TOKEN}\"}");
        }
        if (!isFree(name)) {
            throw new BadCatalogue(
                    place,
                    "This header is set by the gateway itself, changes what a request is or who sends it, or is no name of a header");
        }
    }
}
