package io.yumen.hub.lists;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One list of one server, all pages of it. The trees are shared and must not be changed.
 *
 * @param items the entries in the server's order, each name once, without those that are withheld
 * @param names the names of the entries, as the server knows them
 * @param withheld what the server offers and nobody has approved, by name: it is as if it were not there, but that who asks for
 *     it is told why
 * @param validFor how long the server says that it stays as it is; zero where the server did not say
 * @param isPublic whether the server says that it is the same for everybody
 */
public record ServerList(
        List<ObjectNode> items,
        Set<String> names,
        Map<String, Withheld> withheld,
        Duration validFor,
        boolean isPublic) {
    public static final ServerList EMPTY = new ServerList(List.of(), Set.of(), Map.of(), Duration.ZERO, false);

    public ServerList {
        items = List.copyOf(items);
        names = Set.copyOf(names);
        withheld = Map.copyOf(withheld);
    }

    /**
     * A list of those entries.
     *
     * @param held which of them are withheld, and why
     */
    static ServerList of(Listing listing, List<ObjectNode> items, Map<String, String> held, Validity validity) {
        Map<String, ObjectNode> byName = items.stream()
                .collect(Collectors.toMap(item -> item.path(listing.key()).asString(), item -> item));
        Map<String, Withheld> withheld = held.entrySet().stream()
                .filter(entry -> byName.containsKey(entry.getKey()))
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> new Withheld(Objects.requireNonNull(byName.get(entry.getKey())), entry.getValue())));
        List<ObjectNode> rest = items.stream()
                .filter(item -> !withheld.containsKey(item.path(listing.key()).asString()))
                .toList();
        byName.keySet().removeAll(withheld.keySet());
        return new ServerList(rest, byName.keySet(), withheld, validity.time(), validity.isPublic());
    }

    /**
     * An entry that is withheld.
     *
     * @param item what the server says of it
     * @param reason why, as a clause
     */
    public record Withheld(ObjectNode item, String reason) {}

    /**
     * How long a list stays as it is, and for whom.
     *
     * @param time zero where the server did not say
     * @param isPublic whether the server says that it is the same for everybody
     */
    record Validity(Duration time, boolean isPublic) {}

    /** Whether it is the same instance: what is equal stays one, so that nobody need compare the trees again. */
    @SuppressWarnings("ReferenceEquality")
    public boolean isSame(@Nullable ServerList other) {
        return this == other;
    }
}
