package io.yumen.service.awsdocs.shelf.desk;

import io.yumen.exchange.Cancellation;
import io.yumen.service.awsdocs.page.PageRefused;
import io.yumen.service.awsdocs.shelf.Kept;
import io.yumen.service.awsdocs.shelf.Key;
import io.yumen.service.awsdocs.shelf.Source;
import io.yumen.service.awsdocs.shelf.Stamp;
import io.yumen.service.awsdocs.upstream.Fetched;
import io.yumen.service.awsdocs.upstream.Freshness;
import io.yumen.service.awsdocs.upstream.UpstreamFailed;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Asks AWS, and keeps what it says. */
final class Fetcher {
    private final Parts parts;
    private final InstantSource clock;

    /** Counts up when something is to be forgotten: what was asked for before that is not kept. */
    private final AtomicLong generation = new AtomicLong();

    /** What it works with. */
    record Parts(Ages ages, Converter converter, Keeper keeper, Tally tally) {}

    Fetcher(Parts parts, InstantSource clock) {
        this.parts = parts;
        this.clock = clock;
    }

    void forget() {
        generation.incrementAndGet();
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
        long before = generation.get();
        Fetched fetched = ask(origin, held, cancellation);
        boolean keeps = parts.ages().isKept(key) && before == generation.get();
        Keeper keeper = keeps ? parts.keeper() : Keeper.NOBODY;
        return switch (fetched) {
            case Fetched.Found found -> found(key, found, keeper);
            case Fetched.Unchanged unchanged -> unchanged(key, held, unchanged.freshness(), keeper);
            case Fetched.Missing missing ->
                missing(key, new Answer.Missing<>(missing.status(), missing.reason()), keeper);
        };
    }

    private Fetched ask(Origin origin, Optional<Held> held, Cancellation cancellation) throws UpstreamFailed {
        parts.tally().call();
        try {
            return origin.ask(held.map(Held::known), cancellation);
        } catch (UpstreamFailed e) {
            parts.tally().failed();
            throw e;
        }
    }

    private Answer<Thing> found(Key key, Fetched.Found found, Keeper keeper) throws UpstreamFailed {
        Instant now = clock.instant();
        Thing thing = thing(key, found);
        Held held = new Held(thing, found.address(), found.form(), new Stamp(found.freshness(), now, now));
        Source source = new Source(found.address(), found.form(), found.text(), Converter.hash(thing));
        keeper.put(held, new Kept(key, source, held.stamp()));
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

    private Answer<Thing> unchanged(Key key, Optional<Held> held, Freshness freshness, Keeper keeper)
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
        keeper.confirm(key, checked);
        return checked.told(Tier.UPSTREAM, Optional.empty());
    }

    private static Answer<Thing> missing(Key key, Answer.Missing<Thing> answer, Keeper keeper) {
        keeper.miss(key, answer);
        return answer;
    }
}
