package io.yumen.service.awsdocs.shelf.desk;

import io.yumen.catalogue.cache.Flights;
import io.yumen.exchange.Cancellation;
import io.yumen.service.awsdocs.page.Document;
import io.yumen.service.awsdocs.page.PageLimits;
import io.yumen.service.awsdocs.shelf.Depot;
import io.yumen.service.awsdocs.shelf.DepotStatistics;
import io.yumen.service.awsdocs.shelf.Kept;
import io.yumen.service.awsdocs.shelf.Key;
import io.yumen.service.awsdocs.shelf.Kind;
import io.yumen.service.awsdocs.shelf.Revision;
import io.yumen.service.awsdocs.shelf.Stamp;
import io.yumen.service.awsdocs.upstream.Upstream;
import io.yumen.service.awsdocs.upstream.UpstreamFailed;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What is kept of AWS's documentation, in memory and in a depot. A copy that is good is told; one that was good a while ago is told,
 * too, while AWS is asked for a new one; where AWS cannot be reached, an old one is told with its age. Those who ask the same at once
 * make one call. Safe for many threads.
 */
public final class Shelf implements AutoCloseable {
    private final ShelfLimits limits;
    private final Ages ages;
    private final Memory memory;
    private final Depot depot;
    private final Upstream upstream;
    private final Converter converter;
    private final Fetcher fetcher;
    private final Chores chores = new Chores();
    private final Tally tally = new Tally();
    private final InstantSource clock;
    private final Flights<Key, Answer<Thing>> flights = new Flights<>();
    private final Set<Key> renewed = ConcurrentHashMap.newKeySet();

    /**
     * An empty memory before that depot, which it closes.
     *
     * @param clock by which copies age
     */
    public Shelf(ShelfLimits limits, Upstream upstream, Depot depot, InstantSource clock) {
        this.limits = limits;
        this.ages = new Ages(limits);
        this.memory = new Memory(limits, clock);
        this.depot = depot;
        this.upstream = upstream;
        this.clock = clock;
        this.converter = new Converter(PageLimits.DEFAULT);
        this.fetcher = new Fetcher(
                new Fetcher.Parts(ages, converter, new Keeper.Both(memory, depot, chores, tally), tally), clock);
    }

    /**
     * The page of that address.
     *
     * @param address whole, without a place in it
     * @param cancellation ends the wait of this caller, not that of others
     */
    public Answer<Document> page(String address, Cancellation cancellation) throws UpstreamFailed {
        Origin origin = (known, ended) -> upstream.page(address, known, ended);
        return read(Key.page(address), origin, cancellation).map(Shelf::document);
    }

    /** Whether copies of the page of that address are kept, as the rules say. */
    public boolean keeps(String address) {
        return ages.isKept(Key.page(address));
    }

    /** Why nothing is kept beyond this process now; empty where something is. */
    public Optional<String> trouble() {
        return depot.trouble();
    }

    /** How long that copy of the page is told without asking AWS; nothing where it is not. */
    public Duration good(String address, Answer.Copy copy) {
        return ages.left(Key.page(address), copy.stamp(), clock.instant());
    }

    /**
     * What is not a page: what was found, recommended or listed.
     *
     * @param origin asks AWS for it
     */
    public Answer<String> text(Key key, Origin origin, Cancellation cancellation) throws UpstreamFailed {
        if (key.kind() == Kind.PAGE) {
            throw new IllegalArgumentException("A page is read as a page");
        }
        return read(key, origin, cancellation).map(Shelf::words);
    }

    /** What the page once was, the newest first; not what it is now. */
    public List<Revision> revisions(String address) {
        return keeps(address) ? depot.revisions(Key.page(address)) : List.of();
    }

    /** The page as it once was, or as it was kept last. */
    public Optional<Document> revision(String address, String hash) {
        Optional<Kept> revision = keeps(address) ? depot.revision(Key.page(address), hash) : Optional.empty();
        return revision.map(kept -> converter.document(
                kept.source().address(), kept.source().form(), kept.source().text()));
    }

    /** What there are copies of whose address, or question, is one of those, in the order of their names. */
    public List<Key> keys(Pattern pattern) {
        return Stream.concat(memory.keys().stream(), depot.keys().stream())
                .filter(key -> pattern.matches(key.name()))
                .distinct()
                .sorted(Comparator.comparing(Key::name).thenComparing(Key::kind))
                .toList();
    }

    /** The copy of that; empty where there is none any more. */
    public Optional<Shelved> shelved(Key key) {
        return memory.look(key)
                .map(held -> shelved(key, held.stamp(), held.thing().characters(), Converter.hash(held.thing())))
                .or(() -> depot.look(key)
                        .map(kept -> shelved(
                                key,
                                kept.stamp(),
                                kept.source().text().length(),
                                kept.source().hash())));
    }

    private Shelved shelved(Key key, Stamp stamp, int characters, String hash) {
        return new Shelved(key, stamp, ages.of(key, stamp, clock.instant()), characters, hash);
    }

    /** Forgets all copies whose address, or question, is one of those. Returns how many the disk had, or memory where it had more. */
    public int invalidate(Pattern pattern) {
        fetcher.forget();
        int inMemory = memory.remove(key -> pattern.matches(key.name()));
        int onDisk = chores.written(() -> depot.remove(key -> pattern.matches(key.name())));
        return Math.max(inMemory, onDisk);
    }

    public ShelfStatistics statistics() {
        DepotStatistics kept = depot.statistics();
        return new ShelfStatistics(
                memory.statistics(tally.memoryHits(), tally.memoryMisses()),
                new ShelfStatistics.Level(tally.diskHits(), tally.diskMisses(), kept.entries(), kept.bytes()),
                tally.asked(),
                kept,
                new ShelfStatistics.Room(limits.memory().bytes(), memory.evicted()));
    }

    /** Waits for what is under way in the background, and closes the depot. */
    @Override
    public void close() {
        chores.close();
        depot.close();
    }

    private Answer<Thing> read(Key key, Origin origin, Cancellation cancellation) throws UpstreamFailed {
        Optional<Answer<Thing>> ready = ready(key, origin);
        if (ready.isPresent()) {
            return ready.get();
        }
        try {
            return flights.read(key, cancellation, () -> miss(key, origin, cancellation))
                    .value();
        } catch (Failure e) {
            throw e.failed();
        }
    }

    /** What memory has, if that will do. */
    private Optional<Answer<Thing>> ready(Key key, Origin origin) {
        Optional<Held> held = memory.get(key);
        Optional<Answer<Thing>> told = held.flatMap(copy -> soon(key, origin, copy, Tier.MEMORY));
        if (told.isPresent()) {
            tally.memoryHit();
            return told;
        }
        return memory.missing(key).map(missing -> missing);
    }

    private Answer<Thing> miss(Key key, Origin origin, Cancellation cancellation) {
        // Who read while this one came here has put it there.
        Optional<Answer<Thing>> ready = ready(key, origin);
        if (ready.isPresent()) {
            return ready.get();
        }
        tally.memoryMiss();
        Optional<Held> inMemory = memory.get(key);
        Optional<Held> held = inMemory.isPresent() ? inMemory : fromDisk(key);
        Tier tier = inMemory.isPresent() ? Tier.MEMORY : Tier.DISK;
        Optional<Answer<Thing>> told = held.flatMap(copy -> soon(key, origin, copy, tier));
        return told.orElseGet(() -> ask(key, origin, held.map(copy -> new At(copy, tier)), cancellation));
    }

    private Optional<Held> fromDisk(Key key) {
        if (!ages.isKept(key)) {
            return Optional.empty();
        }
        Optional<Held> held = depot.get(key).map(fetcher::held);
        held.ifPresentOrElse(copy -> tally.diskHit(), tally::diskMiss);
        held.ifPresent(copy -> memory.put(key, copy));
        return held;
    }

    /** The copy, if it can be told at once; where it ages, a new one is asked for meanwhile. */
    private Optional<Answer<Thing>> soon(Key key, Origin origin, Held held, Tier tier) {
        Optional<String> failure = memory.failure(key);
        return switch (age(key, held)) {
            case FRESH -> Optional.of(held.told(tier, Optional.empty()));
            case AGEING -> {
                if (failure.isEmpty()) {
                    renew(key, origin, held);
                }
                yield Optional.of(held.told(tier, Optional.of(note(held, failure))));
            }
            case OLD ->
                failure.map(reason -> {
                    tally.stale();
                    return held.told(tier, Optional.of(note(held, Optional.of(reason))));
                });
            case GONE -> Optional.empty();
        };
    }

    /** A copy, and where it was. */
    private record At(Held held, Tier tier) {}

    private Answer<Thing> ask(Key key, Origin origin, Optional<At> known, Cancellation cancellation) {
        Optional<At> usable = known.filter(at -> age(key, at.held()) != Age.GONE);
        try {
            return fetcher.fetch(key, origin, usable.map(At::held), cancellation);
        } catch (UpstreamFailed e) {
            if (usable.isEmpty()) {
                throw new Failure(e);
            }
            // Those who come next are told at once.
            memory.fail(key, message(e));
            tally.stale();
            At at = usable.get();
            return at.held().told(at.tier(), Optional.of(note(at.held(), Optional.of(message(e)))));
        }
    }

    /** Asks in the background, once at a time. */
    private void renew(Key key, Origin origin, Held held) {
        if (renewed.add(key)) {
            boolean begun = chores.renew(() -> {
                try (Cancellation none = new Cancellation()) {
                    fetcher.fetch(key, origin, Optional.of(held), none);
                } catch (UpstreamFailed e) {
                    // The next one who asks is told so with the copy.
                    memory.fail(key, message(e));
                } finally {
                    renewed.remove(key);
                }
            });
            if (!begun) {
                renewed.remove(key);
            }
        }
    }

    private Age age(Key key, Held held) {
        return ages.of(key, held.stamp(), clock.instant());
    }

    private String note(Held held, Optional<String> failure) {
        return Notes.of(held.stamp(), clock.instant(), failure);
    }

    private static String message(UpstreamFailed failed) {
        String message = failed.getMessage();
        return message == null ? failed.toString() : message;
    }

    private static Document document(Thing thing) {
        return switch (thing) {
            case Thing.Page page -> page.document();
            case Thing.Text text -> throw new IllegalStateException("A page was kept as a text");
        };
    }

    private static String words(Thing thing) {
        return switch (thing) {
            case Thing.Text text -> text.text();
            case Thing.Page page -> throw new IllegalStateException("A text was kept as a page");
        };
    }

    /** Carries a failure to all who waited for one answer. */
    private static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final UpstreamFailed failed;

        Failure(UpstreamFailed failed) {
            super(failed);
            this.failed = failed;
        }

        UpstreamFailed failed() {
            return failed;
        }
    }
}
