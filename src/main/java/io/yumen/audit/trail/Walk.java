package io.yumen.audit.trail;

import io.yumen.audit.trail.Anchor.Position;
import io.yumen.audit.trail.Chain.Place;
import io.yumen.audit.trail.Finding.Broken;
import io.yumen.audit.trail.Finding.Intact;
import io.yumen.audit.trail.Lines.Raw;
import io.yumen.audit.trail.TrailFiles.Numbered;
import io.yumen.secret.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One way through the files of a trail, oldest first. For one thread. */
final class Walk {
    private final ChainKey key;
    private final Mac mac;
    private final MessageDigest sha256 = Sha256.begin();
    private final Optional<Position> anchor;
    private final List<String> notes = new ArrayList<>();
    private @Nullable Place last;
    private String trail = "";
    private int firstFile;
    private int lastFile;
    private int files;
    private int begins = 1;
    private long records;
    private boolean isAnchored;

    /** A walk that ends where the anchor says, where there is one. */
    Walk(ChainKey key, Optional<Position> anchor) {
        this.key = key;
        this.mac = key.chain();
        this.anchor = anchor;
    }

    /** Goes through the next file; what it finds wrong is the end of the walk. */
    Optional<Broken> file(Numbered file) throws IOException {
        files++;
        lastFile = file.number();
        try (Lines lines = Lines.of(file.path())) {
            boolean isHead = true;
            for (Raw raw = lines.next(); raw != null; raw = lines.next()) {
                Raw now = raw;
                Optional<Line> line = read(now, lines);
                if (line.isEmpty() && isUnfinished(now)) {
                    notes.add(
                            file.path()
                                    + " ends in a record that is not finished: it is being written, or the next start seals it");
                    return Optional.empty();
                }
                String fault = line.map(isHead ? one -> head(one, file) : this::follows)
                        .orElseGet(() -> unreadable(now));
                if (!fault.isEmpty()) {
                    return Optional.of(new Broken(file.path(), now.number(), expected(), fault));
                }
                if (last == null) {
                    // A file that was emptied is no file of the trail.
                    firstFile = file.number();
                }
                line.ifPresent(this::step);
                isHead = false;
            }
        }
        return Optional.empty();
    }

    /** What is wrong with the trail as a whole, when all its files are as they were written. */
    Optional<Broken> end(Path folder) {
        if (firstFile > begins) {
            return Optional.of(new Broken(
                    TrailFiles.name(folder, begins),
                    1,
                    0,
                    "The files from " + begins + " to " + (firstFile - 1) + " are gone"));
        }
        if (anchor.isEmpty()) {
            notes.add("There is no anchor of " + folder + ": records may be missing from its end");
            return Optional.empty();
        }
        Place place = anchor.get().place();
        Path file = TrailFiles.name(folder, Math.max(1, lastFile));
        if (!trail.isEmpty() && !anchor.get().trail().equals(trail)) {
            return Optional.of(new Broken(file, 1, expected(), "It is not the trail that its anchor is of"));
        }
        return isAnchored
                ? Optional.empty()
                : Optional.of(new Broken(
                        file, 0, expected(), "The end is gone: the last record had the number " + place.sequence()));
    }

    Intact intact() {
        return new Intact(records, files, notes);
    }

    private long expected() {
        return last == null ? 1 : last.sequence() + 1;
    }

    private void step(Line line) {
        records++;
        last = new Place(line.sequence(), line.hash(sha256));
        begins = Math.max(begins, line.fields().path(Records.BEGINS).asInt(1));
        isAnchored |= anchor.isPresent() && anchor.get().place().equals(last);
        if (line.isKind(Records.GAP)) {
            notes.add(line.fields().path("lost").asLong() + " records could not be written before number "
                    + line.sequence());
        }
    }

    /** What is wrong with the first record of a file; empty where nothing is. */
    private String head(Line line, Numbered file) {
        if (!line.isKind(Records.FILE)) {
            return "The first record of the file is gone";
        }
        int number = line.fields().path(Records.FILE).asInt();
        if (file.number() != 0 && number != file.number()) {
            return "It is the file " + number + " of the trail";
        }
        String name = line.fields().path(Records.TRAIL).asString("");
        if (!trail.isEmpty() && !trail.equals(name)) {
            return "It is of another trail";
        }
        trail = name;
        return last == null ? begin(line, number) : follows(line);
    }

    /** What is wrong with the first record that there is: with files that were removed, it is not the first that there was. */
    private static String begin(Line line, int number) {
        boolean isBegin = line.sequence() == 1 && line.prev().equals(Line.NOTHING);
        return number == 1 && !isBegin ? "Records before it are gone" : "";
    }

    /** What is wrong with the place of a record; empty where nothing is. */
    private String follows(Line line) {
        Place before = last;
        if (before == null) {
            return "The first record of the file is gone";
        }
        if (line.sequence() != before.sequence() + 1) {
            return "It has the number " + line.sequence();
        }
        if (!line.prev().equals(before.hash())) {
            return "The record before it is another one than when it was written";
        }
        return line.fields().has(Records.MISSING) ? "Records before it were gone when it was written" : "";
    }

    /** The record of that line; where it is none, the one that seals it. */
    private Optional<Line> read(Raw raw, Lines rest) throws IOException {
        Optional<Line> line = raw.isWhole() ? Line.read(raw.bytes(), mac) : Optional.empty();
        return line.isPresent() ? line : sealed(raw, rest);
    }

    /** The record that seals what begins there, if one does. */
    private Optional<Line> sealed(Raw first, Lines lines) throws IOException {
        ByteArrayOutputStream torn = new ByteArrayOutputStream();
        for (Raw raw = first; raw != null && torn.size() < Tail.WINDOW; raw = lines.next()) {
            Optional<Line> line = raw.isWhole() ? Line.read(raw.bytes(), mac) : Optional.empty();
            if (line.isPresent()) {
                byte[] bytes = torn.toByteArray();
                return line.filter(one -> seals(one, Arrays.copyOf(bytes, bytes.length - 1)));
            }
            torn.writeBytes(raw.bytes());
            if (raw.isWhole()) {
                torn.write('\n');
            }
        }
        return Optional.empty();
    }

    private boolean seals(Line line, byte[] torn) {
        return line.isKind(Records.SEALED)
                && line.fields().path(Records.BYTES).asInt(-1) == torn.length
                && line.fields().path(Records.SHA_256).asString("").equals(Line.hash(torn, sha256));
    }

    /** Whether it is behind all that was durable, so that it was never promised to anybody. */
    private boolean isUnfinished(Raw raw) {
        Place before = last;
        return !raw.isWhole()
                && before != null
                && anchor.isPresent()
                && before.sequence() >= anchor.get().place().sequence();
    }

    private String unreadable(Raw raw) {
        if (!raw.isWhole()) {
            return "The record is not finished";
        }
        Optional<ObjectNode> fields = Line.fields(raw.bytes());
        if (fields.isEmpty()) {
            return "It is no record";
        }
        String other = fields.get().path(Records.KEY).asString(key.id());
        return fields.get().path("kind").asString("").equals(Records.FILE) && !other.equals(key.id())
                ? "It was written with the key " + other + ", not with " + key.id()
                : "It is not as it was written";
    }
}
