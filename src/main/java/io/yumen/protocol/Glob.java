package io.yumen.protocol;

import java.util.List;

/** A name in which {@code *} stands for any characters, none among them, and {@code ?} for one. */
public record Glob(String pattern) {
    /** The patterns of those texts. */
    public static List<Glob> all(List<String> patterns) {
        return patterns.stream().map(Glob::new).toList();
    }

    /** Whether one of those is that name, or there is none of them. */
    public static boolean allow(List<Glob> globs, String name) {
        if (globs.isEmpty()) {
            return true;
        }
        for (Glob glob : globs) {
            if (glob.matches(name)) {
                return true;
            }
        }
        return false;
    }

    /** In time that grows with the product of both lengths at most. */
    public boolean matches(String name) {
        int at = 0;
        int p = 0;
        int star = -1;
        int resume = 0;
        while (at < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = at;
            } else if (p < pattern.length() && isOne(pattern.charAt(p), name.charAt(at))) {
                p++;
                at++;
            } else if (star >= 0) {
                p = star + 1;
                at = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    private static boolean isOne(char expected, char found) {
        return expected == '?' || expected == found;
    }
}
