package io.yumen.audit.sink;

import io.yumen.audit.Sink;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A sink with a queue and a thread of its own, which tries again for as long as the receiver does not take what is sent. */
public final class Copies implements Sink {
    private static final Logger LOG = LoggerFactory.getLogger(Copies.class);

    private final String name;
    private final SinkLimits limits;
    private final Delivery delivery;
    private final Outbox outbox;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong underWay = new AtomicLong();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile String trouble = "";

    private Copies(String name, SinkLimits limits, Delivery delivery) {
        this.name = name;
        this.limits = limits;
        this.delivery = delivery;
        this.outbox = new Outbox(limits);
    }

    /** Begins to send there; whether anybody receives it is to be seen in the {@link #status}. */
    public static Sink start(String name, Destination destination, SinkLimits limits) {
        return start(name, limits, destination.delivery(limits));
    }

    static Sink start(String name, SinkLimits limits, Delivery delivery) {
        Copies copies = new Copies(name, limits, delivery);
        Thread.ofVirtual().name("audit-sink-" + name).start(copies::run);
        return copies;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void offer(List<byte[]> records) {
        int lost = outbox.offer(records);
        if (lost > 0 && dropped.getAndAdd(lost) == 0) {
            LOG.atWarn()
                    .addKeyValue("sink", name)
                    .log("An audit sink does not keep up; records are dropped and counted");
        }
    }

    @Override
    public Status status() {
        return new Status(sent.get(), dropped.get(), outbox.size() + underWay.intValue(), trouble);
    }

    @Override
    public void close() {
        outbox.close();
        closing.countDown();
        boolean isDone = await(ended, limits.farewell());
        delivery.close();
        if (!isDone) {
            await(ended, limits.farewell());
        }
        long lost = outbox.size() + underWay.get();
        if (lost > 0) {
            LOG.atWarn()
                    .addKeyValue("sink", name)
                    .addKeyValue("records", lost)
                    .log("An audit sink did not get the last records; the trail has them");
        }
    }

    private void run() {
        try {
            boolean goesOn = true;
            while (goesOn) {
                List<byte[]> batch = outbox.take(limits.batch());
                goesOn = !batch.isEmpty() && deliver(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    /** Sends until the receiver has it; says whether it has. */
    private boolean deliver(List<byte[]> batch) {
        underWay.set(batch.size());
        Duration pause = limits.firstPause();
        while (true) {
            try {
                arrived(batch.size(), delivery.send(batch));
                return true;
            } catch (IOException | RuntimeException e) {
                failed(String.valueOf(e.getMessage()));
            }
            if (await(closing, pause)) {
                return false;
            }
            Duration next = pause.multipliedBy(2);
            pause = next.compareTo(limits.longestPause()) < 0 ? next : limits.longestPause();
        }
    }

    private void arrived(int all, int refused) {
        underWay.set(0);
        sent.addAndGet(all - refused);
        if (refused > 0) {
            dropped.addAndGet(refused);
            LOG.atWarn()
                    .addKeyValue("sink", name)
                    .addKeyValue("records", refused)
                    .log("An audit sink refused records; the trail has them");
        }
        if (!trouble.isEmpty()) {
            trouble = "";
            LOG.atInfo().addKeyValue("sink", name).log("An audit sink takes records again");
        }
    }

    private void failed(String reason) {
        if (trouble.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("sink", name)
                    .addKeyValue("reason", reason)
                    .log("An audit sink takes no records; they wait, and are dropped when too many do");
        }
        trouble = reason;
    }

    private static boolean await(CountDownLatch latch, Duration limit) {
        try {
            return latch.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
