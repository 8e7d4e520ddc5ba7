package io.yumen.hub.names;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The two-way map between the URIs (or URI templates) of servers and what clients see. A URI that one server offers stays
 * as it is. Where several offer it, each gets a form that carries the server and is still a URI ({@link UriForm}).
 * Immutable.
 */
public final class UriTable {
    /** The table of a hub that knows of no URI. */
    public static final UriTable EMPTY = of(List.of());

    private final List<Named> all = new ArrayList<>();
    private final Map<String, Named> byExposed = new HashMap<>();
    private final Map<String, Named> byOriginal = new HashMap<>();
    private final Map<String, Map<String, String>> renamed = new HashMap<>();
    private final List<Collision> collisions = new ArrayList<>();

    private UriTable() {}

    /** Names the URIs of these servers; their order is that of the configuration. */
    public static UriTable of(List<ServerNames> servers) {
        UriTable table = new UriTable();
        Map<String, List<String>> owners = new LinkedHashMap<>();
        for (ServerNames server : servers) {
            server.names()
                    .forEach(uri -> owners.computeIfAbsent(uri, ignored -> new ArrayList<>(1))
                            .add(server.server()));
        }
        for (ServerNames server : servers) {
            for (String uri : server.names()) {
                boolean isUnique = owners.getOrDefault(uri, List.of()).size() < 2;
                table.add(new Named(server.server(), uri, isUnique ? uri : table.free(server.server(), uri, owners)));
            }
        }
        owners.forEach((uri, who) -> {
            if (who.size() > 1) {
                table.collisions.add(new Collision(uri, who));
            }
        });
        return table;
    }

    public List<Named> all() {
        return all;
    }

    public List<Collision> collisions() {
        return collisions;
    }

    /** What that URI of a client leads to, or null; a URI that several servers offer leads to the first of them. */
    public @Nullable Named find(String uri) {
        Named exposed = byExposed.get(uri);
        return exposed == null ? byOriginal.get(uri) : exposed;
    }

    /** The same, of servers that are seen; those that are not claim nothing. */
    public @Nullable Named find(String uri, Predicate<String> seen) {
        Named first = find(uri);
        return first == null || seen.test(first.server())
                ? first
                : all.stream()
                        .filter(named -> named.original().equals(uri) && seen.test(named.server()))
                        .findFirst()
                        .orElse(null);
    }

    /** The URIs of that server that clients see otherwise: from the server's form to the client's. */
    public Map<String, String> renamed(String server) {
        return renamed.getOrDefault(server, Map.of());
    }

    public boolean renamesNothing() {
        return renamed.isEmpty();
    }

    private void add(Named named) {
        all.add(named);
        byExposed.put(named.exposed(), named);
        byOriginal.putIfAbsent(named.original(), named);
        if (named.isRenamed()) {
            renamed.computeIfAbsent(named.server(), ignored -> new HashMap<>()).put(named.original(), named.exposed());
        }
    }

    private String free(String server, String uri, Map<String, List<String>> taken) {
        UriForm form = UriForm.of(server);
        String exposed = form.qualify(uri);
        while (taken.containsKey(exposed) || byExposed.containsKey(exposed)) {
            form = form.other();
            exposed = form.qualify(uri);
        }
        return exposed;
    }
}
