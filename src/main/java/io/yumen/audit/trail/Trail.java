package io.yumen.audit.trail;

import io.yumen.audit.Entry;
import io.yumen.audit.Recorder;
import io.yumen.audit.Sink;
import io.yumen.audit.Unrecorded;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The trail of one process. A thread of its own writes it, so that a caller waits for nothing but what it wants to be
 * durable. Closing it writes what is still to be written.
 */
public final class Trail implements Recorder, AutoCloseable {
    private final Path directory;
    private final TrailLimits limits;
    private final Intake intake;
    private final Writer writer;
    private final List<Sink> sinks;

    private Trail(TrailConfig config, List<Sink> sinks, InstantSource clock) {
        this.directory = config.directory();
        this.limits = config.limits();
        this.intake = new Intake(limits.queue());
        this.sinks = List.copyOf(sinks);
        this.writer = new Writer(config, intake, sinks, clock);
    }

    /** Begins to write; what goes wrong with that is to be seen in the {@link #status}, and is tried again. */
    public static Trail start(TrailConfig config, List<Sink> sinks, InstantSource clock) {
        Trail trail = new Trail(config, sinks, clock);
        Thread.ofPlatform().daemon().name("audit-writer").start(trail.writer);
        return trail;
    }

    @Override
    public void record(Entry entry) {
        if (!intake.offer(new Pending.Unwatched(entry))) {
            writer.lose();
        }
    }

    @Override
    public void recordDurably(Entry entry) {
        if (!writer.trouble().isEmpty()) {
            throw new Unrecorded(writer.trouble());
        }
        Pending.Watched pending = new Pending.Watched(entry);
        if (!intake.offer(pending)) {
            throw new Unrecorded("Too much is to be recorded at once");
        }
        await(pending);
        String trouble = pending.trouble();
        if (trouble != null) {
            throw new Unrecorded(trouble);
        }
    }

    @Override
    public String digest(byte[] value) {
        ChainKey key = writer.key(limits.durableWait());
        return key == null ? "" : key.digest(value);
    }

    /** The folder of all trails of this installation. */
    public Path directory() {
        return directory;
    }

    /** How it fares. */
    public Status status() {
        Map<String, Sink.Status> all = new LinkedHashMap<>();
        sinks.forEach(sink -> all.put(sink.name(), sink.status()));
        return new Status(writer.recorded(), writer.lost(), intake.size(), writer.trouble(), all);
    }

    /** Waits until it could be written, or could not, for the first time. */
    public Status awaitOpened() {
        writer.awaitOpened(limits.durableWait());
        return status();
    }

    @Override
    public void close() {
        writer.close(limits.durableWait());
        sinks.forEach(Sink::close);
    }

    private void await(Pending.Watched pending) {
        try {
            if (!pending.settled().await(limits.durableWait().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new Unrecorded("The disk takes longer than " + text(limits.durableWait()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unrecorded("Nobody waits for it any more");
        }
    }

    private static String text(Duration time) {
        return time.toMillis() + " ms";
    }

    /**
     * How a trail fares.
     *
     * @param recorded what was recorded since the start
     * @param lost what could not be
     * @param waiting what is to be written
     * @param trouble why nothing can be written; empty where all is well
     * @param sinks how the sinks fare, by name
     */
    public record Status(long recorded, long lost, int waiting, String trouble, Map<String, Sink.Status> sinks) {}
}
