package io.yumen.hub.members;

import io.yumen.backend.ScopeKey;
import io.yumen.exchange.Caller;
import io.yumen.hub.forms.EntryForm;
import io.yumen.hub.lists.Answer;
import io.yumen.hub.lists.Listing;
import io.yumen.hub.lists.ServerList;
import io.yumen.hub.names.Prefixing;
import io.yumen.hub.names.ServerNames;
import io.yumen.hub.names.UriTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The merged lists of callers who have the same connections to every server. Merges a list again only when one of its
 * parts is another one. Safe for many threads; only {@link #current} reads from servers, and waits for them.
 */
public final class Catalog {
    private final List<Member> members;
    private final List<ScopeKey> scopes;
    private final Prefixing prefixing;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Map<Listing, Merged> merged;

    Catalog(List<Member> members, List<ScopeKey> scopes, Prefixing prefixing) {
        this.members = members;
        this.scopes = scopes;
        this.prefixing = prefixing;
        List<Merged.Source> nothing = members.stream()
                .map(member -> new Merged.Source(member, null, null))
                .toList();
        Map<Listing, Merged> empty = new EnumMap<>(Listing.class);
        for (Listing listing : Listing.values()) {
            empty.put(listing, Merged.of(listing, prefixing, nothing, UriTable.EMPTY));
        }
        this.merged = empty;
    }

    /** The list as it was last merged; without any entry where it never was. */
    public Merged known(Listing listing) {
        return Objects.requireNonNull(merged.get(listing));
    }

    /**
     * The list as it is now: reads what is not cached, and leaves out what does not come in time.
     *
     * @param awaited whose lists are waited for; of the others it has what is known
     * @throws Departed where a server is left out because it was taken out meanwhile: then this list is one of the past
     */
    public Merged current(Listing listing, Caller caller, Predicate<Member> awaited) {
        Merged last = known(listing);
        if (isFresh(listing, last)) {
            return last;
        }
        for (int i = 0; i < members.size(); i++) {
            members.get(i).lists().refresh(listing, scopes.get(i), caller);
        }
        List<Answer<ServerList>> answers = new ArrayList<>(members.size());
        for (int i = 0; i < members.size(); i++) {
            answers.add(
                    awaited.test(members.get(i))
                            ? await(listing, i)
                            : members.get(i).lists().atHand(listing, scopes.get(i)));
        }
        return merge(listing, answers);
    }

    /**
     * The list as far as it is known without waiting. A server that has yet to say what it has is no reason to hold up a
     * call to another one.
     */
    public Merged atHand(Listing listing) {
        List<Answer<ServerList>> answers = new ArrayList<>(members.size());
        for (int i = 0; i < members.size(); i++) {
            answers.add(members.get(i).lists().atHand(listing, scopes.get(i)));
        }
        List<Merged.Source> sources = sources(answers);
        return Merged.of(listing, prefixing, sources, uris(listing, sources));
    }

    /** Whether the entries of that list have the names that they would have whichever of the servers were there. */
    public boolean isPlain(Listing listing) {
        Merged last = known(listing);
        return last.isPlain() && uris().renamesNothing();
    }

    public ScopeKey scope(int member) {
        return scopes.get(member);
    }

    public List<Member> members() {
        return members;
    }

    /** How resource URIs are named, as far as the lists that name them are known. */
    public UriTable uris() {
        return known(Listing.RESOURCES).uris();
    }

    /** The URIs of that server that clients see otherwise. */
    public Map<String, String> renamed(String server) {
        return uris().renamed(server);
    }

    private Answer<ServerList> await(Listing listing, int member) {
        Answer<ServerList> answer = members.get(member).lists().await(listing, scopes.get(member));
        if (answer.value() == null) {
            members.get(member).requireThere();
        }
        return answer;
    }

    private boolean isFresh(Listing listing, Merged last) {
        for (int i = 0; i < members.size(); i++) {
            ServerList list = members.get(i).lists().fresh(listing, scopes.get(i));
            if (list == null || !list.isSame(last.sources().get(i).list())) {
                return false;
            }
        }
        return true;
    }

    private Merged merge(Listing listing, List<Answer<ServerList>> answers) {
        List<Merged.Source> sources = sources(answers);
        lock.lock();
        try {
            UriTable uris = uris(listing, sources);
            Merged last = known(listing);
            if (last.isMadeOf(sources, uris)) {
                return last;
            }
            Merged next = Merged.of(listing, prefixing, sources, uris);
            Map<Listing, Merged> changed = new EnumMap<>(merged);
            changed.put(listing, next);
            if (listing == Listing.TOOLS && next.usesInterfaces()) {
                List<Merged.Source> resources = known(Listing.RESOURCES).sources();
                changed.put(Listing.RESOURCES, Merged.of(Listing.RESOURCES, prefixing, resources, uris));
            }
            merged = changed;
            return next;
        } finally {
            lock.unlock();
        }
    }

    private List<Merged.Source> sources(List<Answer<ServerList>> answers) {
        List<Merged.Source> sources = new ArrayList<>(members.size());
        for (int i = 0; i < members.size(); i++) {
            Answer<ServerList> answer = answers.get(i);
            sources.add(new Merged.Source(members.get(i), answer.value(), answer.trouble()));
        }
        return sources;
    }

    private UriTable uris(Listing listing, List<Merged.Source> sources) {
        return switch (listing) {
            case PROMPTS -> UriTable.EMPTY;
            case TEMPLATES -> UriTable.of(Merged.names(listing, sources));
            case TOOLS -> resourceUris(known(Listing.RESOURCES).sources(), sources);
            case RESOURCES -> resourceUris(sources, known(Listing.TOOLS).sources());
        };
    }

    /** URIs are claimed by being listed, and by being the user interface of a tool, which need not be listed. */
    private static UriTable resourceUris(List<Merged.Source> resources, List<Merged.Source> tools) {
        List<ServerNames> listed = Merged.names(Listing.RESOURCES, resources);
        List<ServerNames> claimed = new ArrayList<>(listed.size());
        for (int i = 0; i < listed.size(); i++) {
            Stream<String> interfaces =
                    tools.get(i).items().stream().map(EntryForm::interfaceUri).filter(uri -> !uri.isEmpty());
            claimed.add(new ServerNames(
                    listed.get(i).server(),
                    Stream.concat(listed.get(i).names().stream(), interfaces)
                            .distinct()
                            .toList()));
        }
        return UriTable.of(claimed);
    }
}
