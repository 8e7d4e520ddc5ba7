package io.yumen.process;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which environment variables a child sees: always the safe few that programs need to run at all, then what it
 * inherits of ours, then what was declared for it, which wins.
 *
 * @param inherit how much of our own environment the child inherits
 * @param filter patterns over the names of inherited variables: {@code *} stands for any characters, a leading
 *     {@code !} excludes. Without an including pattern everything is included; an exclusion wins, also over the
 *     safe few.
 * @param declared variables of this child alone
 */
public record Environment(Inherit inherit, List<String> filter, Map<String, String> declared) {

    /** How much of our own environment a child inherits. */
    public enum Inherit {
        /** The safe few only: no credential of ours is among them. */
        SAFE,
        /** Everything that the filter admits. */
        ALL
    }

    /** The safe few and nothing else. */
    public static final Environment SAFE = new Environment(Inherit.SAFE, List.of(), Map.of());

    private static final Set<String> SAFE_NAMES =
            Set.of("PATH", "HOME", "USER", "LOGNAME", "SHELL", "TERM", "LANG", "LANGUAGE", "TZ", "TMPDIR");

    /** Ours alone: the key that seals the state, where the system puts our secrets, and who starts programs for our user. */
    private static final Set<String> NEVER =
            Set.of("YUMEN_MASTER_KEY", "CREDENTIALS_DIRECTORY", "DBUS_SESSION_BUS_ADDRESS");

    private static final String SAFE_PREFIX = "LC_";

    /** What is said to us by the environment (a key, for one) is for nobody else. */
    private static final String OWN_PREFIX = "YUMEN_";

    private static final Pattern PORTABLE_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /**
     * @throws IllegalArgumentException if a declared name is empty or contains {@code =}, or a NUL character is
     *     anywhere
     */
    public Environment {
        filter = List.copyOf(filter);
        declared = Map.copyOf(declared);
        declared.forEach(Environment::check);
    }

    /** Returns this environment with {@code variables} declared in place of those declared so far. */
    public Environment declaring(Map<String, String> variables) {
        return new Environment(inherit, filter, variables);
    }

    /** Names the declared variables only: their values may be secrets. */
    @Override
    public String toString() {
        return "Environment[" + inherit + ", filter " + filter + ", declared " + declared.keySet() + "]";
    }

    /** Returns the child's whole environment, given ours. */
    Map<String, String> resolve(Map<String, String> ours) {
        Map<String, String> resolved = new TreeMap<>();
        ours.forEach((name, value) -> {
            if (inherits(name)) {
                resolved.put(name, value);
            }
        });
        resolved.putAll(declared);
        return resolved;
    }

    /** Whether a POSIX shell hands on a variable of this name; others are dropped by some shells. */
    static boolean portable(String name) {
        return PORTABLE_NAME.matcher(name).matches();
    }

    private boolean inherits(String name) {
        if (NEVER.contains(name) || excluded(name)) {
            return false;
        }
        return switch (inherit) {
            case SAFE -> safe(name);
            // Names that are not portable are functions exported by a shell and other oddities: never worth handing on.
            case ALL -> safe(name) || (portable(name) && !name.startsWith(OWN_PREFIX) && included(name));
        };
    }

    private static boolean safe(String name) {
        return SAFE_NAMES.contains(name) || name.startsWith(SAFE_PREFIX);
    }

    private boolean excluded(String name) {
        return matches(
                filter.stream()
                        .filter(pattern -> pattern.startsWith("!"))
                        .map(pattern -> pattern.substring(1))
                        .toList(),
                name);
    }

    private boolean included(String name) {
        List<String> including =
                filter.stream().filter(pattern -> !pattern.startsWith("!")).toList();
        return including.isEmpty() || matches(including, name);
    }

    private static boolean matches(Collection<String> patterns, String name) {
        return patterns.stream().anyMatch(pattern -> matches(pattern, name));
    }

    /** Matches without regular expressions: a pattern with many stars stays linear in effort for each star. */
    private static boolean matches(String pattern, String name) {
        List<String> parts = List.of(pattern.split("\\*", -1));
        if (parts.size() == 1) {
            return name.equals(pattern);
        }
        String last = parts.getLast();
        if (!name.startsWith(parts.getFirst()) || !name.endsWith(last)) {
            return false;
        }
        int at = parts.getFirst().length();
        for (String part : parts.subList(1, parts.size() - 1)) {
            int found = name.indexOf(part, at);
            if (found < 0) {
                return false;
            }
            at = found + part.length();
        }
        return at <= name.length() - last.length();
    }

    private static void check(String name, String value) {
        if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0 || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("Not a valid environment variable: '" + name + "'");
        }
    }
}
