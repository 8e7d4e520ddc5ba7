package io.yumen.audit.trail;

import io.yumen.audit.Sink;
import io.yumen.audit.trail.Opening.Opened;
import io.yumen.protocol.FieldWriter;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes a trail. It makes many records durable with one sync; where it cannot write, it tries again
 * until it can, keeps what nobody waits for, and lets nobody wait.
 */
final class Writer implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

    /** What is made durable at once, so that the end of a file is found again within {@link Tail#WINDOW}. */
    private static final int MOST = 500;

    private final TrailConfig config;
    private final InstantSource clock;
    private final Intake intake;
    private final List<Sink> sinks;
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong recorded = new AtomicLong();
    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    private volatile @Nullable ChainKey key;
    private volatile String trouble = "";
    private @Nullable Lane lane;
    private @Nullable OpenTrail trail;
    private List<Pending> held = List.of();
    private long lostTold;
    private int sinceCheckpoint;
    private int swept;

    Writer(TrailConfig config, Intake intake, List<Sink> sinks, InstantSource clock) {
        this.config = config;
        this.intake = intake;
        this.sinks = List.copyOf(sinks);
        this.clock = clock;
    }

    @Override
    public void run() {
        try {
            boolean goesOn = true;
            while (goesOn) {
                goesOn = step();
            }
        } finally {
            intake.takeWatched().forEach(one -> one.failed("The gateway is stopping"));
            end();
            ended.countDown();
        }
    }

    /** One record could not be kept. */
    void lose() {
        lost.incrementAndGet();
    }

    long lost() {
        return lost.get();
    }

    long recorded() {
        return recorded.get();
    }

    /** Why nothing can be written; empty where all is well. */
    String trouble() {
        return trouble;
    }

    /** The key, once it was read; waits for that, at most so long. */
    @Nullable
    ChainKey key(Duration limit) {
        await(opened, limit);
        return key;
    }

    /** Waits until it was tried to open the trail. */
    void awaitOpened(Duration limit) {
        await(opened, limit);
    }

    /** Writes what it has, and ends. */
    void close(Duration limit) {
        intake.close();
        closing.countDown();
        await(ended, limit);
    }

    /** Writes once, or tries to become able to; says whether there is more to do. */
    private boolean step() {
        try {
            OpenTrail open = trail == null ? open() : trail;
            write(open);
            return !intake.isClosed() || intake.size() > 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (IOException | RuntimeException e) {
            fail(e);
            await(closing, TrailLimits.RETRY);
            return closing.getCount() > 0;
        }
    }

    private OpenTrail open() throws IOException {
        ChainKey secret = KeyFile.readOrMake(config.key());
        key = secret;
        Lane own = lane == null ? Lane.claim(config.directory()) : lane;
        lane = own;
        Opened now = new Opening(
                        own.folder(), secret, Anchor.file(config.anchors(), own.folder()), config.limits(), clock)
                .open(trouble);
        trail = now.trail();
        copy(now.lines());
        if (!trouble.isEmpty()) {
            LOG.atInfo().addKeyValue("folder", own.folder()).log("The audit trail is written again");
        }
        trouble = "";
        opened.countDown();
        return now.trail();
    }

    private void write(OpenTrail open) throws IOException, InterruptedException {
        if (held.isEmpty()) {
            held = intake.take(TrailLimits.TICK, config.limits().commit(), MOST);
        }
        List<Consumer<FieldWriter>> records = records();
        if (!records.isEmpty()) {
            copy(open.append(records));
            recorded.addAndGet(held.size());
            held.forEach(Writer::settle);
            held = List.of();
        }
        if (records.isEmpty() || open.number() != swept) {
            swept = open.number();
            copy(open.removeOld());
        }
    }

    private List<Consumer<FieldWriter>> records() {
        List<Consumer<FieldWriter>> records = new ArrayList<>(held.size() + 2);
        long now = lost.get();
        if (now > lostTold) {
            records.add(Records.gap(clock.instant(), now - lostTold));
            lostTold = now;
        }
        held.forEach(pending -> records.add(pending.entry()::write));
        sinceCheckpoint += held.size();
        if (sinceCheckpoint >= config.limits().checkpoint()) {
            records.add(checkpoint());
        }
        return records;
    }

    private Consumer<FieldWriter> checkpoint() {
        sinceCheckpoint = 0;
        return Records.checkpoint(clock.instant(), recorded.get() + held.size(), lost.get());
    }

    private void fail(Exception cause) {
        String reason = String.valueOf(cause.getMessage());
        if (trouble.isEmpty()) {
            LOG.atError()
                    .addKeyValue("directory", config.directory())
                    .addKeyValue("reason", cause.toString())
                    .log("The audit trail cannot be written");
        }
        trouble = reason;
        opened.countDown();
        OpenTrail open = trail;
        if (open != null) {
            open.abandon();
            trail = null;
        }
        List<Pending> kept = new ArrayList<>();
        for (Pending pending : held) {
            switch (pending) {
                case Pending.Watched one -> one.failed(reason);
                case Pending.Unwatched one -> kept.add(one);
            }
        }
        held = kept;
        intake.takeWatched().forEach(one -> one.failed(reason));
    }

    private void end() {
        OpenTrail open = trail;
        try {
            if (open != null) {
                copy(open.append(List.of(checkpoint(), Records.closed(clock.instant()))));
                open.close();
            }
            if (lane != null) {
                lane.close();
            }
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("The audit trail did not end in good order");
        }
        if (!held.isEmpty()) {
            LOG.atError().addKeyValue("records", held.size()).log("Records of the audit were lost at the end");
        }
    }

    private void copy(List<byte[]> lines) {
        if (!lines.isEmpty()) {
            sinks.forEach(sink -> sink.offer(lines));
        }
    }

    private static void settle(Pending pending) {
        switch (pending) {
            case Pending.Watched one -> one.written();
            case Pending.Unwatched one -> {}
        }
    }

    private static void await(CountDownLatch latch, Duration limit) {
        try {
            boolean ignored = latch.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
