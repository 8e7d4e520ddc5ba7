package io.yumen.service.awsdocs.shelf.desk;

import io.yumen.exchange.Cancellation;
import io.yumen.service.awsdocs.page.PageRefused;
import io.yumen.service.awsdocs.shelf.Kept;
import io.yumen.service.awsdocs.shelf.Key;
import io.yumen.service.awsdocs.shelf.Source;
import io.yumen.service.awsdocs.shelf.Stamp;
import io.yumen.service.awsdocs.upstream.Fetched;
import io.yumen.service.awsdocs.upstream.Form;
import io.yumen.service.awsdocs.upstream.Freshness;
import io.yumen.service.awsdocs.upstream.Upstream;
import io.yumen.service.awsdocs.upstream.UpstreamFailed;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Asks AWS, and keeps what it says. */
final class Fetcher {
    private final Parts parts;
    private final InstantSource clock;

    /** Held while something is put into memory, so that nothing is put there after it was to be forgotten. */
    private final ReentrantLock keeping = new ReentrantLock();

    /** Counts up when something is to be forgotten: what was asked for before that is not kept. */
    private long generation;

    /** What it works with. */
    record Parts(Ages ages, Converter converter, Keeper keeper, Tally tally) {}

    Fetcher(Parts parts, InstantSource clock) {
        this.parts = parts;
        this.clock = clock;
    }

    void forget() {
        keeping.lock();
        try {
            generation++;
        } finally {
            keeping.unlock();
        }
    }

    private long generation() {
        keeping.lock();
        try {
            return generation;
        } finally {
            keeping.unlock();
        }
    }

    /** Gives it to who keeps it, unless it may not be kept. */
    private void keep(Key key, long before, Consumer<Keeper> given) {
        if (!parts.ages().isKept(key)) {
            return;
        }
        keeping.lock();
        try {
            if (before == generation) {
                given.accept(parts.keeper());
            }
        } finally {
            keeping.unlock();
        }
    }

    /** A copy of the disk, read. */
    Held held(Kept kept) {
        Source source = kept.source();
        Thing thing = parts.converter().thing(kept.key().kind(), source.address(), source.form(), source.text());
        return new Held(thing, source.address(), source.form(), kept.stamp());
    }

    /**
     * What AWS says now.
     *
     * @param held what is had of it
     *
     */
    Answer<Thing> fetch(Key key, Origin origin, Optional<Held> held, Cancellation cancellation) throws UpstreamFailed {
        long before = generation();
        return switch (ask(origin, held.map(Held::known), cancellation)) {
            case Fetched.Found found -> {
                Read read = read(key, found);
                Optional<Read> better = better(key, read.thing(), origin, cancellation);
                yield found(key, better.orElse(read), before);
            }
            case Fetched.Unchanged unchanged -> {
                Optional<Read> better = held.flatMap(copy -> better(key, copy.thing(), origin, cancellation));
                yield better.isPresent()
                        ? found(key, better.get(), before)
                        : unchanged(key, held, unchanged.freshness(), before);
            }
            case Fetched.Missing missing ->
                missing(key, new Answer.Missing<>(missing.status(), missing.reason()), before);
        };
    }

    private Fetched ask(Origin origin, Optional<Upstream.Known> known, Cancellation cancellation)
            throws UpstreamFailed {
        parts.tally().call();
        try {
            return origin.ask(known, cancellation);
        } catch (UpstreamFailed e) {
            parts.tally().failed();
            throw e;
        }
    }

    /** What came, and what it says. */
    private record Read(Fetched.Found found, Thing thing) {}

    private Read read(Key key, Fetched.Found found) throws UpstreamFailed {
        return new Read(found, thing(key, found));
    }

    /** The HTML of a page whose Markdown has lost something, if it is to be had: else that Markdown is told, as what it is. */
    private Optional<Read> better(Key key, Thing thing, Origin origin, Cancellation cancellation) {
        if (!thing.isDoubtful()) {
            return Optional.empty();
        }
        try {
            Upstream.Known html = Upstream.Known.wanting(key.name(), Form.HTML);
            return ask(origin, Optional.of(html), cancellation) instanceof Fetched.Found found
                    ? Optional.of(read(key, found))
                    : Optional.empty();
        } catch (UpstreamFailed e) {
            return Optional.empty();
        }
    }

    private Answer<Thing> found(Key key, Read read, long before) {
        Fetched.Found found = read.found();
        Thing thing = read.thing();
        Instant now = clock.instant();
        Held held = new Held(thing, found.address(), found.form(), new Stamp(found.freshness(), now, now));
        Source source = new Source(found.address(), found.form(), found.text(), Converter.hash(thing));
        Kept kept = new Kept(key, source, held.stamp());
        keep(key, before, keeper -> keeper.put(held, kept));
        return held.told(Tier.UPSTREAM, Optional.empty());
    }

    private Thing thing(Key key, Fetched.Found found) throws UpstreamFailed {
        try {
            return parts.converter().thing(key.kind(), found.address(), found.form(), found.text());
        } catch (PageRefused e) {
            throw new UpstreamFailed(
                    "What is at " + found.address() + " cannot be read: " + e.getMessage(), Optional.empty());
        }
    }

    private Answer<Thing> unchanged(Key key, Optional<Held> held, Freshness freshness, long before)
            throws UpstreamFailed {
        if (held.isEmpty()) {
            throw new UpstreamFailed(
                    "AWS says that " + key.name() + " has not changed, which nobody asked", Optional.empty());
        }
        parts.tally().unchanged();
        Held copy = held.get();
        Stamp stamp = new Stamp(
                copy.stamp().freshness().renewed(freshness), copy.stamp().fetched(), clock.instant());
        Held checked = copy.checked(stamp);
        keep(key, before, keeper -> keeper.confirm(key, checked));
        return checked.told(Tier.UPSTREAM, Optional.empty());
    }

    private Answer<Thing> missing(Key key, Answer.Missing<Thing> answer, long before) {
        keep(key, before, keeper -> keeper.miss(key, answer));
        return answer;
    }
}
