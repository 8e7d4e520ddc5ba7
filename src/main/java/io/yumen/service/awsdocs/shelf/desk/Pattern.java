package io.yumen.service.awsdocs.shelf.desk;

import io.yumen.protocol.Glob;
import io.yumen.service.awsdocs.shelf.Key;

/**
 * Some addresses: {@code *} stands for anything, {@code ?} for one character, all else for itself. One that begins with {@code /} is of
 * paths, whichever the host; any other is of whole addresses, or of what else is asked.
 */
public final class Pattern {
    private static final String SCHEME = "://";

    private final Glob glob;

    private Pattern(Glob glob) {
        this.glob = glob;
    }

    /**
     * The pattern that is so written.
     *
     * @throws IllegalArgumentException where that is none; the message says why
     */
    public static Pattern of(String text) {
        if (text.isBlank() || text.length() > Key.LONGEST) {
            throw new IllegalArgumentException("A pattern of addresses has 1 to " + Key.LONGEST + " characters");
        }
        return new Pattern(new Glob(text));
    }

    /** Whether it stands for all of that. */
    public boolean matches(String address) {
        return glob.matches(glob.pattern().startsWith("/") ? path(address) : address);
    }

    /** Whether that is one, and not what else is asked. */
    static boolean isAddress(String name) {
        return name.contains(SCHEME);
    }

    /** What has no host has no path either. */
    private static String path(String address) {
        int scheme = address.indexOf(SCHEME);
        int path = scheme < 0 ? -1 : address.indexOf('/', scheme + SCHEME.length());
        return path < 0 ? "" : address.substring(path);
    }

    @Override
    public String toString() {
        return glob.pattern();
    }
}
