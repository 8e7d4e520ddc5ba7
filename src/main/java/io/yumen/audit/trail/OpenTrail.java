package io.yumen.audit.trail;

import io.yumen.audit.trail.Chain.Place;
import io.yumen.audit.trail.TrailFiles.Numbered;
import io.yumen.protocol.FieldWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A trail that is being written: its last file, its chain and its anchor. For one thread. After an exception it is {@link
 * #abandon}ed, and opened anew.
 */
final class OpenTrail {
    private static final Logger LOG = LoggerFactory.getLogger(OpenTrail.class);
    private static final byte[] LINE_END = {'\n'};

    private final Path folder;
    private final String name;
    private final ChainKey key;
    private final TrailLimits limits;
    private final InstantSource clock;
    private final Chain chain;
    private final Anchor anchor;
    private FileChannel channel;
    private int number;
    private Instant begun;
    private long durable;

    /**
     * What a trail goes on from.
     *
     * @param folder its folder
     * @param name its name, random
     * @param number its last file; 0 where there is none
     * @param begun when that file was begun
     * @param place its last record
     */
    record Start(Path folder, String name, int number, Instant begun, Place place) {}

    /** Goes on with a trail; writes nothing yet. */
    OpenTrail(Start start, ChainKey key, Path anchorFile, TrailLimits limits, InstantSource clock) throws IOException {
        this.folder = start.folder();
        this.name = start.name();
        this.key = key;
        this.limits = limits;
        this.clock = clock;
        this.chain = new Chain(key, start.place());
        this.number = Math.max(1, start.number());
        this.begun = start.begun();
        this.anchor = new Anchor(anchorFile, name, key);
        try {
            this.channel = openFile();
            this.durable = channel.size();
        } catch (IOException e) {
            anchor.close();
            throw e;
        }
    }

    /** The number of the file that grows. */
    int number() {
        return number;
    }

    /** Appends what is no record: the end of a line that was begun. */
    void endLine() throws IOException {
        write(LINE_END);
    }

    /** Appends records and makes them durable; returns their lines, without ends. */
    List<byte[]> append(List<Consumer<FieldWriter>> records) throws IOException {
        if (channel.size() > 0 && isFull()) {
            next();
        }
        List<byte[]> lines = new ArrayList<>(records.size() + 1);
        if (channel.size() == 0) {
            begun = clock.instant();
            lines.add(chain.bind(Records.file(begun, name, number, key)));
        }
        records.forEach(record -> lines.add(chain.bind(record)));
        write(joined(lines));
        channel.force(false);
        durable = channel.size();
        anchor.move(chain.place());
        return lines;
    }

    /** Those lines, each with its end. */
    private static byte[] joined(List<byte[]> lines) {
        int length = 0;
        for (byte[] line : lines) {
            length += line.length + LINE_END.length;
        }
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] line : lines) {
            System.arraycopy(line, 0, all, at, line.length);
            at += line.length;
            System.arraycopy(LINE_END, 0, all, at, LINE_END.length);
            at += LINE_END.length;
        }
        return all;
    }

    /** Removes the oldest files that need not be kept any more; says so in the trail first, for a missing file is a fault. */
    List<byte[]> removeOld() throws IOException {
        List<Numbered> old = new ArrayList<>();
        List<Numbered> all = TrailFiles.of(folder);
        long bytes = 0;
        for (Numbered file : all) {
            bytes += Files.size(file.path());
        }
        Instant oldest = clock.instant().minus(limits.keepAge());
        for (Numbered file : all) {
            boolean isOld = Files.getLastModifiedTime(file.path()).toInstant().isBefore(oldest);
            if (file.number() == number || (bytes <= limits.keepBytes() && !isOld)) {
                break;
            }
            bytes -= Files.size(file.path());
            old.add(file);
        }
        if (old.isEmpty()) {
            return List.of();
        }
        List<byte[]> lines =
                append(List.of(Records.removed(clock.instant(), old.getLast().number() + 1)));
        for (Numbered file : old) {
            Files.delete(file.path());
            LOG.atInfo().addKeyValue("file", file.path()).log("A file of the audit trail was removed: it is old");
        }
        return lines;
    }

    /** Has everything survive the machine's sudden end, and lets go of the files. */
    void close() throws IOException {
        try (Anchor position = anchor) {
            channel.force(true);
            channel.close();
            position.sync();
        }
    }

    /** Takes back what is not durable, where that can be done, and lets go of the files. */
    void abandon() {
        quietly(() -> channel.truncate(durable));
        quietly(channel::close);
        quietly(anchor::close);
    }

    private static void quietly(Step step) {
        try {
            step.take();
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("What was begun stays at the end of the trail, and will be sealed");
        }
    }

    /** Something with a file that may fail. */
    @FunctionalInterface
    private interface Step {
        void take() throws IOException;
    }

    private boolean isFull() throws IOException {
        return channel.size() >= limits.fileBytes() || !clock.instant().isBefore(begun.plus(limits.fileAge()));
    }

    private void next() throws IOException {
        channel.force(true);
        anchor.sync();
        channel.close();
        number++;
        channel = openFile();
        durable = channel.size();
    }

    private FileChannel openFile() throws IOException {
        Path file = TrailFiles.name(folder, number);
        boolean isNew = !Files.exists(file);
        FileChannel opened = Owned.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE));
        if (isNew) {
            Owned.syncDirectory(folder);
        }
        return opened;
    }

    private void write(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
