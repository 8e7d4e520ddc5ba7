package io.yumen.service.awsdocs.page;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** The address of a page, against which its links are read. What it gives is whole, has no blank, and leads to the web or to mail. */
public final class Address {
    private final String whole;
    private final String scheme;
    private final String origin;
    private final String folder;

    private Address(String whole, int authority) {
        int path = end(whole, authority, "/?#");
        int query = end(whole, path, "?#");
        this.whole = whole.substring(0, end(whole, authority, "#"));
        this.scheme = whole.substring(0, authority - 2);
        this.origin = whole.substring(0, path);
        this.folder = whole.substring(path, Math.max(path, whole.lastIndexOf('/', query) + 1));
    }

    /** Of a page on the web: {@code https://host/path}. */
    public static Address of(String address) {
        String encoded = encode(address.trim());
        int authority = encoded.indexOf("://");
        String scheme = authority < 0 ? "" : encoded.substring(0, authority).toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw new IllegalArgumentException("A page has an address that begins with https:// or http://");
        }
        return new Address(encoded, authority + 3);
    }

    /** The page's own, without a place in it. */
    @Override
    public String toString() {
        return whole;
    }

    /** The whole address of what a link of the page leads to; none where that is neither of the web nor of mail. */
    public Optional<String> resolve(String reference) {
        String link = encode(reference.trim());
        int colon = schemeEnd(link);
        if (colon >= 0) {
            String named = link.substring(0, colon).toLowerCase(Locale.ROOT);
            boolean known = named.equals("https") || named.equals("http") || named.equals("mailto");
            return known ? Optional.of(link) : Optional.empty();
        }
        return Optional.of(link.startsWith("//") ? scheme + link : relative(link));
    }

    private String relative(String link) {
        return switch (link.isEmpty() ? '#' : link.charAt(0)) {
            case '#' -> whole + link;
            case '/' -> origin + withoutDots(link);
            case '?' -> whole.substring(0, end(whole, origin.length(), "?")) + link;
            default -> origin + withoutDots((folder.isEmpty() ? "/" : folder) + link);
        };
    }

    /** Where the scheme ends that the link begins with, if it does. */
    private static int schemeEnd(String link) {
        for (int i = 0; i < link.length(); i++) {
            char c = link.charAt(i);
            if (c == ':') {
                return i;
            }
            if (!Character.isLetterOrDigit(c) && c != '+' && c != '-' && c != '.') {
                return -1;
            }
        }
        return -1;
    }

    private static String withoutDots(String path) {
        if (!path.contains("/.")) {
            return path;
        }
        int rest = end(path, 0, "?#");
        StringBuilder kept = new StringBuilder(path.length());
        for (int at = 0; at < rest; ) {
            int next = end(path, at + 1, "/?#");
            String segment = path.substring(at, Math.min(next, rest));
            boolean isLast = next >= rest;
            if (segment.equals("/..")) {
                kept.setLength(Math.max(0, kept.lastIndexOf("/")));
            } else if (!segment.equals("/.")) {
                kept.append(segment);
                isLast = false;
            }
            if (isLast) {
                kept.append('/');
            }
            at = next;
        }
        return kept.append(path, rest, path.length()).toString();
    }

    private static int end(String text, int from, String stops) {
        int at = from;
        while (at < text.length() && stops.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at;
    }

    /** As an address is written: what may not stand in one is in percent. */
    private static String encode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPlain(text.charAt(i))) {
                return encoded(text, i);
            }
        }
        return text;
    }

    private static String encoded(String text, int from) {
        StringBuilder written = new StringBuilder(text.length() + 16).append(text, 0, from);
        HexFormat hex = HexFormat.of().withUpperCase();
        for (byte b : text.substring(from).getBytes(StandardCharsets.UTF_8)) {
            if (isPlain((char) (b & 0xFF))) {
                written.append((char) b);
            } else if (b != '\n' && b != '\r' && b != '\t') {
                written.append('%').append(hex.toHexDigits(b));
            }
        }
        return written.toString();
    }

    private static boolean isPlain(char c) {
        return c > ' ' && c < 0x7F && "\"<>\\^`{|}".indexOf(c) < 0;
    }
}
