package io.yumen.hub;

import io.yumen.hub.members.Departed;
import io.yumen.hub.members.Fleet;
import io.yumen.hub.members.FleetConfig;
import io.yumen.hub.members.Member;
import io.yumen.protocol.RpcException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The servers of the hub, which come and go while requests are on their way to them. Safe for many threads; its lock is held
 * over memory only.
 */
final class Roster {
    private final FleetConfig config;
    private final ReentrantLock changing = new ReentrantLock();
    private volatile Fleet fleet;

    /** One without servers. */
    Roster(FleetConfig config) {
        this.config = config;
        this.fleet = new Fleet(List.of(), config);
    }

    /** The servers at this moment. Who sends something to one of them uses {@link #with}. */
    Fleet now() {
        return fleet;
    }

    /**
     * Does something with the servers, which may change meanwhile. Where a change overtakes it, so that a server that it has
     * found is gone before anything was sent, it is done once more, with servers that stay until it is done.
     *
     * @param work may be done twice where it fails with {@link Departed}; should not last
     * @throws RpcException where a server was taken out, and none of its name is there
     */
    <T> T with(Function<Fleet, T> work) {
        try {
            return work.apply(fleet);
        } catch (Departed overtaken) {
            return withKept(work);
        }
    }

    /**
     * Has other servers from now on.
     *
     * @param next makes them of those that are there
     * @return those that are not part of it any more, and are to leave; empty where nothing has changed
     */
    Optional<List<Member>> change(UnaryOperator<List<Member>> next) {
        changing.lock();
        try {
            List<Member> before = fleet.members();
            List<Member> after = next.apply(before);
            if (after.equals(before)) {
                return Optional.empty();
            }
            fleet = new Fleet(after, config);
            return Optional.of(before.stream()
                    .filter(member ->
                            after.stream().noneMatch(kept -> kept.backend().equals(member.backend())))
                    .toList());
        } finally {
            changing.unlock();
        }
    }

    private <T> T withKept(Function<Fleet, T> work) {
        Fleet kept = keep();
        try {
            return work.apply(kept);
        } catch (Departed gone) {
            throw RpcException.unavailable(String.valueOf(gone.getMessage()));
        } finally {
            kept.members().forEach(member -> member.traffic().letGo());
        }
    }

    /** Under the lock: so none of them has begun to leave. */
    private Fleet keep() {
        changing.lock();
        try {
            fleet.members().forEach(member -> member.traffic().keep());
            return fleet;
        } finally {
            changing.unlock();
        }
    }
}
