package io.yumen.hub.members;

import io.yumen.exchange.Policy;
import io.yumen.hub.forms.EntryForm;
import io.yumen.hub.lists.Listing;
import io.yumen.hub.lists.ServerList;
import io.yumen.hub.names.Collision;
import io.yumen.hub.names.NameTable;
import io.yumen.hub.names.Named;
import io.yumen.hub.names.Prefixing;
import io.yumen.hub.names.ServerNames;
import io.yumen.hub.names.UriTable;
import io.yumen.hub.names.UriTemplate;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One list of many servers, already in the form that clients see, so that handing it out costs nothing. Immutable; its
 * trees are shared.
 */
public final class Merged {
    private final List<Source> sources;
    private final UriTable uris;
    private final List<Collision> collisions;
    private final Lookup lookup;
    private final Duration validFor;
    private final boolean isPublic;
    private boolean isPlain;
    private final List<Named> names = new ArrayList<>();
    private final List<ObjectNode> items = new ArrayList<>();
    private final List<Policy.Subject.Entry> subjects = new ArrayList<>();
    private final Map<Named, Policy.Subject.Entry> subjectsByName = new HashMap<>();
    private final ArrayNode all = JsonNodeFactory.instance.arrayNode();
    private final Map<String, UriTemplate> templates = new HashMap<>();

    private Merged(List<Source> sources, UriTable uris, List<Collision> collisions, Lookup lookup) {
        this.sources = sources;
        this.uris = uris;
        this.collisions = collisions;
        this.lookup = lookup;
        this.validFor = shortest(sources.stream());
        this.isPublic = !sources.isEmpty()
                && sources.stream()
                        .allMatch(
                                source -> source.list() != null && source.list().isPublic());
    }

    /**
     * Merges these lists, which are in the order of the configuration.
     *
     * @param uris how URIs are named; for a list of resources or templates also the names of its entries
     */
    static Merged of(Listing listing, Prefixing prefixing, List<Source> sources, UriTable uris) {
        return switch (listing) {
            case TOOLS, PROMPTS -> {
                NameTable table = NameTable.of(prefixing, names(listing, sources));
                Merged merged = new Merged(sources, uris, table.collisions(), table::find);
                merged.fill(listing, table.all());
                yield merged;
            }
            case RESOURCES, TEMPLATES -> {
                Merged merged = new Merged(sources, uris, uris.collisions(), uris::find);
                merged.fill(listing, uris.all());
                yield merged;
            }
        };
    }

    /** What the servers offer under which names, without what the configuration took out. */
    static List<ServerNames> names(Listing listing, List<Source> sources) {
        return sources.stream()
                .map(source -> new ServerNames(
                        source.member().name(),
                        source.names(listing)
                                .filter(name -> source.member().offers(listing, name))
                                .toList()))
                .toList();
    }

    /** What that name of a client leads to, or null. */
    public @Nullable Named find(String name) {
        return lookup.find(name);
    }

    /** The names of the entries, in the order of the list. */
    public List<Named> names() {
        return names;
    }

    /** All entries, in the form that clients see. */
    public ArrayNode all() {
        return all;
    }

    public List<ObjectNode> items() {
        return items;
    }

    /** What the policy is asked of each entry, in the order of the list. */
    public List<Policy.Subject.Entry> subjects() {
        return subjects;
    }

    /** What the policy is asked of that entry; empty where the list has none. */
    public Optional<Policy.Subject.Entry> subject(Named named) {
        return Optional.ofNullable(subjectsByName.get(named));
    }

    public List<Collision> collisions() {
        return collisions;
    }

    public List<Source> sources() {
        return sources;
    }

    /** Whether the list of any server is in it. */
    public boolean isOfAnyServer() {
        return sources.stream().anyMatch(source -> source.list() != null);
    }

    /** Whether all lists are in it, and no entry has its name because of another one. */
    boolean isPlain() {
        return isPlain;
    }

    /** How URIs are named in it. */
    public UriTable uris() {
        return uris;
    }

    /** Whether one of its tools has a user interface, whose URI is named together with the resources. */
    boolean usesInterfaces() {
        return items.stream().anyMatch(item -> !EntryForm.interfaceUri(item).isEmpty());
    }

    /** That template, in the form in which its server knows it. */
    public UriTemplate template(Named named) {
        return templates.getOrDefault(named.original(), new UriTemplate(""));
    }

    /** Whether it was made of these lists and names, so that merging them again would bring the same. */
    boolean isMadeOf(List<Source> others, UriTable otherUris) {
        boolean isSameUris = uris == otherUris || (uris.renamesNothing() && otherUris.renamesNothing());
        return isSameUris
                && sources.size() == others.size()
                && IntStream.range(0, sources.size())
                        .allMatch(i -> sources.get(i).isSame(others.get(i)));
    }

    /** The shortest time for which all servers say that their list stays; zero where one is missing. */
    public Duration validFor() {
        return validFor;
    }

    /** The same of those servers alone. */
    public Duration validFor(Predicate<Member> which) {
        return shortest(sources.stream().filter(source -> which.test(source.member())));
    }

    /** Whether all servers say that their list is the same for everybody. */
    public boolean isPublic() {
        return isPublic;
    }

    private static Duration shortest(Stream<Source> sources) {
        return sources.map(source ->
                        source.list() == null ? Duration.ZERO : source.list().validFor())
                .min(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private void fill(Listing listing, List<Named> exposed) {
        Map<String, Source> byServer = new HashMap<>();
        Map<String, Map<String, ObjectNode>> byName = new HashMap<>();
        for (Source source : sources) {
            byServer.put(source.member().name(), source);
            Map<String, ObjectNode> of = byName.computeIfAbsent(source.member().name(), ignored -> new HashMap<>());
            source.items().forEach(item -> of.put(item.path(listing.key()).asString(), item));
        }
        for (Named named : exposed) {
            Source source = byServer.get(named.server());
            ObjectNode item = byName.getOrDefault(named.server(), Map.of()).get(named.original());
            if (source != null && item != null) {
                add(listing, named, form(listing, named, item, source.member()));
                subject(listing, named, item, source.member());
            }
        }
        isPlain = collisions.isEmpty()
                && sources.stream().allMatch(source -> source.list() != null)
                && names.stream().noneMatch(Named::isRenamed);
    }

    private ObjectNode form(Listing listing, Named named, ObjectNode item, Member member) {
        return listing == Listing.TOOLS
                ? EntryForm.tool(item, named, member.descriptionOf(named), uris)
                : EntryForm.of(item, listing.key(), named);
    }

    private void add(Listing listing, Named named, ObjectNode item) {
        names.add(named);
        items.add(item);
        all.add(item);
        if (listing == Listing.TEMPLATES) {
            templates.put(named.original(), new UriTemplate(named.original()));
        }
    }

    private void subject(Listing listing, Named named, ObjectNode item, Member member) {
        Policy.Subject.Entry subject = member.subject(listing, named.original(), item);
        subjects.add(subject);
        subjectsByName.put(named, subject);
    }

    /**
     * The list of one server, as far as it is known.
     *
     * @param member the server
     * @param list its list, or null where there is none
     * @param trouble why it is not known what the list is now, or null where it is
     */
    public record Source(
            Member member,
            @Nullable ServerList list,
            @Nullable RpcException trouble) {
        boolean isSame(Source other) {
            return list == null ? other.list == null : list.isSame(other.list);
        }

        List<ObjectNode> items() {
            return list == null ? List.of() : list.items();
        }

        /** Also of what is withheld: what others offer keeps its name when that comes and goes. */
        Stream<String> names(Listing listing) {
            Stream<String> shown =
                    items().stream().map(item -> item.path(listing.key()).asString());
            return list == null
                    ? shown
                    : Stream.concat(shown, list.withheld().keySet().stream().sorted());
        }
    }

    /** Finds what a name leads to. */
    private interface Lookup {
        @Nullable
        Named find(String name);
    }
}
