package io.yumen.service.awsdocs.shelf.index;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what is ordered, all of it that waits at once with one commit, in a thread of its own that nobody interrupts. An order is
 * answered when it is on the disk.
 */
final class Scribe {
    private static final Logger LOG = LoggerFactory.getLogger(Scribe.class);
    private static final int WAITING = 1_000;
    private static final Duration LOOK = Duration.ofMillis(200);

    private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>(WAITING);
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Volumes volumes;
    private final Pen pen;
    private final Room room;
    private final IndexLimits limits;
    private final Thread thread;

    Scribe(Volumes volumes, Cards cards, Room room, IndexLimits limits) {
        this.volumes = volumes;
        this.pen = new Pen(cards, limits.revisions());
        this.room = room;
        this.limits = limits;
        this.thread = Thread.ofPlatform().daemon().name("awsdocs-shelf-writer").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Waits until that is done; of how many copies, which may be none. */
    int order(Function<Promise, Order> order) {
        Promise promise = new Promise();
        Order given = order.apply(promise);
        try {
            while (!orders.offer(given, LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                if (ended.get()) {
                    return 0;
                }
            }
            if (ended.get()) {
                promise.complete(0);
            }
            return promise.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** Somebody could not read what is on the disk. */
    void doubt(Volume volume, Throwable cause) {
        if (!orders.offer(new Order.Doubt(volume, cause, new Promise()))) {
            LOG.atWarn().setCause(cause).log("The shelf cannot be read");
        }
    }

    /** Writes what waits, and ends. */
    void end() {
        if (ending.compareAndSet(false, true)) {
            order(Order.End::new);
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!ended.get()) {
                carryOut(orders.take());
                tidy();
            }
        } catch (InterruptedException e) {
            LOG.atDebug().log("The shelf was told to end");
        } finally {
            ended.set(true);
            volumes.close();
            List<Order> late = new ArrayList<>();
            orders.drainTo(late);
            late.forEach(order -> order.promise().complete(0));
        }
    }

    private void carryOut(Order order) {
        switch (order) {
            case Order.Write first -> write(batch(first));
            case Order.Lone lone -> answer(lone, () -> alone(lone));
        }
    }

    /** What waits behind the first, as far as it can be written with it. */
    private Batch batch(Order.Write first) {
        Batch batch = new Batch(limits.batch());
        batch.add(first);
        while (orders.peek() instanceof Order.Write next && batch.add(next)) {
            orders.remove();
        }
        return batch;
    }

    private void write(Batch batch) {
        int done = attempt(() -> {
            Volume volume = volumes.opened();
            // The parts of a file are there first, and then the whole.
            room.make(volume, 2 * (batch.size() + pen.formerSize(batch.writes())));
            pen.write(volume, batch.writes());
            return 1;
        });
        batch.writes().forEach(write -> write.promise().complete(done == 0 ? 0 : pen.done(write)));
    }

    private void answer(Order order, Work work) {
        order.promise().complete(attempt(work));
    }

    private int alone(Order.Lone order) throws IOException {
        switch (order) {
            case Order.Remove remove -> {
                return pen.remove(volumes.opened(), remove.which());
            }
            case Order.Doubt doubt -> {
                if (volumes.isOpen(doubt.volume())) {
                    volumes.renew(doubt.cause());
                }
                return 0;
            }
            case Order.End end -> {
                ended.set(true);
                pen.noteUses(volumes.opened());
                return 0;
            }
        }
    }

    /** Writes a few files as one while nobody waits. */
    private void tidy() {
        if (ended.get()) {
            return;
        }
        attempt(() -> {
            Volume volume = volumes.opened();
            while (orders.isEmpty() && room.hasSpare(volume) && volume.join()) {
                // One at a time.
            }
            return 0;
        });
    }

    private int attempt(Work work) {
        try {
            return work.done();
        } catch (IOException | RuntimeException | Error e) {
            LOG.atWarn().setCause(e).log("The shelf cannot be written");
            volumes.renew(e);
            return 0;
        }
    }

    /** What may fail with the disk. */
    private interface Work {
        int done() throws IOException;
    }
}
