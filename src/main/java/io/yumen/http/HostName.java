package io.yumen.http;

import java.util.Locale;
import java.util.Set;

/** The name in a {@code Host} header (RFC 9110 section 7.2). */
public final class HostName {
    /** By which programs of this machine call what it serves. */
    public static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private HostName() {}

    /** The name without the port, in small letters. */
    public static String of(String host) {
        String name = host.strip().toLowerCase(Locale.ROOT);
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf(']') ? name.substring(0, colon) : name;
    }
}
