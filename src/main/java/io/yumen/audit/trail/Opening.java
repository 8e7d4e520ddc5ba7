package io.yumen.audit.trail;

import io.yumen.audit.trail.Anchor.Position;
import io.yumen.audit.trail.Chain.Place;
import io.yumen.audit.trail.OpenTrail.Start;
import io.yumen.audit.trail.TrailFiles.Numbered;
import io.yumen.protocol.FieldWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Goes on with the trail of a folder, or begins one. What a writer that was stopped in the middle left behind is sealed: it
 * stays, and the next record says how much it is. What is gone that was durable is a fault, and is recorded as one.
 *
 * @param folder the trail's folder, in which nobody else writes
 * @param key binds the records
 * @param anchor the file of the anchor
 */
record Opening(Path folder, ChainKey key, Path anchor, TrailLimits limits, InstantSource clock) {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);
    private static final int NAME_BYTES = 8;

    /** The trail, and what was written at once. */
    record Opened(OpenTrail trail, List<byte[]> lines) {}

    /**
     * Opens it.
     *
     * @param reason why nothing could be recorded until now; empty at the start
     */
    Opened open(String reason) throws IOException {
        Optional<Position> position = Anchor.read(anchor, key);
        Optional<End> end = end();
        Optional<Place> missing = position.map(Position::place).filter(place -> isMissing(place, end));
        missing.ifPresent(place -> LOG.atError()
                .addKeyValue("folder", folder)
                .addKeyValue("sequence", place.sequence())
                .log("Records are missing from the end of the audit trail"));
        OpenTrail trail = new OpenTrail(start(end, missing), key, anchor, limits, clock);
        try {
            List<Consumer<FieldWriter>> records = new ArrayList<>();
            byte[] torn = end.map(one -> one.tail().torn()).orElse(new byte[0]);
            if (torn.length > 0) {
                trail.endLine();
                records.add(Records.sealed(clock.instant(), torn));
            }
            records.add(Records.opened(clock.instant(), reason, missing));
            return new Opened(trail, trail.append(records));
        } catch (IOException e) {
            trail.abandon();
            throw e;
        }
    }

    private Start start(Optional<End> end, Optional<Place> missing) {
        if (end.isEmpty()) {
            // Numbers are never used twice, so that it shows what is gone.
            Place from = new Place(missing.map(Place::sequence).orElse(0L), Line.NOTHING);
            return new Start(folder, newName(), 0, clock.instant(), from);
        }
        End known = end.get();
        Place last = known.tail().place();
        Place from = new Place(missing.map(Place::sequence).orElse(last.sequence()), last.hash());
        return new Start(folder, known.name(), known.file().number(), known.begun(), from);
    }

    private static boolean isMissing(Place place, Optional<End> end) {
        return end.map(known -> known.tail().place().sequence() < place.sequence())
                .orElse(true);
    }

    /**
     * Where a trail ends.
     *
     * @param name the trail's name
     * @param begun when its last file was begun
     */
    private record End(Numbered file, Tail tail, String name, Instant begun) {}

    private Optional<End> end() throws IOException {
        List<Numbered> files = TrailFiles.of(folder);
        for (int i = files.size() - 1; i >= 0; i--) {
            Numbered file = files.get(i);
            Optional<Tail> tail = Tail.of(file.path(), key);
            if (tail.isPresent()) {
                ObjectNode head = firstLine(file.path())
                        .flatMap(bytes -> Line.read(bytes, key.chain()))
                        .map(Line::fields)
                        .orElseThrow(() -> strange(file.path()));
                Instant begun = Instant.parse(head.path("time").asString(""));
                return Optional.of(
                        new End(file, tail.get(), head.path(Records.TRAIL).asString(""), begun));
            }
            setAside(file);
        }
        return Optional.empty();
    }

    /** A file whose first record was never finished holds nothing that anybody was promised. */
    private void setAside(Numbered file) throws IOException {
        Optional<ObjectNode> head = firstLine(file.path()).flatMap(Line::fields);
        if (head.isPresent()) {
            String other = head.get().path(Records.KEY).asString("");
            throw other.equals(key.id())
                    ? strange(file.path())
                    : new IOException("The audit trail " + folder + " was written with the key " + other + ", not with "
                            + key.id() + ": name that key, or move the folder away to begin a new trail");
        }
        Files.move(
                file.path(),
                folder.resolve(file.path().getFileName() + "." + clock.instant().toEpochMilli() + ".torn"));
    }

    private IOException strange(Path file) {
        return new IOException(file + " is not as it was written: yumen audit verify says where; move " + folder
                + " away to begin a new trail");
    }

    private static Optional<byte[]> firstLine(Path file) throws IOException {
        try (Lines lines = Lines.of(file)) {
            Lines.Raw first = lines.next();
            return first == null || !first.isWhole() ? Optional.empty() : Optional.of(first.bytes());
        }
    }

    private static String newName() {
        byte[] name = new byte[NAME_BYTES];
        new SecureRandom().nextBytes(name);
        return HexFormat.of().formatHex(name);
    }
}
