package io.yumen.hub.names;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The two-way map between what servers call their tools (or prompts) and what clients call them. Every exposed name is
 * unique and leads back. A name that carries its server is {@code server_tool} in letters, digits, {@code _} and
 * {@code -}, at most {@value #MAX_LENGTH} characters, which every known client accepts; where that would be too long or
 * taken, it ends in a fingerprint. A name that carries no server is left as the server wrote it. Adding a server renames
 * only what it collides with. Immutable.
 *
 * <p>A name that begins like those that carry another server ({@code git_status} of a server that is not {@code git}) carries
 * its own. Else a server could take, by calling its tool so, the calls that clients mean for the other.
 *
 * <p>{@code server_tool} always leads to the tool, also where the tool is exposed under its plain name, so that a client
 * which learnt the long name during a collision may keep it.
 */
public final class NameTable {
    /** The longest name that every known client accepts. */
    public static final int MAX_LENGTH = 64;

    private static final int DIGEST_LENGTH = 9;

    private final List<Named> all = new ArrayList<>();
    private final Map<String, Named> byName = new HashMap<>();
    private final List<Collision> collisions = new ArrayList<>();

    private NameTable() {}

    /** Names what these servers offer; their order is that of the configuration. */
    public static NameTable of(Prefixing prefixing, List<ServerNames> servers) {
        NameTable table = new NameTable();
        Map<String, List<String>> owners = owners(servers);
        owners.forEach((name, who) -> {
            if (who.size() > 1) {
                table.collisions.add(new Collision(name, who));
            }
        });
        switch (prefixing) {
            case AUTO -> table.expose(servers, new Crowded(owners, Prefixes.of(servers)));
            case ALWAYS -> table.expose(servers, (server, name) -> true);
            case NEVER -> table.exposeFirst(servers);
        }
        table.addAliases(servers);
        return table;
    }

    /** What is exposed, in the order of the servers, then of each server's list. */
    public List<Named> all() {
        return all;
    }

    /** What that name leads to, or null where it leads nowhere. */
    public @Nullable Named find(String name) {
        return byName.get(name);
    }

    public List<Collision> collisions() {
        return collisions;
    }

    /** The name that carries its server. */
    public static String qualified(String server, String name) {
        String whole = clean(server) + "_" + clean(name);
        return whole.length() <= MAX_LENGTH ? whole : fingerprinted(server, name, 0);
    }

    private static Map<String, List<String>> owners(List<ServerNames> servers) {
        Map<String, List<String>> owners = new LinkedHashMap<>();
        for (ServerNames server : servers) {
            for (String name : server.names()) {
                owners.computeIfAbsent(name, ignored -> new ArrayList<>(1)).add(server.server());
            }
        }
        return owners;
    }

    private void expose(List<ServerNames> servers, Choice prefixed) {
        Map<String, Integer> wanted = new HashMap<>();
        for (ServerNames server : servers) {
            server.names().stream()
                    .filter(name -> prefixed.holds(server.server(), name))
                    .forEach(name -> wanted.merge(qualified(server.server(), name), 1, Integer::sum));
        }
        Set<String> taken = new HashSet<>();
        for (ServerNames server : servers) {
            server.names().stream()
                    .filter(name -> !prefixed.holds(server.server(), name))
                    .forEach(taken::add);
        }
        wanted.forEach((name, count) -> {
            if (count > 1) {
                taken.add(name);
            }
        });
        for (ServerNames server : servers) {
            for (String name : server.names()) {
                String exposed = prefixed.holds(server.server(), name) ? free(server.server(), name, taken) : name;
                add(new Named(server.server(), name, exposed));
            }
        }
    }

    private void exposeFirst(List<ServerNames> servers) {
        for (ServerNames server : servers) {
            for (String name : server.names()) {
                if (!byName.containsKey(name)) {
                    add(new Named(server.server(), name, name));
                }
            }
        }
    }

    private void add(Named named) {
        all.add(named);
        byName.put(named.exposed(), named);
    }

    private void addAliases(List<ServerNames> servers) {
        Map<String, Named> aliases = new HashMap<>();
        Set<String> ambiguous = new HashSet<>();
        for (ServerNames server : servers) {
            for (String name : server.names()) {
                String alias = qualified(server.server(), name);
                if (aliases.put(alias, new Named(server.server(), name, alias)) != null) {
                    ambiguous.add(alias);
                }
            }
        }
        aliases.keySet().removeAll(ambiguous);
        aliases.forEach(byName::putIfAbsent);
    }

    /** A name that carries its server and that nothing else has; taken from then on. */
    private static String free(String server, String name, Set<String> taken) {
        String candidate = qualified(server, name);
        for (int attempt = 0; taken.contains(candidate); attempt++) {
            candidate = fingerprinted(server, name, attempt);
        }
        taken.add(candidate);
        return candidate;
    }

    private static String fingerprinted(String server, String name, int attempt) {
        String whole = clean(server) + "_" + clean(name);
        String start = whole.substring(0, Math.min(whole.length(), MAX_LENGTH - DIGEST_LENGTH));
        return start + "_" + Digest.of(server, name, Integer.toString(attempt));
    }

    /** What the names that carry that server begin with, also where they end in a fingerprint. */
    static String prefix(String server) {
        String prefix = clean(server) + "_";
        return prefix.substring(0, Math.min(prefix.length(), MAX_LENGTH - DIGEST_LENGTH));
    }

    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> clean.append(isPlain(c) ? (char) c : '_'));
        return clean.toString();
    }

    /** Whether every client accepts that character in a name. */
    static boolean isPlain(int c) {
        boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return isLetter || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }

    /** Whether a name is to carry its server. */
    private interface Choice {
        boolean holds(String server, String name);
    }

    /** Those names that several servers could have, or that look like another's; whoever looks so takes nothing from anybody. */
    private record Crowded(Map<String, List<String>> owners, Prefixes prefixes) implements Choice {
        @Override
        public boolean holds(String server, String name) {
            return prefixes.isOfAnother(server, name)
                    || owners.getOrDefault(name, List.of()).stream()
                            .anyMatch(other -> !other.equals(server) && !prefixes.isOfAnother(other, name));
        }
    }
}
