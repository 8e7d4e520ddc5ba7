package io.yumen.service.awsdocs.shelf;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A depot that is opened when it is first asked: who starts a service reads no disk. Where it cannot be opened, nothing is kept, which the
 * log says once, and it is tried again after a while: who has it open may end.
 */
public final class DepotOnDemand implements Depot {
    private static final Logger LOG = LoggerFactory.getLogger(DepotOnDemand.class);

    private static final Duration PAUSE = Duration.ofSeconds(10);

    /** Held while the disk is read, which all who came meanwhile wait for. */
    private final Semaphore turn = new Semaphore(1);

    private final Supplier<Depot> opening;
    private final Duration pause;
    private volatile @Nullable Depot open;
    private volatile boolean isOver;
    private volatile @Nullable Refusal refusal;

    /** Why it could not be opened, and when, by {@link System#nanoTime}. */
    private record Refusal(String reason, long nanos) {}

    /** @param opening may throw {@link DepotRefused} */
    public DepotOnDemand(Supplier<Depot> opening) {
        this(opening, PAUSE);
    }

    /** @param pause between two tries */
    DepotOnDemand(Supplier<Depot> opening, Duration pause) {
        this.opening = opening;
        this.pause = pause;
    }

    @Override
    public Optional<Kept> get(Key key) {
        return asked(depot -> depot.get(key), Optional.empty());
    }

    @Override
    public Optional<Kept> look(Key key) {
        return asked(depot -> depot.look(key), Optional.empty());
    }

    @Override
    public boolean put(Kept kept, Contents contents) {
        return asked(depot -> depot.put(kept, contents), false);
    }

    @Override
    public boolean confirm(Key key, Stamp stamp) {
        return asked(depot -> depot.confirm(key, stamp), false);
    }

    @Override
    public List<Revision> revisions(Key key) {
        return asked(depot -> depot.revisions(key), List.of());
    }

    @Override
    public Optional<Kept> revision(Key key, String hash) {
        return asked(depot -> depot.revision(key, hash), Optional.empty());
    }

    @Override
    public int remove(Predicate<Key> which) {
        return asked(depot -> depot.remove(which), 0);
    }

    @Override
    public List<Key> keys() {
        return asked(Depot::keys, List.of());
    }

    @Override
    public List<Hit> search(Wanted wanted) {
        return asked(depot -> depot.search(wanted), List.of());
    }

    @Override
    public DepotStatistics statistics() {
        return asked(Depot::statistics, new DepotStatistics(0, 0, 0, 0));
    }

    /** Looks whether it can be opened now. */
    @Override
    public Optional<String> trouble() {
        Depot depot = depot();
        Refusal last = refusal;
        if (depot != null) {
            return depot.trouble();
        }
        return last == null ? Optional.empty() : Optional.of("Pages are kept in memory alone: " + last.reason());
    }

    @Override
    public void close() {
        Depot last;
        turn.acquireUninterruptibly();
        try {
            isOver = true;
            last = open;
        } finally {
            turn.release();
        }
        if (last != null) {
            last.close();
        }
    }

    private <T> T asked(Function<Depot, T> question, T nothing) {
        Depot depot = depot();
        return depot == null ? nothing : question.apply(depot);
    }

    private @Nullable Depot depot() {
        Depot known = open;
        if (known != null || !isToBeOpened()) {
            return known;
        }
        turn.acquireUninterruptibly();
        try {
            if (isToBeOpened()) {
                open();
            }
        } finally {
            turn.release();
        }
        return open;
    }

    private boolean isToBeOpened() {
        Refusal last = refusal;
        return open == null && !isOver && (last == null || System.nanoTime() - last.nanos() >= pause.toNanos());
    }

    private void open() {
        Refusal before = refusal;
        try {
            open = opening.get();
            refusal = null;
            if (before != null) {
                LOG.info("Pages are kept on the disk again");
            }
        } catch (DepotRefused e) {
            String reason = String.valueOf(e.getMessage());
            refusal = new Refusal(reason, System.nanoTime());
            if (before == null || !before.reason().equals(reason)) {
                LOG.atWarn().addKeyValue("reason", reason).log("Pages are kept in memory alone");
            }
        }
    }
}
