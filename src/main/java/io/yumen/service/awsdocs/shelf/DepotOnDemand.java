package io.yumen.service.awsdocs.shelf;

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
 * log says once.
 */
public final class DepotOnDemand implements Depot {
    private static final Logger LOG = LoggerFactory.getLogger(DepotOnDemand.class);

    /** Held while the disk is read, which all who came meanwhile wait for. */
    private final Semaphore turn = new Semaphore(1);

    private final Supplier<Depot> opening;
    private volatile @Nullable Depot open;
    private volatile boolean isOver;

    /** @param opening may throw {@link DepotRefused} */
    public DepotOnDemand(Supplier<Depot> opening) {
        this.opening = opening;
    }

    @Override
    public Optional<Kept> get(Key key) {
        return asked(depot -> depot.get(key), Optional.empty());
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
        if (known != null || isOver) {
            return known;
        }
        turn.acquireUninterruptibly();
        try {
            if (open == null && !isOver) {
                open = opening.get();
            }
        } catch (DepotRefused e) {
            isOver = true;
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("Pages are kept in memory alone");
        } finally {
            turn.release();
        }
        return open;
    }
}
